"""The cells of the forms in words: 予以公开 · 总计."""

from __future__ import annotations

from collections.abc import Iterable

from storage.web.reader import PrintedTable


def cell_labels(tables: Iterable[PrintedTable]) -> dict[str, str]:
    """The words for each cell of some tables, by its key."""
    return {
        key: " · ".join(_short(part) for part in (*row[-1:], *_columns(table, place)) if part)
        for table in tables
        for row, keys in zip(table.rows, table.keys, strict=True)
        for place, key in enumerate(keys)
    }


def _columns(table: PrintedTable, place: int) -> tuple[str, ...]:
    path = table.columns[place]
    return path if not table.rows[0] else path[-1:]


def _short(label: str) -> str:
    """A label without what is explained in brackets at its end."""
    head, bracket, _ = label[1:].partition("（")
    return label[:1] + head if bracket and head else label
