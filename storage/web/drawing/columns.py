"""Parts of a whole over the years as stacked columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from storage.web.drawing.paper import axes, sheet
from storage.web.drawing.scale import Frame, ticks

_HEIGHT = 220
_LEFT, _TOP, _RIGHT, _BOTTOM = 46, 14, 12, 26
_SHARE = 0.62  # of the room of a year
_WIDEST = 46


class Stack(NamedTuple):
    """One part of the columns: its name, its number in each year, and its class ``part-0`` …"""

    name: str
    values: Mapping[int, int | None]
    place: int


def column_chart(
    title: str,
    stacks: Sequence[Stack],
    years: Sequence[int],
    *,
    most: float | None = None,
    width: int = 420,
) -> Markup:
    """Columns over years, the first part at the bottom; a year without numbers has none.

    Args:
        title: what is shown, for screen readers.
        stacks: the parts.
        years: the years on the axis, in order.
        most: the number the axis has to reach, for charts that are compared side by side.
        width: in user units.
    """
    sums = [sum(one.values.get(year) or 0 for one in stacks) for year in years]
    marks = ticks(most if most is not None else max(sums, default=1), whole=True)
    frame = Frame(_LEFT, _TOP, width - _RIGHT, _HEIGHT - _BOTTOM, marks[-1])
    drawn = [*axes(frame, marks, years, per_cent=False), *_columns(frame, stacks, years)]
    return sheet(width, _HEIGHT, title, drawn, kind="columns")


def _columns(frame: Frame, stacks: Sequence[Stack], years: Sequence[int]) -> Iterator[Markup]:
    wide = min(_WIDEST, (frame.right - frame.left) / max(len(years), 1) * _SHARE)
    for place, year in enumerate(years):
        below = 0
        for stack in stacks:
            value = stack.values.get(year) or 0
            if value:
                yield Markup(
                    '<rect class="part-{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}">'
                    "<title>{}</title></rect>"
                ).format(
                    stack.place,
                    frame.x(place, len(years)) - wide / 2,
                    frame.y(below + value),
                    wide,
                    frame.y(below) - frame.y(below + value),
                    f"{stack.name} {year}: {value:,}",
                )
            below += value
