"""Whole documents of drawn pages: tables, stitched over pages, and the text around them."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from pipelines.extract.lattice.flow import blocks, without_margins
from pipelines.extract.lattice.lines import Line, lines
from pipelines.extract.lattice.regions import with_unruled_tables
from pipelines.extract.lattice.sheet import Sheet
from pipelines.extract.lattice.stitch import stitched
from pipelines.extract.lattice.tables import Table, ruled_tables
from pipelines.items import Block


def read_sheets(sheets: Sequence[Sheet]) -> tuple[Block, ...]:
    """Paragraphs and grids of drawn pages, in reading order."""
    tables: dict[int, list[Table]] = {}
    outside: dict[int, list[Line]] = {}
    for sheet in sheets:
        tables[sheet.number], glyphs = ruled_tables(sheet)
        outside[sheet.number] = lines(glyphs, sheet.number)
    outside = without_margins(list(sheets), outside)
    items: list[Line | Table] = []
    for sheet in sheets:
        found: list[Line | Table] = [*outside[sheet.number], *tables[sheet.number]]
        items += sorted(found, key=lambda item: item.box.top)
    tolerance = median([sheet.tolerance for sheet in sheets]) if sheets else 1.0
    whole = stitched(with_unruled_tables(items, list(sheets)), tolerance)
    return tuple(blocks(whole))
