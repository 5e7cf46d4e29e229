"""The data dictionary of a release: every column of every table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from storage.export.fields import Field
from storage.export.tables import Table


def write_dictionary(tables: Iterable[Table], path: Path) -> None:
    """Write the columns of some tables with their types and meanings as Markdown."""
    path.write_text("\n".join(_lines(tables)) + "\n", encoding="utf-8")


def _lines(tables: Iterable[Table]) -> Iterator[str]:
    yield "# Data dictionary"
    for table in tables:
        yield from ("", f"## {table.name}", "", f"{table.title}.")
        if table.key:
            yield from ("", f"One row for each {', '.join(f'`{name}`' for name in table.key)}.")
        yield from ("", "| column | type | meaning |", "|---|---|---|")
        for field in table.fields:
            yield f"| `{field.name}` | {field.type} | {_meaning(field)} |"


def _meaning(field: Field) -> str:
    meaning = field.meaning.replace("|", "\\|")
    words = ", ".join(f"`{word}`" for word in field.words)
    return f"{meaning} One of {words}." if words else meaning
