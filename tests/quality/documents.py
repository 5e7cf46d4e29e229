"""Documents of our own: each form in each medium, with a number of its own in nearly every cell."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from html import escape

from openpyxl import Workbook

from pipelines.extract.grid import Cell, Grid
from pipelines.extract.html import extract_html
from pipelines.items import Block, Paragraph
from pipelines.report.form import FormKey, load_form
from tests.pipelines.extract.drawn.layout import COLUMN, ROW, Sketch, Stroke, Text, table
from tests.pipelines.extract.drawn.ofd import ofd
from tests.pipelines.extract.drawn.pdf import pdf
from tests.pipelines.extract.drawn.tables import Drawn
from tests.pipelines.extract.drawn.word import docx, p, tbl, tc, tr
from tests.pipelines.report.printed import Layout, page

FORMS: tuple[FormKey, ...] = ("stats_2014", "ogi_2019", "ogi_2021")
_SPECIAL = ("", "/", "—", "１３", "1,204", "0")  # every tenth cell is one of these
_SCALE = 0.5  # a label column and seven of numbers, drawn at 110 points each, on a page of 595
_TOP = 60.0


def printed(form: FormKey) -> dict[str, str]:
    """What stands in each cell."""
    return {
        key: _SPECIAL[number // 10 % len(_SPECIAL)] if number % 10 == 9 else str(number % 97)
        for number, key in enumerate(load_form(form).keys)
    }


def html(form: FormKey) -> bytes:
    """The report as a page."""
    if form != "stats_2014":
        return page(form, printed(form), Layout())
    rows = load_form(form).table("stats").rows
    cells = printed(form)
    body = "".join(
        f"<tr><td>{row.number}{escape(row.label)}</td><td>{row.unit}</td>"
        f"<td>{'' if row.heading else cells[f'stats.{row.key}.value']}</td></tr>"
        for row in rows
    )
    head = "<tr><td>统计指标</td><td>单位</td><td>统计数</td></tr>"
    title = "<p>清河县民政局2016年政府信息公开工作年度报告</p>"
    caption = "<p>政府信息公开情况统计表</p>"
    return f"<html><body>{title}{caption}<table>{head}{body}</table></body></html>".encode()


def _blocks(form: FormKey) -> tuple[Block, ...]:
    return extract_html(html(form), "http://a.gov.cn/1.htm").blocks


def word(form: FormKey) -> bytes:
    """The same as a DOCX."""
    parts = [
        p(escape(block.text)) if isinstance(block, Paragraph) else tbl(*_word_rows(block))
        for block in _blocks(form)
    ]
    return docx("".join(parts))


def _word_rows(grid: Grid) -> Iterable[str]:
    for row in range(grid.rows):
        cells = grid.row(row)
        yield tr(*(tc(escape(_own_text(cell, row)), _spans(cell, row)) for cell in cells))


def _own_text(cell: Cell, row: int) -> str:
    return cell.text if cell.row == row else ""


def _spans(cell: Cell, row: int) -> str:
    across = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
    if cell.rowspan == 1:
        return across
    return across + ('<w:vMerge w:val="restart"/>' if cell.row == row else "<w:vMerge/>")


def workbook(form: FormKey) -> bytes:
    """The same as one sheet of an XLSX."""
    book = Workbook()
    sheet, line = book.worksheets[0], 1
    for block in _blocks(form):
        if isinstance(block, Paragraph):
            sheet.cell(line, 1).value = block.text
            line += 1
            continue
        for cell in block:
            top, left = line + cell.row, cell.column + 1
            sheet.cell(top, left).value = cell.text or None
            bottom, right = top + cell.rowspan - 1, left + cell.colspan - 1
            if (bottom, right) != (top, left):
                sheet.merge_cells(
                    start_row=top, start_column=left, end_row=bottom, end_column=right
                )
        line += block.rows + 1
    book.save(buffer := io.BytesIO())
    return buffer.getvalue()


def _sheets(form: FormKey, ruled: bool) -> list[Sketch]:
    """A page for each table, the words before it above; long tables end before the page does."""
    pages: list[Sketch] = []
    words: list[str] = []
    for block in _blocks(form):
        if isinstance(block, Paragraph):
            words.append(block.text)
            continue
        for part in _parts(block):
            lines = [Text(60, _TOP + 18 * n, text) for n, text in enumerate(words)]
            top = _TOP + 18 * len(words) + ROW
            pages.append(_scaled(Sketch((), tuple(lines)) + _fitted(part, top, ruled)))
            words = []
    if words:
        lines = [Text(60, _TOP + 18 * n, text) for n, text in enumerate(words)]
        pages.append(_scaled(Sketch((), tuple(lines))))
    return pages


def _parts(grid: Grid) -> Iterable[tuple[Drawn, ...]]:
    """A table in pieces of a page; drawn at half its size, sixty rows stand on one."""
    wide = grid.columns < 4  # the label column of the table of 2014 holds long lines
    drawn = [
        Drawn(c.row, c.column + 2 * (wide and c.column > 0), c.text, c.rowspan,
              c.colspan + 2 * (wide and c.column == 0))
        for c in grid
    ]  # fmt: skip
    for first in range(0, grid.rows, 60):
        part = [replace(c, row=c.row - first) for c in drawn if first <= c.row < first + 60]
        yield tuple(part)


def _fitted(part: tuple[Drawn, ...], top: float, ruled: bool) -> Sketch:
    """A table whose labels are written as small as their cells need."""
    drawn = table(part, top=top, ruled=ruled)
    texts = (replace(t, size=min(t.size, (COLUMN - 8) / len(t.text))) for t in drawn.texts)
    return Sketch(drawn.strokes, tuple(texts))


def _scaled(sketch: Sketch) -> Sketch:
    strokes = (
        Stroke(*(side * _SCALE for side in (s.x0, s.y0, s.x1, s.y1))) for s in sketch.strokes
    )
    texts = (replace(t, x=t.x * _SCALE, y=t.y * _SCALE, size=t.size * _SCALE) for t in sketch.texts)
    return Sketch(tuple(strokes), tuple(texts))


@dataclass(frozen=True)
class Kind:
    """A medium in which the forms are written."""

    name: str
    write: Callable[[FormKey], bytes]


MEDIA = (
    Kind("html", html),
    Kind("docx", word),
    Kind("xlsx", workbook),
    Kind("pdf", lambda form: pdf(*_sheets(form, ruled=True))),
    Kind("pdf without rules", lambda form: pdf(*_sheets(form, ruled=False))),
    Kind("ofd", lambda form: ofd(*_sheets(form, ruled=True))),
)
