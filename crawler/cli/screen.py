"""The two consoles, and lines and tables for programs to read."""

from __future__ import annotations

import csv
import datetime as dt
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from crawler.cli.dates import in_china
from storage.config import settings
from storage.logs import line_of

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


def csv_table(header: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """A CSV table on stdout: these columns of the rows, empty where a row has none."""
    writer = csv.DictWriter(sys.stdout, header, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def tell(line: str, **about: Any) -> None:
    """A line of a process that runs for long, on stderr: with the time, or as JSON if so set."""
    if settings().log_json:
        sys.stderr.write(line_of(line, **about) + "\n")
        return
    errors.print(
        f"{in_china(dt.datetime.now(dt.UTC))} {line}", markup=False, highlight=False, soft_wrap=True
    )
