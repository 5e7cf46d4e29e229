"""The two consoles, and lines for programs to read."""

from __future__ import annotations

import json
import sys
from typing import Any

from rich.console import Console
from rich.table import Table

screen = Console()
errors = Console(stderr=True)


def list_table(*headings: str) -> Table:
    """A table without lines; a cell too long for the terminal goes on below, it is never cut."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def json_line(value: dict[str, Any]) -> None:
    """One JSON object a line on stdout, as it is, never wrapped or coloured."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")
