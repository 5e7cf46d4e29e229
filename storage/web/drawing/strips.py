"""Parts of a whole as one horizontal strip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from storage.web.drawing.paper import sheet


class Part(NamedTuple):
    """A part: its name, how many, and the class it is coloured by."""

    name: str
    size: int
    kind: str


def strip(title: str, parts: Sequence[Part], *, width: int = 600, height: int = 12) -> Markup:
    """The parts side by side, in their order, each as wide as its share."""
    whole = sum(part.size for part in parts)
    drawn = _parts(parts, whole, width, height)
    return sheet(width, height, title, drawn, kind="strip", keeps_shape=False)


def _parts(parts: Sequence[Part], whole: int, width: int, height: int) -> Iterator[Markup]:
    left = 0.0
    for part in parts:
        if not part.size:
            continue
        wide = width * part.size / whole
        yield Markup(
            '<rect class="{}" x="{:.2f}" y="0" width="{:.2f}" height="{}"><title>{}</title></rect>'
        ).format(part.kind, left, max(wide, 0.8), height, f"{part.name}: {part.size:,}")
        left += wide
