"""Table 3, requests received and processed (收到和处理政府信息公开申请情况)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipelines.extract.grid import Cell, Grid
from pipelines.report.form import Entry, Table, request_groups, request_rows
from pipelines.report.labels import SURE, alike, best, normal
from pipelines.report.tables.alignment import align
from pipelines.report.tables.cases import case_headers
from pipelines.report.tables.found import Found
from pipelines.report.tables.matching import match_rows
from pipelines.report.tables.rows import Leaf, PrintedRow, printed_row

_HEADER_ROWS = 3  # 申请人情况 / 自然人, 法人或其他组织, 总计 / 商业企业 … 其他
_LEAST_LEAVES = 4  # applicant types in one header; fewer occur in prose tables by chance
_LEAST_ROWS = 2  # rows of table 3 that make a grid without a header its continuation
_LONG = 8  # characters of a label that no other table has: 结转下年度继续办理, not 其他
_DIVIDED = ("outcome_other_correction_overdue", "outcome_other_fee_unpaid", "outcome_other_misc")


@dataclass(frozen=True)
class _Part:
    """A run of rows under one header; a table over two pages has two parts."""

    leaves: tuple[Leaf, ...]
    rows: tuple[PrintedRow, ...]


def read_requests(grids: Sequence[Grid], table: Table) -> Found:
    """The figures of table 3, from the first copy of it in the document."""
    found = Found()
    for part in _parts(grids, table):
        matched = match_rows(part.rows, _entries(), request_groups())
        _read_part(part, matched, table, found)
    _settle_other(found)
    return found


def _entries() -> tuple[Entry, ...]:
    """Rows of both forms with the group headers at their places: 其他处理 is a row or a header."""
    groups = {group.key: group for group in request_groups()}
    out: list[Entry] = []
    for row in request_rows():
        group = groups.pop(row.group, None) if row.group != "other" else None
        if group is not None:
            out.append(group)
        out.append(row)
    return tuple(out)


def _is_label(text: str) -> bool:
    return best(text, request_rows()) is not None


def _parts(grids: Sequence[Grid], table: Table) -> list[_Part]:
    parts: list[_Part] = []
    leaves: tuple[Leaf, ...] = ()
    for number, grid in enumerate(grids):
        headers = _headers(grid, table.columns)
        if not headers:
            parts.extend(_continuation(number, grid, leaves) if leaves else [])
            continue
        ends = [row for row, _ in headers[1:]] + [grid.rows]
        for (row, leaves), end in zip(headers, ends, strict=True):
            parts.append(_part(number, grid, range(row + 1, end), leaves))
    return [part for part in parts if part.rows]


def _headers(grid: Grid, columns: Sequence[Entry]) -> list[tuple[int, tuple[Leaf, ...]]]:
    """The rows where an applicant header ends, and its leaves."""
    found: list[tuple[int, tuple[Leaf, ...]]] = []
    for row in range(grid.rows):
        here = _leaves_of([c for c in grid.row(row) if c.row == row], columns)
        if len(here) < _LEAST_LEAVES:
            continue
        zone = [c for c in grid.cells if row - _HEADER_ROWS < c.row <= row]
        leaves = _in_order(_leaves_of(zone, columns), zone, columns)
        if leaves:
            found.append((row, tuple(leaves)))
    return found


def _leaves_of(cells: Sequence[Cell], columns: Sequence[Entry]) -> list[Leaf]:
    leaves: dict[str, Leaf] = {}
    for cell in cells:
        entry = best(cell.text, columns, SURE)
        if entry is not None:
            leaves.setdefault(entry.key, Leaf(entry.key, cell.column, cell.column + cell.colspan))
    return sorted(leaves.values(), key=lambda leaf: leaf.start)


def _in_order(leaves: list[Leaf], zone: Sequence[Cell], columns: Sequence[Entry]) -> list[Leaf]:
    """Leaves that stand over columns of their own, or else in the order of the header tree.

    Text that lost its empty cells has 自然人 and 商业企业 in one column: where they stand then says
    nothing, only their order does, with the five leaves of 法人或其他组织 in its place.
    """
    if all(a.end <= b.start for a, b in pairwise(leaves)):
        return leaves
    inner = {column.key for column in columns if column.group}
    group = next((column.group for column in columns if column.group), "")
    order: list[str] = []
    for cell in sorted(zone, key=lambda c: (c.row, c.column)):
        entry = best(cell.text, columns, SURE)
        if alike(cell.text, group) >= SURE:
            order += [leaf.key for leaf in leaves if leaf.key in inner]
        elif entry is not None and entry.key not in inner:
            order.append(entry.key)
    if sorted(order) != sorted(leaf.key for leaf in leaves):
        return []
    return [Leaf(key, place - len(order), 0) for place, key in enumerate(order)]


def _part(number: int, grid: Grid, span: range, leaves: tuple[Leaf, ...]) -> _Part:
    start = min(leaf.start for leaf in leaves)
    cases = [row for row, _ in case_headers(grid) if row in span]
    within = range(span.start, min(cases, default=span.stop))
    rows = (printed_row(number, grid, row, start, _is_label) for row in within)
    return _Part(leaves, tuple(row for row in rows if row.values))


def _continuation(number: int, grid: Grid, leaves: tuple[Leaf, ...]) -> list[_Part]:
    """The rest of a table cut in two, told by its labels; one row must be as long as the header."""
    part = _part(number, grid, range(grid.rows), leaves)
    matched = match_rows(part.rows, _entries(), request_groups())
    if sum(entry is not None for entry in matched) >= _LEAST_ROWS:
        return [part]
    rest = [row for row, entry in zip(part.rows, matched, strict=True) if entry]
    long = [row for row in rest if len(normal(row.label)) >= _LONG]
    return [part] if len(part.rows) == 1 and long and _is_full(long[0], leaves) else []


def _is_full(row: PrintedRow, leaves: Sequence[Leaf]) -> bool:
    others = [cell for cell in row.values if cell.text.strip() and cell not in row.numbers]
    return len(row.numbers) == len(leaves) and not others


def _read_part(part: _Part, matched: Sequence[Entry | None], table: Table, found: Found) -> None:
    data = {row.key for row in request_rows()}
    pairs = [(r, e) for r, e in zip(part.rows, matched, strict=True) if e and e.key in data]
    aligned = align([row for row, _ in pairs], part.leaves)
    for (row, entry), cells in zip(pairs, aligned, strict=True):
        if cells is None:
            keys = [table.key(entry.key, leaf.key) for leaf in part.leaves]
            found.unplaced(keys, row.label, (cell.text for cell in row.values))
            continue
        for column, cell in cells.items():
            found.add(table.key(entry.key, column), cell, row.table, row.row)
    for row, match in zip(part.rows, matched, strict=True):
        if match is None and row.label and row.numbers:
            found.unknown_row(row.label, (cell.text for cell in row.numbers))


def _settle_other(found: Found) -> None:
    """（六）其他处理 is a header where its three rows follow, a row of the 2019 form where not."""
    undivided = "t3.outcome_other_2019."
    read = {row for row in _DIVIDED if f"t3.{row}.total" in found.figures}
    if not read:
        return
    cells = [figure for key, figure in found.figures.items() if key.startswith(undivided)]
    blank = all(figure.value is None for figure in cells)
    if blank or len(read) < len(_DIVIDED):
        for figure in cells:
            del found.figures[figure.key]
    if not blank and len(read) < len(_DIVIDED):  # whose numbers they are nobody can say
        columns = [figure.key.rpartition(".")[2] for figure in cells]
        lost = [f"t3.{row}.{column}" for row in _DIVIDED if row not in read for column in columns]
        found.unplaced(lost, "（六）其他处理", (figure.raw for figure in cells))
    found.findings = [
        finding
        for finding in found.findings
        if not finding.cells or not finding.cells[0].startswith(undivided)
    ]
