"""Word documents as agencies make them: merged cells, boxes, revisions, automatic numbers."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest

from pipelines.extract.docx import extract_docx
from pipelines.extract.limits import DEFAULT
from pipelines.extract.sniff import OLE2
from pipelines.items import Paragraph
from storage.errors import DocumentDamaged, DocumentTooLarge
from tests.pipelines.extract.drawn.tables import Drawn, cells_of
from tests.pipelines.extract.drawn.word import DOWN, ON, SPAN2, docx, p, tbl, tc, tr


def test_spans_to_the_right_and_downwards() -> None:
    table = tbl(
        tr(tc("申请情况", SPAN2), tc("总计")),
        tr(tc("三、结果", DOWN), tc("（一）予以公开"), tc("3")),
        tr(tc("", ON), tc("（二）部分公开"), tc("0")),
    )
    (grid,) = extract_docx(docx(table)).grids
    assert cells_of(grid) == {
        Drawn(0, 0, "申请情况", 1, 2),
        Drawn(0, 2, "总计"),
        Drawn(1, 0, "三、结果", 2, 1),
        Drawn(1, 1, "（一）予以公开"),
        Drawn(1, 2, "3"),
        Drawn(2, 1, "（二）部分公开"),
        Drawn(2, 2, "0"),
    }


def test_a_row_that_begins_further_right_keeps_its_figures_in_their_columns() -> None:
    short = tr(tc("4"), tc("5"), properties='<w:gridBefore w:val="1"/>')
    (grid,) = extract_docx(docx(tbl(tr(tc("甲"), tc("2"), tc("3")), short))).grids
    cell = grid.at(1, 1)
    assert cell is not None
    assert cell.text == "4"
    assert grid.at(1, 0) is None


def test_a_continued_merge_below_another_width_is_a_cell_of_its_own() -> None:
    table = tbl(tr(tc("甲", DOWN), tc("1")), tr(tc("乙", SPAN2 + ON)))
    (grid,) = extract_docx(docx(table)).grids
    assert Drawn(1, 0, "乙", 1, 2) in cells_of(grid)


def test_sideways_merge_of_word_97() -> None:
    merged = '<w:hMerge w:val="restart"/>'
    table = tbl(
        tr(tc("甲", merged), tc("", "<w:hMerge/>"), tc("1")), tr(tc("乙"), tc("2"), tc("3"))
    )
    (grid,) = extract_docx(docx(table)).grids
    assert Drawn(0, 0, "甲", 1, 2) in cells_of(grid)
    assert Drawn(0, 2, "1") in cells_of(grid)


def test_deleted_text_rows_and_field_codes_are_not_read() -> None:
    deleted = "<w:del><w:r><w:delText>17</w:delText></w:r></w:del>"
    added = "<w:ins><w:r><w:t>18</w:t></w:r></w:ins>"
    code = "<w:r><w:instrText>PAGE 9</w:instrText></w:r>"
    gone = tr(tc("删"), tc("5"), properties="<w:del/>")
    table = tbl(
        tr(tc("新收"), tc(f"<w:p>{deleted}{added}{code}</w:p>")), gone, tr(tc("乙"), tc("2"))
    )
    (grid,) = extract_docx(docx(table)).grids
    assert [[c.text for c in grid.row(row)] for row in range(grid.rows)] == [
        ["新收", "18"],
        ["乙", "2"],
    ]


def test_rows_and_cells_in_content_controls() -> None:
    row = f"<w:sdt><w:sdtContent>{tr(tc('甲'), tc('1'))}</w:sdtContent></w:sdt>"
    cell = f"<w:sdt><w:sdtContent>{tc('2')}</w:sdtContent></w:sdt>"
    (grid,) = extract_docx(docx(tbl(row, tr(tc("乙"), cell)))).grids
    assert [c.text for c in grid.row(1)] == ["乙", "2"]


def test_a_box_around_prose_is_no_table_and_a_table_in_it_is_one() -> None:
    inner = tbl(tr(tc("规章"), tc("0")), tr(tc("规范性文件"), tc("3")))
    box = tbl(tr(tc(p("一、总体情况") + p("本年度工作有序。") + inner)))
    extracted = extract_docx(docx(box))
    assert [b.text for b in extracted.paragraphs] == ["一、总体情况", "本年度工作有序。"]
    assert [grid.rows for grid in extracted.grids] == [2]


def test_prose_in_a_row_of_a_table_stands_between_two_grids() -> None:
    prose = "2024年全年未发生因政府信息公开引起的行政复议和行政诉讼案件，也未收取任何费用。"
    table = tbl(tr(tc("规章"), tc("0")), tr(tc(prose, SPAN2)), tr(tc("规范性文件"), tc("3")))
    kinds = [
        block.text if isinstance(block, Paragraph) else block.rows
        for block in extract_docx(docx(table)).blocks
    ]
    assert kinds == [1, prose, 1]


def test_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{p('附件说明')}</w:txbxContent>"
    both = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    extracted = extract_docx(docx(f"<w:p><w:r><w:t>正文</w:t></w:r><w:r>{both}</w:r></w:p>"))
    assert [b.text for b in extracted.paragraphs] == ["正文", "附件说明"]


def test_automatic_numbers_are_part_of_the_text() -> None:
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="%1、"/></w:lvl>'
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        '<w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>'
    )
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr>'
    body = p("总体情况", listed) + p("说明") + p("主动公开政府信息情况", listed)
    texts = [b.text for b in extract_docx(docx(body, numbering=numbering)).paragraphs]
    assert texts == ["一、总体情况", "说明", "二、主动公开政府信息情况"]


def test_titles_and_headings_by_style() -> None:
    styles = (
        '<w:style w:styleId="a3"><w:name w:val="Title"/></w:style>'
        '<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    )
    body = p("某县年度报告", '<w:pStyle w:val="a3"/>') + p("一、总体情况", '<w:pStyle w:val="1"/>')
    extracted = extract_docx(docx(body, styles=styles))
    assert extracted.title == "某县年度报告"
    assert [b.level for b in extracted.paragraphs] == [1, 2]


def test_entities_are_not_resolved() -> None:
    hostile = (
        '<!DOCTYPE d [<!ENTITY a "政府"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("word/document.xml", hostile)
    assert extract_docx(buffer.getvalue()).blocks == ()


def test_a_bomb_is_refused_before_it_fills_the_memory() -> None:
    body = docx(p("　" * 3_000_000))
    with pytest.raises(DocumentTooLarge, match="inflates beyond"):
        extract_docx(body, replace(DEFAULT, member=1_000_000))


@pytest.mark.parametrize(
    "body",
    [docx(p("一"))[:-40], b"PK\x03\x04", OLE2 + b"\0" * 600],
    ids=["truncated", "no directory", "password"],
)
def test_broken_packages_are_said_to_be_damaged(body: bytes) -> None:
    with pytest.raises(DocumentDamaged):
        extract_docx(body)
