"""Tables of no national form, as provinces and cities drew up their own: kept as printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipelines.extract.grid import Grid
from pipelines.items import Section

HEADING = "附表"


def kept_tables(grids: Iterable[Grid]) -> Iterator[Section]:
    """Each table as a section of its own: a line for each row, a tab between cells.

    A cell that spans several columns is printed once, so that columns are those of the row.
    """
    for number, grid in enumerate(grids, 1):
        rows = (grid.row(row) for row in range(grid.rows))
        lines = ("\t".join(" ".join(cell.text.split()) for cell in row) for row in rows)
        text = "\n".join(line for line in lines if line.strip())
        if text:
            yield Section("", "", grid.caption or f"{HEADING}{number}", text)
