"""Axes: round ticks, and where a number stands on paper."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

_STEPS = (1, 2, 2.5, 5, 10)
_TICKS = 4


class Frame(NamedTuple):
    """The inside of a chart: its edges in user units, and the number at its top."""

    left: float
    top: float
    right: float
    bottom: float
    most: float

    def y(self, value: float) -> float:
        """How far down a number stands."""
        return self.bottom - (self.bottom - self.top) * value / self.most

    def x(self, place: int, places: int) -> float:
        """How far right the middle of a place stands, of so many, counted from 0."""
        return self.left + (self.right - self.left) * (place + 0.5) / max(places, 1)


def ticks(most: float, *, whole: bool) -> tuple[float, ...]:
    """Round numbers from 0 up to the first that is not below the greatest."""
    rough = max(most, 1 if whole else 1e-9) / _TICKS
    magnitude = 10.0 ** math.floor(math.log10(rough))
    step = next(size * magnitude for size in _STEPS if size * magnitude >= rough * 0.999)
    if whole:
        step = max(1.0, math.ceil(step))
    count = max(1, math.ceil(most / step - 1e-9))
    return tuple(step * number for number in range(count + 1))


def short(value: float, *, per_cent: bool) -> str:
    """A tick as it is printed: 1,500; 25 %."""
    if per_cent:
        return f"{value * 100:g}%"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def every(years: Sequence[int], room: int) -> set[int]:
    """The years that are printed where there is room for so many; the last one always is."""
    step = max(1, math.ceil(len(years) / room))
    return {year for number, year in enumerate(reversed(years)) if number % step == 0}
