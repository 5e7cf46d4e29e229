"""Documents changed at random: a reader ends with a document or an error of ours, and no figure
that is not printed comes out without a finding."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from pipelines.extract.dispatch import extract
from pipelines.extract.html import extract_html
from pipelines.items import Extracted, Reading
from pipelines.report.checks.facts import Facts
from pipelines.report.checks.run import check_report
from pipelines.report.form import load_form
from pipelines.report.read import read_report
from storage.errors import DocumentError
from tests.pipelines.extract.drawn.layout import table
from tests.pipelines.extract.drawn.ofd import ofd
from tests.pipelines.extract.drawn.pdf import pdf
from tests.pipelines.extract.drawn.tables import REQUESTS
from tests.pipelines.extract.drawn.word import docx, p, tbl, tc, tr
from tests.pipelines.hostile import picture, zipped
from tests.pipelines.report.printed import Layout, page
from tests.pipelines.report.valid import numbers

URL = "http://a.gov.cn/1"
QUICK = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
_CELL = re.compile(r"<t[dh][^>]*>.*?</t[dh]>", re.DOTALL)


def workbook() -> bytes:
    book = Workbook()
    book.worksheets[0].append(["规章", 1, 2, 3])
    book.save(buffer := io.BytesIO())
    return buffer.getvalue()


SEEDS: dict[str, Callable[[], bytes]] = {
    "html": lambda: page("ogi_2021", dict.fromkeys(load_form("ogi_2021").keys, "1"), Layout()),
    "text": lambda: "一、总体情况\n规章\t1\t2\t3\n".encode() * 20,
    "pdf": lambda: pdf(table(REQUESTS)),
    "docx": lambda: docx(p("一、总体情况") + tbl(tr(tc("规章"), tc("3")))),
    "ofd": lambda: ofd(table(REQUESTS)),
    "xlsx": workbook,
    "zip": lambda: zipped({"年报.docx": docx(p("一、总体情况"))}),
    "png": lambda: picture(60, 40),
}
HOW = st.sampled_from(["cut", "drop", "flip", "double"])
CHANGES = st.lists(st.tuples(st.floats(0, 1), HOW, st.binary(max_size=8)), min_size=1, max_size=6)


def changed(body: bytes, changes: list[tuple[float, str, bytes]]) -> bytes:
    """A file with bytes taken away, put in, turned over or sent twice."""
    for place, how, noise in changes:
        at = int(place * len(body))
        if how == "cut":
            body = body[: max(at, 16)]
        elif how == "drop":
            body = body[:at] + body[at + 1 + len(noise) :]
        elif how == "flip":
            body = body[:at] + noise + body[at + len(noise) :]
        else:
            body = body[:at] + body[max(0, at - 40) :]
    return body


@pytest.mark.parametrize("medium", SEEDS)
@QUICK
@given(changes=CHANGES)
def test_a_spoilt_file_is_read_or_refused(
    medium: str, changes: list[tuple[float, str, bytes]]
) -> None:
    try:
        extracted = extract(changed(SEEDS[medium](), changes), URL)
    except DocumentError:
        return
    reading = read_report(extracted)
    check_report(reading, Facts())
    _is_whole(extracted, reading)


def _is_whole(extracted: Extracted, reading: Reading) -> None:
    for grid in extracted.grids:
        assert all(
            c.row + c.rowspan <= grid.rows and c.column + c.colspan <= grid.columns for c in grid
        )
    for key, figure in reading.figures.items():
        assert key.count(".") == 2
        assert figure.value is None or figure.raw.strip()


def _without(cells: list[re.Match[str]], text: str, at: int) -> str:
    gone = cells[at]
    return text[: gone.start()] + text[gone.end() :]


def _twice(cells: list[re.Match[str]], text: str, at: int) -> str:
    return text[: cells[at].end()] + cells[at][0] + text[cells[at].end() :]


@pytest.mark.parametrize("how", [_without, _twice])
@pytest.mark.parametrize("layout", [Layout(), Layout(stacked=True, word=True)], ids=str)
@QUICK
@given(data=st.data())
def test_a_table_with_one_cell_wrong_gives_no_wrong_figure_in_silence(
    how: Callable[[list[re.Match[str]], str, int], str], layout: Layout, data: st.DataObject
) -> None:
    values = {key: str(number) for key, number in data.draw(numbers("ogi_2021")).items()}
    text = page("ogi_2021", values, layout).decode()
    cells = list(_CELL.finditer(text))
    at = data.draw(st.integers(0, len(cells) - 1))
    reading = read_report(extract_html(how(cells, text, at).encode(), URL))
    wrong = [key for key, figure in reading.figures.items() if figure.raw != values.get(key)]
    findings = (*reading.findings, *check_report(reading, Facts()))
    assert not wrong or findings, wrong


@QUICK
@given(
    rows=st.lists(
        st.lists(
            st.tuples(st.integers(-2, 70_000), st.integers(-2, 70_000), st.text(max_size=8)),
            max_size=6,
        ),
        max_size=8,
    )
)
def test_any_spans_make_a_grid_or_a_refusal(rows: list[list[tuple[int, int, str]]]) -> None:
    body = "".join(
        "<tr>" + "".join(f"<td rowspan={r} colspan={c}>{t}" for r, c, t in row) for row in rows
    )
    try:
        extracted = extract_html(f"<table>{body}</table>".encode("utf-8", "replace"), URL)
    except DocumentError:
        return
    _is_whole(extracted, read_report(extracted))
