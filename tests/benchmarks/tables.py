"""How a benchmark's rows are printed."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table

CONSOLE = Console(width=140)


def show(title: str, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    """Prints a table; numbers stand right, shares are for the caller to print."""
    table = Table(*columns[:1], title=title, title_justify="left", box=None, header_style="bold")
    for column in columns[1:]:
        table.add_column(column, justify="right")
    for row in rows:
        table.add_row(*(f"{cell:,.1f}" if isinstance(cell, float) else str(cell) for cell in row))
    CONSOLE.print(table)
    CONSOLE.print()


def share(part: int, whole: int) -> str:
    """A share in percent; empty where nothing was counted."""
    return f"{part / whole:.1%}" if whole else ""
