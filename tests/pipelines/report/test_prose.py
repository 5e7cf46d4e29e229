from __future__ import annotations

import pytest

from pipelines.extract.grid import Cell, Grid
from pipelines.items import Block, Extracted, Paragraph, Section
from pipelines.report.prose import INDICATORS, read_prose
from pipelines.report.read import read_report
from storage.form import PROSE
from storage.vocabulary import CellState, Medium


def said(text: str) -> dict[str, float | None]:
    section = Section("overview", "一", "概述", text)
    figures = read_prose([section])
    return {key.split(".")[1]: figure.value for key, figure in figures.items()}


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("2012年，本局主动公开政府信息1,234条。", {"proactive_items": 1234}),
        ("全年共主动公开信息３５０条，其中通过县政府门户网站公开信息200条。",
         {"proactive_items": 350, "via_website": 200}),
        ("共收到政府信息公开申请12件，其中当面申请2件，网上申请9件，信函申请1件。",
         {"requests_received": 12, "received_in_person": 2, "received_online": 9,
          "received_by_letter": 1}),
        ("答复中，“同意公开”的8件，同意部分公开的2件，不予公开的1件，信息不存在的1件。",
         {"answered_granted": 8, "answered_partially_granted": 2, "answered_denied": 1,
          "answered_does_not_exist": 1}),
        ("本年度未收到公民、法人或其他组织的政府信息公开申请。", {"requests_received": 0}),
        ("因政府信息公开被申请行政复议2件，提起行政诉讼1件。",
         {"reconsideration_total": 2, "litigation_total": 1}),
        ("本年度没有因政府信息公开被申请行政复议、提起行政诉讼的情况。",
         {"reconsideration_total": 0, "litigation_total": 0}),
        ("无行政复议、行政诉讼。",
         {"reconsideration_total": 0, "litigation_total": 0}),
    ],
)  # fmt: skip
def test_counts_in_prose(text: str, counts: dict[str, float]) -> None:
    assert said(text) == counts


@pytest.mark.parametrize(
    "text",
    [
        "自《条例》施行以来，累计收到政府信息公开申请40件。",
        "主动公开政府信息300余条。",
        "无条件配合行政复议机关的工作。",
        "比上年多，去年主动公开政府信息20条。",
        "网站主动公开政府信息20条。全文见网站。政务大厅主动公开政府信息30条。",
    ],
)
def test_what_is_not_the_count_of_the_year_is_left_alone(text: str) -> None:
    assert said(text) == {}


def test_a_report_without_a_table_has_the_counts_of_its_prose() -> None:
    lines = (
        "清河县民政局2010年政府信息公开年度报告",
        "一、概述",
        "根据《条例》第三十二条编制。",
        "二、主动公开政府信息情况",
        "全年主动公开政府信息86条。",
    )
    blocks = tuple(Paragraph(line) for line in lines)
    reading = read_report(Extracted(Medium.HTML, blocks))
    assert reading.form == "narrative_2008"
    (figure,) = reading.figures.values()
    assert figure.key == "prose.proactive_items.value"
    assert (figure.raw, figure.value, figure.state) == (
        "主动公开政府信息86条",
        86,
        CellState.NUMBER,
    )


def test_each_indicator_has_its_column_in_the_exports() -> None:
    assert set(PROSE) == set(INDICATORS)


def test_a_table_of_no_national_form_is_kept_as_printed() -> None:
    cells = (
        Cell(0, 0, "指标名称"),
        Cell(0, 1, "数量"),
        Cell(1, 0, "主动公开信息数（条）"),
        Cell(1, 1, "86"),
    )
    lines = ("清河县2010年政府信息公开年度报告", "一、概述", "根据《条例》第三十二条编制。",
             "二、主动公开情况", "见附表。")  # fmt: skip
    blocks: list[Block] = [Paragraph(line) for line in lines]
    blocks.append(Grid(cells, "指标统计表"))
    reading = read_report(Extracted(Medium.HTML, tuple(blocks)))
    assert reading.form == "narrative_2008"
    kept = reading.sections[-1]
    assert (kept.key, kept.heading) == ("", "指标统计表")
    assert kept.text == "指标名称\t数量\n主动公开信息数（条）\t86"
