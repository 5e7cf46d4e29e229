"""An element tree to paragraphs and grids in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from lxml import etree
from lxml.html import HtmlElement

from pipelines.extract.html_grid import (
    PlacedCell,
    PlacedGrid,
    caption_of,
    grid_of,
    layout_tables,
    place,
)
from pipelines.extract.html_tree import BLOCK, tag
from pipelines.items import Block, Paragraph

PROSE = 120  # characters: the longest label of the forms has 60, a paragraph mostly more than this
_SPACES = re.compile(r"[ \t\r\n\f]+")
_LINKED = 0.6  # share of a list's text that is links: above it the list is navigation
_HEADING = re.compile(r"h([1-6])$")


def blocks_of(root: HtmlElement, url: str) -> Iterator[Block]:
    """Paragraphs and grids under an element, as :func:`placed_blocks` finds them.

    Raises:
        DocumentTooLarge: a table over the limits of ``html_grid``.
    """
    for block in placed_blocks(root, url):
        yield block.grid if isinstance(block, PlacedGrid) else block


def placed_blocks(root: HtmlElement, url: str) -> Iterator[Paragraph | PlacedGrid]:
    """Paragraphs, and grids beside their elements, under an element.

    A table that holds a table of data is layout and is walked through; lists of links are left out.

    Raises:
        DocumentTooLarge: a table over the limits of ``html_grid``.
    """
    run: list[str] = []
    level = 0
    layout = layout_tables(root)
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        name = tag(element)
        if name in BLOCK:
            yield from _flush(run, level)
            level = 0
        if event == "end":
            if element is not root:
                run.append(element.tail or "")
            continue
        if name == "table" and element not in layout:
            yield from _table_blocks(element, url)
            walker.skip_subtree()
        elif name in {"ul", "ol", "nav", "dl"} and is_link_list(element):
            walker.skip_subtree()
        else:
            heading = _HEADING.match(name)
            level = int(heading[1]) if heading else level
            run.append(element.text or "")
    yield from _flush(run, level)


def _flush(run: list[str], level: int) -> Iterator[Paragraph]:
    text = _SPACES.sub(" ", "".join(run)).strip(" \xa0\u3000")
    run.clear()
    if text:
        yield Paragraph(text, level)


def is_link_list(element: HtmlElement) -> bool:
    """Whether an element is mostly links to elsewhere: menus, related reports, breadcrumbs."""
    links = element.findall(".//a")
    text = len("".join(element.itertext()).strip())
    linked = sum(len("".join(link.itertext()).strip()) for link in links)
    return len(links) > 2 and linked > _LINKED * text


def _table_blocks(table: HtmlElement, url: str) -> Iterator[Paragraph | PlacedGrid]:
    """A table without nested data: rows of prose come out as paragraphs, the rest as grids.

    Editors put whole sections into boxes, and some sites lay the page out as one table.
    """
    placed = place(table, url)
    caption = caption_of(table)
    prose = _prose_rows(placed)
    for is_prose, group in groupby(placed, key=lambda p: p.cell.row in prose):
        cells = list(group)
        if is_prose or _is_box(cells):
            for each in cells:
                yield from placed_blocks(each.element, url)
        else:
            yield grid_of(cells, caption)


def _prose_rows(placed: list[PlacedCell]) -> set[int]:
    """Rows whose only words are one long text that no other row reaches into."""
    rows: set[int] = set()
    for row, group in groupby(placed, key=lambda p: p.cell.row):
        filled = [p.cell for p in group if p.cell.text.strip()]
        if len(filled) == 1 and filled[0].rowspan == 1 and len(filled[0].text) > PROSE:
            rows.add(row)
    return rows


def _is_box(cells: list[PlacedCell]) -> bool:
    """Whether a table says at most one thing in each row and no number: a frame around text."""
    filled = [p.cell for p in cells if p.cell.text.strip()]
    rows = {cell.row for cell in filled}
    return len(filled) == len(rows) and not any(c.text.strip()[-1].isdigit() for c in filled)
