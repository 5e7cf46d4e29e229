from __future__ import annotations

from pipelines.extract.text import extract_text
from pipelines.items import Paragraph


def test_lines_with_tabs_are_rows_and_blank_lines_do_not_end_a_table() -> None:
    read = extract_text("二、情况\n\n信息内容\t制发件数\t\t\n\n规章\t1\t\n\n正文。\n")
    first, grid, last = read.blocks
    assert (first, last) == (Paragraph("二、情况"), Paragraph("正文。"))
    assert [(c.row, c.column, c.text) for c in read.grids[0]] == [
        (0, 0, "信息内容"),
        (0, 1, "制发件数"),
        (1, 0, "规章"),
        (1, 1, "1"),
    ]
    assert grid is read.grids[0]
    assert read.doubts == ("text.cells_may_be_dropped",)


def test_columns_set_with_wide_gaps() -> None:
    read = extract_text("规章    1    0    3\n2024年1月20日")
    assert [cell.text for cell in read.grids[0]] == ["规章", "1", "0", "3"]
    assert read.paragraphs == (Paragraph("2024年1月20日"),)


def test_the_first_line_is_the_title_if_it_reads_as_one() -> None:
    assert extract_text("清河县 2024 年政府信息公开工作年度报告\n一、总体情况").title
    assert extract_text("一、总体情况\n正文").title == ""
