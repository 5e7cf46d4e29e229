from __future__ import annotations

import datetime as dt

import pytest

from pipelines.extract.grid import Cell, Grid
from pipelines.items import Block, Extracted, Paragraph
from pipelines.report.sections import period_year, signature, split_sections, years_named
from storage.vocabulary import Medium


def document(*blocks: str | Grid) -> Extracted:
    made: list[Block] = [Paragraph(b) if isinstance(b, str) else b for b in blocks]
    return Extracted(medium=Medium.HTML, blocks=tuple(made))


@pytest.mark.parametrize(
    "heading",
    [
        "一、总体情况",
        "—、总体情况",
        "1、总体情况",
        "一.总体情况：",
        "一、 总 体 情 况（宋体加粗小四号字）",
        "总体情况",
        "一、概述",
    ],
)
def test_headings_as_they_are_printed(heading: str) -> None:
    (section,) = split_sections(document("某报告", heading, "正文。"))
    assert (section.key, section.text) == ("overview", "正文。")


def test_heading_and_text_in_one_paragraph() -> None:
    (section,) = split_sections(document("一、总体情况。2024年，本局做好公开工作。"))
    assert (section.key, section.text) == ("overview", "2024年，本局做好公开工作。")


def test_parts_of_the_overview_are_no_sections() -> None:
    found = split_sections(
        document(
            "一、总体情况", "（一）主动公开情况", "1.2024年公开2627条。", "（二）依申请公开情况"
        )
    )
    assert [section.key for section in found] == ["overview"]


def test_other_words_under_the_next_number_are_a_section() -> None:
    found = split_sections(
        document(
            "一、概述",
            "甲。",
            "二、政府信息公开收费及减免情况",
            "乙。",
            "三、依申请公开情况",
            "丙。",
        )
    )
    assert [(s.key, s.number, s.text) for s in found] == [
        ("overview", "一", "甲。"),
        ("", "二", "乙。"),
        ("requests", "三", "丙。"),
    ]


def test_headings_in_a_page_laid_out_as_one_table() -> None:
    cells = [
        Cell(0, 0, "一、总体情况", colspan=4),
        Cell(1, 0, "三、收到和处理政府信息公开申请情况", colspan=4),
        Cell(2, 0, "三、本年度办理结果", colspan=4),
        Cell(3, 0, "规章"),
        Cell(3, 1, "1"),
    ]
    found = split_sections(document(Grid(tuple(cells))))
    assert [section.key for section in found] == ["overview", "requests"]


def test_nothing_else_to_report_is_text_not_heading() -> None:
    found = split_sections(document("六、其他需要报告的事项", "无其他需要报告的事项。"))
    assert [(s.key, s.text) for s in found] == [("other_matters", "无其他需要报告的事项。")]


@pytest.mark.parametrize("day", ["2025年1月20日", "二〇二五年一月二十日", "2025.1.20"])
def test_signature(day: str) -> None:
    extracted = document("六、其他需要报告的事项", "无", "清河县民政局", day)
    signed = signature(extracted)
    assert (signed.agency, signed.day) == ("清河县民政局", dt.date(2025, 1, 20))
    assert split_sections(extracted)[-1].text == "无"


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("数据统计期限自2023年1月1日始至2023年12月31日止", 2023),
        ("统计时段为20231月1日至202312月31日", 2023),
        ("期限自 2022 年 1 月 1 日起至 12 月 31 日止", 2022),
        ("数据统计期限为2021年全年", 2021),
        ("2020年，本局做好公开工作", None),
    ],
)
def test_period(text: str, year: int | None) -> None:
    assert period_year([text]) == year


def test_years_named_most_often_first() -> None:
    named = years_named(["自2019年上线以来", "2020年公开2627条，2020年办结20条"])
    assert list(named.items()) == [(2020, 2), (2019, 1)]
