"""Plain text to paragraphs and grids: what PDF-to-text tools and HTML extractors leave."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.extract.grid import Cell, Grid
from pipelines.items import Block, Extracted, Paragraph
from storage.vocabulary import Medium

_TITLE = re.compile(r"信息公开.{0,20}(?:报告|年报)$")
_WIDE_GAP = re.compile(r" {3,}|\u3000{2,}")  # columns as ``pdftotext -layout`` sets them
_LEAST_PARTS = 3  # parts between wide gaps that make a table row; two are a signature or a date


def extract_text(text: str) -> Extracted:
    """Lines with tabs or pipes become grids, all others paragraphs.

    Such tools drop empty cells, so a cell stands at its place in the line, not in the form: rows
    are as long as what is left of them, and readers of the form must not trust their columns.
    """
    blocks = tuple(_blocks(text))
    first = next((b.text for b in blocks if isinstance(b, Paragraph)), "")
    title = first if _TITLE.search(re.sub(r"\s", "", first)) else ""
    doubts = ("text.cells_may_be_dropped",) if any(isinstance(b, Grid) for b in blocks) else ()
    return Extracted(medium=Medium.TEXT, blocks=blocks, title=title, charset="utf-8", doubts=doubts)


def _blocks(text: str) -> Iterator[Block]:
    rows: list[list[str]] = []
    for line in text.replace("\r\n", "\n").replace("\f", "\n").split("\n"):
        parts = _parts(line)
        if parts:
            rows.append(parts)
        elif line.strip():  # a blank line does not end a table: tools put them inside
            yield from _grid(rows)
            rows = []
            yield Paragraph(line.strip())
    yield from _grid(rows)


def _parts(line: str) -> list[str]:
    """The cells of a table line, without the empty ones at its end; nothing for a line of prose."""
    for mark in ("|", "\t"):
        if mark in line.strip(" "):
            return _trimmed(line.split(mark))
    parts = _WIDE_GAP.split(line.strip())
    return parts if len(parts) >= _LEAST_PARTS else []


def _trimmed(parts: list[str]) -> list[str]:
    parts = [part.strip() for part in parts]
    while parts and not parts[-1]:
        parts.pop()
    return parts


def _grid(rows: list[list[str]]) -> Iterator[Grid]:
    cells = tuple(
        Cell(row, column, text)
        for row, parts in enumerate(rows)
        for column, text in enumerate(parts)
    )
    if cells:
        yield Grid(cells)
