"""The statutory tables as rows of HTML: labels merged as printed, a figure in each cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from storage.records import FigureRecord, IssueRecord, VersionRecord
from storage.vocabulary import CellState
from storage.web.figures import plain
from storage.web.reader import PrintedTable

Path = tuple[str, ...]


class Label(NamedTuple):
    """A label over some columns or beside some rows.

    ``across`` is how many columns (rows, beside) it stands for, ``deep`` how many levels it fills.
    ``key`` is that of the line a last label names, empty for one over several.
    """

    text: str
    across: int
    deep: int
    key: str


class DrawnCell(NamedTuple):
    """A cell of a report: its key, what is printed, what was read, and the issues that name it.

    ``figure`` is None where the report has no such cell. ``read`` is empty where what is printed
    is the number that was read. ``issues`` are their numbers on the page.
    """

    key: str
    figure: FigureRecord | None
    read: str
    issues: tuple[int, ...]


class DrawnRow(NamedTuple):
    """A row: the labels that begin in it, then its cells; none in a row of headings."""

    labels: tuple[Label, ...]
    cells: tuple[DrawnCell, ...]


class DrawnTable(NamedTuple):
    """A table: ``stub`` columns of labels, rows of column labels, then rows."""

    id: str
    section: str
    caption: str
    stub: int
    heads: tuple[tuple[Label, ...], ...]
    rows: tuple[DrawnRow, ...]
    width: int


def numbered(issues: Sequence[IssueRecord]) -> dict[str, tuple[int, ...]]:
    """For each cell the numbers of the issues that name it, counted from 1."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, issue in enumerate(issues, start=1):
        for cell in issue.cells:
            found[cell].append(number)
    return {cell: tuple(numbers) for cell, numbers in found.items()}


def drawn_tables(tables: Iterable[PrintedTable], version: VersionRecord) -> list[DrawnTable]:
    """The tables of a version, cell by cell."""
    marks = numbered(version.issues)
    return [_drawn(table, version.figures, marks) for table in tables]


def figures_apart(tables: Iterable[PrintedTable], version: VersionRecord) -> list[DrawnCell]:
    """The figures that no table of the form has a place for, as counts in prose of 2008 to 2013."""
    placed = {key for table in tables for row in table.keys for key in row}
    marks = numbered(version.issues)
    return [_cell(key, version.figures, marks) for key in version.figures if key not in placed]


def _drawn(
    table: PrintedTable,
    figures: Mapping[str, FigureRecord],
    marks: Mapping[str, tuple[int, ...]],
) -> DrawnTable:
    row_keys = [keys[0].split(".")[1] if keys else "heading" for keys in table.keys]
    printed = next((keys for keys in table.keys if keys), ())
    column_keys = [key.split(".")[2] for key in printed]
    beside = _levels(table.rows, row_keys)
    starting: dict[int, list[Label]] = defaultdict(list)
    for level in beside:
        for place, label in level:
            starting[place].append(label)
    rows = tuple(
        DrawnRow(tuple(starting[place]), tuple(_cell(key, figures, marks) for key in keys))
        for place, keys in enumerate(table.keys)
    )
    heads = tuple(
        tuple(label for _, label in level) for level in _levels(table.columns, column_keys)
    )
    return DrawnTable(
        table.id, table.section, table.caption, len(beside), heads, rows, len(table.columns)
    )


def _levels(paths: Sequence[Path], keys: Sequence[str]) -> list[list[tuple[int, Label]]]:
    """For each level the labels on it, each with the place where it begins.

    Neighbours under the same labels are merged; a last label never is, for it names one line.
    """
    depth = max((len(path) for path in paths), default=0)
    levels: list[list[tuple[int, Label]]] = [[] for _ in range(depth)]
    for place, path in enumerate(paths):
        for level, text in enumerate(path):
            leaf = level == len(path) - 1
            if not leaf and place and _shares(paths[place - 1], path, level):
                continue
            across = 1 if leaf else _run(paths, place, level)
            deep = depth - level if leaf else 1
            key = keys[place] if leaf else ""
            levels[level].append((place, Label(text, across, deep, key)))
    return levels


def _shares(before: Path, path: Path, level: int) -> bool:
    return len(before) > level + 1 and before[: level + 1] == path[: level + 1]


def _run(paths: Sequence[Path], place: int, level: int) -> int:
    count = 1
    while place + count < len(paths) and _shares(paths[place + count], paths[place], level):
        count += 1
    return count


def _cell(
    key: str, figures: Mapping[str, FigureRecord], marks: Mapping[str, tuple[int, ...]]
) -> DrawnCell:
    figure = figures.get(key)
    read = ""
    if figure is not None and figure.state in (CellState.NUMBER, CellState.ZERO):
        read = plain(figure.value)
        if read == figure.raw.strip():
            read = ""
    return DrawnCell(key, figure, read, marks.get(key, ()))
