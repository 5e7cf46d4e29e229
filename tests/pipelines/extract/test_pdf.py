"""PDF documents: ruled and unruled tables, page breaks, turned pages, spoilt text layers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.extract.lattice.sheet import Box, Glyph, Sheet
from pipelines.extract.limits import DEFAULT
from pipelines.extract.pdf import extract_pdf
from pipelines.extract.pdf.page import PageFacts
from pipelines.extract.pdf.textlayer import distrusted
from storage.errors import DocumentDamaged, DocumentTooLarge
from tests.pipelines.extract.drawn.layout import HEIGHT, WIDTH, Sketch, table, words
from tests.pipelines.extract.drawn.pdf import pdf
from tests.pipelines.extract.drawn.tables import REQUESTS, Drawn, Table, cells_of


@pytest.mark.parametrize(
    "body",
    [
        pdf(table(REQUESTS)),
        pdf(table(REQUESTS), bars=True),
        pdf(table(REQUESTS), rotate=90),
        pdf(table(REQUESTS), sideways=True),
        b"HTTP/1.1 200 OK\r\n\r\n" + pdf(table(REQUESTS)),
    ],
    ids=["lines", "bars", "rotated page", "sideways letters", "junk before"],
)
def test_a_ruled_table_is_read_cell_by_cell(body: bytes) -> None:
    (grid,) = extract_pdf(body).grids
    assert cells_of(grid) == set(REQUESTS)


def test_a_table_without_rules_gives_the_same_figures() -> None:
    head = words("三、收到和处理政府信息公开申请情况", top=100, size=12)
    (grid,) = extract_pdf(pdf(head + table(REQUESTS, ruled=False))).grids
    rows = [[cell.text for cell in grid.row(row)] for row in range(grid.rows)]
    assert ["一、本年新收申请数量", "12", "17"] in rows
    assert ["三、办理结果", "（一）予以公开", "3", "8"] in rows
    assert ["三、办理结果", "（三）不予公开", "", "9"] in rows


def test_text_around_a_table_becomes_paragraphs_without_page_numbers() -> None:
    above = words(
        "二、主动公开政府信息情况",
        "　　2024年全县各级各部门坚持以公开为常态、不公开为例外，全年主动公开政府信息合计三百",
        "二十条，其中涉及重点领域的信息一百二十条。",
        top=60,
    )
    number = words("- 3 -", left=280, top=HEIGHT - 30)
    extracted = extract_pdf(pdf(above + number + table(REQUESTS, top=300)))
    assert [p.text for p in extracted.paragraphs] == [
        "二、主动公开政府信息情况",
        (
            "2024年全县各级各部门坚持以公开为常态、不公开为例外，全年主动公开政府信息合计三百"
            "二十条，其中涉及重点领域的信息一百二十条。"
        ),
    ]


def test_a_box_around_prose_is_no_table() -> None:
    prose = words("全年无复议诉讼。", "2024年，我局认真贯彻条例。", left=70, top=140)
    box = table((Drawn(0, 0, "", 4, 4),))
    extracted = extract_pdf(pdf(prose + box))
    assert extracted.grids == ()
    assert len(extracted.paragraphs) == 2


HEAD: Table = (Drawn(0, 0, "信息内容"), Drawn(0, 1, "本年制发件数"))


def test_a_table_goes_on_overleaf() -> None:
    upper: Table = (*HEAD, Drawn(1, 0, "规章"), Drawn(1, 1, "1"))
    lower: Table = (Drawn(0, 0, "规范性文件"), Drawn(0, 1, "32"))
    body = pdf(table(upper, top=760), table(lower, top=60))
    (grid,) = extract_pdf(body).grids
    assert cells_of(grid) == {*upper, *(replace(cell, row=2) for cell in lower)}


def test_a_head_that_is_printed_again_is_read_once() -> None:
    upper: Table = (*HEAD, Drawn(1, 0, "规章"), Drawn(1, 1, "1"))
    lower: Table = (*HEAD, Drawn(1, 0, "规范性文件"), Drawn(1, 1, "32"))
    (grid,) = extract_pdf(pdf(table(upper, top=760), table(lower, top=60))).grids
    assert [cell.text for cell in grid.row(2)] == ["规范性文件", "32"]
    assert grid.rows == 3


def test_a_row_that_a_page_break_cuts_is_one_row() -> None:
    upper: Table = (*HEAD, Drawn(1, 0, "其他法律行政法规禁"), Drawn(1, 1, "7"))
    lower: Table = (Drawn(0, 0, "止公开"), Drawn(0, 1, ""))
    (grid,) = extract_pdf(pdf(table(upper, top=760), table(lower, top=60))).grids
    assert [cell.text for cell in grid.row(1)] == ["其他法律行政法规禁止公开", "7"]
    assert grid.rows == 2


def test_a_new_row_overleaf_is_not_taken_for_the_rest_of_the_last() -> None:
    upper: Table = (*HEAD, Drawn(1, 0, "1.属于国家秘密"), Drawn(1, 1, ""))
    lower: Table = (Drawn(0, 0, "2.其他"), Drawn(0, 1, "7"))
    (grid,) = extract_pdf(pdf(table(upper, top=760), table(lower, top=60))).grids
    assert [[c.text for c in grid.row(row)] for row in (1, 2)] == [
        ["1.属于国家秘密", ""],
        ["2.其他", "7"],
    ]


def test_a_group_label_spans_the_page_break() -> None:
    upper: Table = (Drawn(0, 0, "三、结果", 2), Drawn(0, 1, "甲"), Drawn(1, 1, "乙"))
    lower: Table = (Drawn(0, 0, "", 2), Drawn(0, 1, "（三）丙"), Drawn(1, 1, "（四）丁"))
    (grid,) = extract_pdf(pdf(table(upper, top=760), table(lower, top=60))).grids
    label = grid.at(3, 0)
    assert label is not None
    assert (label.text, label.rowspan) == ("三、结果", 4)


def test_a_head_that_ends_a_page_does_not_take_the_blank_cell_overleaf() -> None:
    upper: Table = (
        Drawn(0, 0, "申请情况", 2),
        Drawn(0, 1, "自然人", 2),
        Drawn(0, 2, "总计"),
        Drawn(1, 2, "件"),
    )
    lower: Table = (Drawn(0, 0, "一、本年新收"), Drawn(0, 1, ""), Drawn(0, 2, "3"))
    (grid,) = extract_pdf(pdf(table(upper, top=760), table(lower, top=60))).grids
    assert [cell.text for cell in grid.row(2)] == ["一、本年新收", "", "3"]


def test_heads_set_close_are_each_over_the_dashes_of_their_column() -> None:
    drawn = Sketch()
    for left in range(60, 60 + 6 * 32, 32):
        drawn += words("结果", left=left, top=300, size=6.5)
        drawn += words("维持", left=left + 15, top=300, size=6.5)
        drawn += words("-", left=left + 13, top=314, size=6.5)
    prose = words("四、复议情况", *["正文" * 16] * 2, top=200, size=12)
    (grid,) = extract_pdf(pdf(prose + drawn)).grids
    assert [cell.text for cell in grid.row(0)] == ["结果维持"] * 6
    assert [cell.text for cell in grid.row(1)] == ["-"] * 6


def test_text_between_two_tables_keeps_them_apart() -> None:
    lower = words("四、行政复议情况", top=60) + table(REQUESTS, top=120)
    assert len(extract_pdf(pdf(table(REQUESTS, top=600), lower)).grids) == 2


def test_a_text_layer_without_figures_is_not_believed() -> None:
    # A font cut down without its digits, as some converters leave it.
    page = words(*["政府信息公开工作年度报告主动公开政府信息情况全年合计件"] * 12)
    extracted = extract_pdf(pdf(page))
    assert "the text layer has no figures" in extracted.doubts


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("政府信息公开工作年度报告2024年新收申请17件。" * 10, ""),
        ("政府信息2024" + "\ue123\ue200" * 5, "have no meaning"),
        ("政府信息2024" + "\ufffd" * 5, "have no meaning"),
        ("䕶癲⣳ⵎ7㻡䪤" * 30, "none of the characters"),
        ("Annual report 2024, received 17. " * 10, ""),
    ],
    ids=["sound", "private", "replaced", "other letters", "english"],
)
def test_a_text_layer_that_shows_other_characters_is_not_believed(text: str, reason: str) -> None:
    box = Box(0, 0, 10, 10)
    glyphs = tuple(Glyph(character, box) for character in (text * 30)[:600])
    said = distrusted([PageFacts(Sheet(1, WIDTH, HEIGHT, glyphs), 0, ())])
    assert (reason in said) if reason else not said


def test_damaged_and_oversized_files_say_so() -> None:
    body = pdf(words("一"), words("二"), words("三"))
    with pytest.raises(DocumentTooLarge, match="3 pages, 2 allowed"):
        extract_pdf(body, replace(DEFAULT, pages=2))
    with pytest.raises(DocumentDamaged, match="PDF"):
        extract_pdf(b"%PDF-1.4\n1 0 obj\nendobj")


UNRULED: Table = (
    Drawn(0, 3, "总计"),
    Drawn(1, 2, "自然人"),
    Drawn(2, 0, "一、本年新收申请", 1, 2),
    Drawn(2, 2, ""),
    Drawn(2, 3, "3"),
    Drawn(3, 0, "三、办理结果", 2, 1),
    Drawn(3, 1, "（一）予以公开"),
    Drawn(3, 2, ""),
    Drawn(3, 3, ""),
    Drawn(4, 1, "（二）总计"),
    Drawn(4, 2, ""),
    Drawn(4, 3, "3"),
    Drawn(5, 0, "四、结转下年"),
    Drawn(5, 2, ""),
    Drawn(5, 3, ""),
)


def test_cells_left_blank_are_cells_in_a_table_without_rules_too() -> None:
    head = Drawn(0, 1, "申请人情况"), Drawn(0, 2, "个人和组织")
    prose = words("三、申请情况", *["正文" * 16] * 3, size=12)
    body = pdf(prose + table((*head, *UNRULED), top=160, ruled=False))
    (grid,) = extract_pdf(body).grids
    last = {cell.text: cell.row for cell in grid}
    for label, printed in {
        "一、本年新收申请": ["", "3"],
        "（一）予以公开": ["", ""],
        "（二）总计": ["", "3"],
        "四、结转下年": ["", ""],
    }.items():
        assert [cell.text for cell in grid.row(last[label])][-2:] == printed, label
