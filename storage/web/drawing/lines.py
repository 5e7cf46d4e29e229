"""A number over the years as a line; a year without a number is a gap, never a zero."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

from storage.web.drawing.paper import axes, sheet
from storage.web.drawing.scale import Frame, short, ticks

_HEIGHT = 200
_LEFT, _TOP, _RIGHT, _BOTTOM = 46, 14, 12, 26


class Series(NamedTuple):
    """A line: its name, the number of each year, and its class ``line-0`` to ``line-3``."""

    name: str
    values: Mapping[int, float | None]
    place: int = 0


def line_chart(
    title: str,
    series: Sequence[Series],
    years: Sequence[int],
    *,
    per_cent: bool = False,
    most: float | None = None,
    width: int = 420,
    break_before: int | None = None,
) -> Markup:
    """Lines over years.

    Args:
        title: what is shown, for screen readers.
        series: the lines; years they do not name have no number.
        years: the years on the axis, in order.
        per_cent: numbers are shares between 0 and 1.
        most: the number the axis has to reach, for charts that are compared side by side.
        width: in user units; the height is the same for all.
        break_before: the first year of another form, before which a line is drawn.
    """
    known = [v for one in series for v in one.values.values() if v is not None]
    marks = ticks(most if most is not None else max(known, default=1), whole=not per_cent)
    frame = Frame(_LEFT, _TOP, width - _RIGHT, _HEIGHT - _BOTTOM, marks[-1])
    drawn = [
        *axes(frame, marks, years, per_cent=per_cent),
        *_break(frame, years, break_before),
        *(part for one in series for part in _line(frame, one, years, per_cent)),
    ]
    return sheet(width, _HEIGHT, title, drawn, kind="lines")


def _break(frame: Frame, years: Sequence[int], before: int | None) -> Iterator[Markup]:
    if before is None or before not in years or before == years[0]:
        return
    x = (frame.right - frame.left) / len(years) * years.index(before) + frame.left
    yield Markup('<line class="break" x1="{:.1f}" x2="{:.1f}" y1="{:.1f}" y2="{:.1f}"/>').format(
        x, x, frame.top, frame.bottom
    )


def _line(frame: Frame, series: Series, years: Sequence[int], per_cent: bool) -> Iterator[Markup]:
    places = [(place, series.values.get(year)) for place, year in enumerate(years)]
    for known, run in groupby(places, key=lambda pair: pair[1] is not None):
        if not known:
            continue
        points = [(frame.x(place, len(years)), frame.y(value or 0)) for place, value in run]
        if len(points) > 1:
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
            yield Markup('<polyline class="line-{}" points="{}"/>').format(series.place, path)
    for place, value in places:
        if value is not None:
            yield Markup(
                '<circle class="dot-{}" cx="{:.1f}" cy="{:.1f}" r="3"><title>{}</title></circle>'
            ).format(
                series.place,
                frame.x(place, len(years)),
                frame.y(value),
                f"{series.name} {years[place]}: {_exact(value, per_cent)}",
            )


def _exact(value: float, per_cent: bool) -> str:
    return f"{value:.1%}" if per_cent else short(value, per_cent=False)
