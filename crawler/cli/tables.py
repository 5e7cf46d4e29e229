"""The statutory tables on a terminal, shaped as the form prints them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from rich.table import Table as RichTable
from rich.text import Text

from pipelines.report.form import FORMS, Entry, Table, load_form, request_rows
from storage.vocabulary import CellState

_LABEL_WIDTH = 26  # columns of the screen: thirteen characters, most labels of the form
_DULL = {CellState.ZERO: "dim", CellState.BLANK: "yellow", CellState.NOT_APPLICABLE: "yellow"}


class PrintedFigure(Protocol):
    """A figure of a reading or of the archive: what was printed and what it is."""

    @property
    def raw(self) -> str:
        """The cell as published."""

    @property
    def state(self) -> CellState:
        """What stands in it."""


def figure_tables(
    form: str, figures: Mapping[str, PrintedFigure], marked: frozenset[str] = frozenset()
) -> list[RichTable]:
    """One table for each of the form's that has a figure; ``marked`` cells are shown in red."""
    known = next((key for key in FORMS if key == form), None)
    if known is None:
        return []
    tables = load_form(known).tables
    return [
        _table(table, figures, marked)
        for table in tables
        if any(key.startswith(f"{table.id}.") for key in figures)
    ]


def _table(table: Table, figures: Mapping[str, PrintedFigure], marked: frozenset[str]) -> RichTable:
    out = RichTable(title=table.caption, title_justify="left", show_lines=False)
    out.add_column("", overflow="fold", min_width=_LABEL_WIDTH)
    for column in table.columns:
        out.add_column(
            column.label.partition("（")[0], justify="right", overflow="fold", max_width=8
        )
    for row in _rows(table, figures):
        cells = [_cell(table.key(row.key, c.key), figures, marked) for c in table.columns]
        out.add_row(f"{row.number} {row.label.partition('（')[0]}".strip(), *cells)
    return out


def _rows(table: Table, figures: Mapping[str, PrintedFigure]) -> Sequence[Entry]:
    """The rows of the form; in table 3 also those of the other form that were printed."""
    if table.id != "t3":
        return table.data_rows
    formal = {row.key for row in table.rows}
    printed = {key.split(".")[1] for key in figures if key.startswith("t3.")}
    return [row for row in request_rows() if row.key in formal | printed]


def _cell(key: str, figures: Mapping[str, PrintedFigure], marked: frozenset[str]) -> Text:
    figure = figures.get(key)
    if figure is None:
        return Text("缺", style="red")
    shown = figure.raw.strip() or "空"
    return Text(shown, style="bold red" if key in marked else _DULL.get(figure.state, ""))
