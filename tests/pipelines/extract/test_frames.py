"""Ruled lines into cells: any table that can be drawn is read back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipelines.extract.lattice.frames import Span, frames
from pipelines.extract.lattice.sheet import Rule


def strokes(xs: list[float], ys: list[float], spans: set[Span]) -> list[Rule]:
    """The four sides of each cell."""
    out: list[Rule] = []
    for s in spans:
        left, right = xs[s.column], xs[s.column + s.colspan]
        top, bottom = ys[s.row], ys[s.row + s.rowspan]
        out += [Rule(False, y, left, right) for y in (top, bottom)]
        out += [Rule(True, x, top, bottom) for x in (left, right)]
    return out


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[float], list[float], set[Span]]:
    """Edges of columns and rows, and cells that cover the table without overlap."""
    columns, rows = draw(st.integers(2, 6)), draw(st.integers(2, 6))
    xs = [30.0 + 40 * i + draw(st.floats(0, 9)) for i in range(columns + 1)]
    ys = [30.0 + 25 * i + draw(st.floats(0, 5)) for i in range(rows + 1)]
    free = {(row, column) for row in range(rows) for column in range(columns)}
    spans: set[Span] = set()
    for row in range(rows):
        for column in range(columns):
            if (row, column) not in free:
                continue
            wanted = Span(row, column, draw(st.integers(1, 3)), draw(st.integers(1, 3)))
            covered = places(wanted)
            if not covered <= free:
                wanted, covered = Span(row, column), {(row, column)}
            spans.add(wanted)
            free -= covered
    return xs, ys, spans


def places(span: Span) -> set[tuple[int, int]]:
    return {
        (row, column)
        for row in range(span.row, span.row + span.rowspan)
        for column in range(span.column, span.column + span.colspan)
    }


@given(tables(), st.floats(-0.6, 0.6))
def test_every_drawn_cell_is_found(
    table: tuple[list[float], list[float], set[Span]], jitter: float
) -> None:
    xs, ys, spans = table
    drawn = strokes(xs, ys, spans)
    drawn = [
        Rule(r.vertical, r.at + (jitter if i % 2 else 0), r.start, r.stop)
        for i, r in enumerate(drawn)
    ]
    (frame,) = frames(drawn, 2.0)
    found = {tuple(round(side / 3) for side in frame.box_of(span)) for span in frame.spans}
    for s in spans:
        box = (xs[s.column], ys[s.row], xs[s.column + s.colspan], ys[s.row + s.rowspan])
        assert any(
            all(abs(side * 3 - wanted) < 5 for side, wanted in zip(other, box, strict=True))
            for other in found
        )
    assert len(frame.spans) == len(spans)


def test_two_tables_apart_are_two_frames() -> None:
    upper = strokes([0, 50, 100], [0, 20, 40], {Span(0, 0), Span(0, 1), Span(1, 0, 1, 2)})
    lower = [
        Rule(
            r.vertical,
            r.at if r.vertical else r.at + 100,
            r.start + 100 * r.vertical,
            r.stop + 100 * r.vertical,
        )
        for r in upper
    ]
    assert [len(frame.spans) for frame in frames([*upper, *lower], 2.0)] == [3, 3]


def test_an_underline_is_no_frame() -> None:
    assert frames([Rule(False, 100, 50, 300), Rule(False, 130, 50, 300)], 2.0) == []


def test_a_frame_without_its_lowest_rule_is_open_there() -> None:
    whole = strokes([0, 50, 100], [0, 20, 40], {Span(r, c) for r in (0, 1) for c in (0, 1)})
    (frame,) = frames([rule for rule in whole if rule.vertical or rule.at < 39], 2.0)
    assert frame.open_bottom
    assert not frame.open_top
    assert len(frame.spans) == 4
