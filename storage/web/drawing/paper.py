"""The sheet a chart is drawn on: its title for those who hear it, its axes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from storage.web.drawing.scale import Frame, every, short

_YEAR_WIDTH = 40  # a year takes this much room on the axis


def sheet(
    width: int,
    height: int,
    title: str,
    drawn: Iterable[Markup],
    *,
    kind: str,
    keeps_shape: bool = True,
) -> Markup:
    """An SVG that scales with the page and is one picture with a title to a screen reader."""
    shape = "xMidYMid meet" if keeps_shape else "none"
    return Markup(
        '<svg class="chart {}" viewBox="0 0 {} {}" preserveAspectRatio="{}" role="img"'
        ' aria-label="{}">{}</svg>'
    ).format(kind, width, height, shape, title, Markup("").join(drawn))


def axes(
    frame: Frame, values: Sequence[float], years: Sequence[int], *, per_cent: bool
) -> Iterable[Markup]:
    """Lines with their numbers, and the years below."""
    for value in values:
        y = frame.y(value)
        kind = "base" if value == 0 else "line"
        yield Markup('<line class="{}" x1="{:.1f}" x2="{:.1f}" y1="{:.1f}" y2="{:.1f}"/>').format(
            kind, frame.left, frame.right, y, y
        )
        yield Markup('<text class="tick" x="{:.1f}" y="{:.1f}">{}</text>').format(
            frame.left - 6, y + 4, short(value, per_cent=per_cent)
        )
    printed = every(years, int((frame.right - frame.left) / _YEAR_WIDTH) or 1)
    for place, year in enumerate(years):
        if year in printed:
            yield Markup('<text class="year" x="{:.1f}" y="{:.1f}">{}</text>').format(
                frame.x(place, len(years)), frame.bottom + 17, year
            )
