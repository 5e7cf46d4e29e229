"""Ruled tables: rules that meet are a frame; a boundary without a rule joins its two cells."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pipelines.extract.lattice.sheet import Box, Rule

ENOUGH: Final = 0.6  # share of a boundary that must be ruled; broken and dashed rules occur


@dataclass(frozen=True, slots=True)
class Span:
    """A cell of a frame: its first row and column, and how many of each it covers."""

    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True)
class Frame:
    """A ruled table without its text: edges of its columns and rows, and its cells.

    ``open_top`` and ``open_bottom`` say that no rule closes the frame there, as where a page
    break cuts a row.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    spans: tuple[Span, ...]
    open_top: bool = False
    open_bottom: bool = False

    @property
    def box(self) -> Box:
        """The outline."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def box_of(self, span: Span) -> Box:
        """The place of a cell."""
        return Box(
            self.xs[span.column],
            self.ys[span.row],
            self.xs[span.column + span.colspan],
            self.ys[span.row + span.rowspan],
        )

    def locate(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of a point; None where it lies outside."""
        row, column = bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1
        inside = 0 <= row < len(self.ys) - 1 and 0 <= column < len(self.xs) - 1
        return (row, column) if inside else None


def frames(rules: Iterable[Rule], tolerance: float) -> list[Frame]:
    """The ruled tables of a page, from top to bottom.

    Args:
        rules: every straight line drawn on the page.
        tolerance: how far two rules may lie apart and still be one.
    """
    flat = _joined([rule for rule in rules if not rule.vertical], tolerance)
    upright = _joined([rule for rule in rules if rule.vertical], tolerance)
    found = [
        frame
        for horizontals, verticals in _meeting(flat, upright, tolerance)
        if (frame := _frame(horizontals, verticals, tolerance)) is not None
    ]
    return sorted(found, key=lambda frame: (frame.ys[0], frame.xs[0]))


def edges(positions: Iterable[float], tolerance: float) -> list[float]:
    """Positions with those that are meant as one put together, in order."""
    groups: list[list[float]] = []
    for position in sorted(positions):
        if (
            groups
            and position - groups[-1][0] <= tolerance * 2
            and (position - groups[-1][-1] <= tolerance)
        ):
            groups[-1].append(position)
        else:
            groups.append([position])
    return [sum(group) / len(group) for group in groups]


def nearest(positions: Sequence[float], value: float) -> int:
    """The index of the position that is closest to a value."""
    return min(range(len(positions)), key=lambda index: abs(positions[index] - value))


def _joined(rules: list[Rule], tolerance: float) -> list[Rule]:
    """Rules on one line put together where they touch."""
    if not rules:
        return []
    places = edges((rule.at for rule in rules), tolerance)
    on_line: defaultdict[int, list[Rule]] = defaultdict(list)
    for rule in rules:
        on_line[nearest(places, rule.at)].append(rule)
    out: list[Rule] = []
    for index, group in on_line.items():
        group.sort(key=lambda rule: rule.start)
        start, stop = group[0].start, group[0].stop
        for rule in group[1:]:
            if rule.start <= stop + 2 * tolerance:
                stop = max(stop, rule.stop)
                continue
            out.append(Rule(rule.vertical, places[index], start, stop))
            start, stop = rule.start, rule.stop
        out.append(Rule(group[0].vertical, places[index], start, stop))
    return out


def _meeting(
    flat: list[Rule], upright: list[Rule], tolerance: float
) -> list[tuple[list[Rule], list[Rule]]]:
    """Horizontals and verticals that hang together, apart from those that do not."""
    parent = list(range(len(flat) + len(upright)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for i, h in enumerate(flat):
        for j, v in enumerate(upright, len(flat)):
            if (
                h.start - tolerance <= v.at <= h.stop + tolerance
                and v.start - tolerance <= h.at <= v.stop + tolerance
            ):
                parent[root(i)] = root(j)
    groups: defaultdict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for i, h in enumerate(flat):
        groups[root(i)][0].append(h)
    for j, v in enumerate(upright, len(flat)):
        groups[root(j)][1].append(v)
    return list(groups.values())


def _frame(flat: list[Rule], upright: list[Rule], tolerance: float) -> Frame | None:
    if len(flat) < 1 or len(upright) < 2 or len(flat) + len(upright) < 4:
        return None
    reach = 3 * tolerance  # a rule that sticks out less closes nothing: it was drawn too long
    ys = edges((rule.at for rule in flat), tolerance)
    xs = edges((rule.at for rule in upright), tolerance)
    top, bottom = min(rule.start for rule in upright), max(rule.stop for rule in upright)
    left, right = min(rule.start for rule in flat), max(rule.stop for rule in flat)
    open_top, open_bottom = top < ys[0] - reach, bottom > ys[-1] + reach
    ys = [top] * open_top + ys + [bottom] * open_bottom
    xs = [left] * (left < xs[0] - reach) + xs + [right] * (right > xs[-1] + reach)
    if len(xs) < 2 or len(ys) < 2:
        return None
    return Frame(tuple(xs), tuple(ys), _spans(xs, ys, flat, upright), open_top, open_bottom)


def _spans(
    xs: list[float], ys: list[float], flat: list[Rule], upright: list[Rule]
) -> tuple[Span, ...]:
    """Cells between the rules: first joined sideways in each row, then downwards."""
    across, down = _ruled(xs, ys, upright), _ruled(ys, xs, flat)
    parent = {(row, col): (row, col) for row in range(len(ys) - 1) for col in range(len(xs) - 1)}

    def root(place: tuple[int, int]) -> tuple[int, int]:
        while parent[place] != place:
            place = parent[place]
        return place

    for row, col in parent:
        if col + 2 < len(xs) and not across[col + 1, row]:
            parent[root((row, col + 1))] = root((row, col))
        if row + 2 < len(ys) and not down[row + 1, col]:
            parent[root((row + 1, col))] = root((row, col))
    regions: defaultdict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for place in parent:
        regions[root(place)].append(place)
    spans = [span for places in regions.values() for span in _rectangles(places)]
    return tuple(sorted(spans, key=lambda span: (span.row, span.column)))


def _ruled(
    lines: list[float], between: list[float], rules: list[Rule]
) -> dict[tuple[int, int], bool]:
    """For each line and each stretch between two crossing lines, whether a rule covers it."""
    length: defaultdict[tuple[int, int], float] = defaultdict(float)
    for rule in rules:
        line = nearest(lines, rule.at)
        for index in range(len(between) - 1):
            overlap = min(rule.stop, between[index + 1]) - max(rule.start, between[index])
            length[line, index] += max(0.0, overlap)
    return {
        (line, index): length[line, index] >= ENOUGH * (between[index + 1] - between[index])
        for line in range(len(lines))
        for index in range(len(between) - 1)
    }


def _rectangles(places: list[tuple[int, int]]) -> list[Span]:
    """A region as few rectangles: one, unless a rule is missing inside the table."""
    runs: list[Span] = []
    for row, column in sorted(places):
        last = runs[-1] if runs else None
        if last and last.row == row and last.column + last.colspan == column:
            runs[-1] = Span(row, last.column, 1, last.colspan + 1)
        else:
            runs.append(Span(row, column))
    out: list[Span] = []
    for run in runs:
        for index, above in enumerate(out):
            same = (above.column, above.colspan) == (run.column, run.colspan)
            if same and above.row + above.rowspan == run.row:
                out[index] = Span(above.row, above.column, above.rowspan + 1, above.colspan)
                break
        else:
            out.append(run)
    return out
