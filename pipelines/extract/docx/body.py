"""The body of a Word document: paragraphs, text boxes and tables in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from pipelines.extract.docx.names import ns
from pipelines.extract.docx.numbering import Numbering
from pipelines.extract.docx.styles import Styles
from pipelines.extract.docx.tables import Table, read_table
from pipelines.extract.grid import Cell, Grid
from pipelines.extract.limits import DEFAULT, Limits
from pipelines.extract.narrative import told_apart
from pipelines.extract.package import local
from pipelines.items import Block, Paragraph

# What a reader of the accepted document does not see, and the second rendering of the same shape.
HIDDEN: Final = frozenset(
    {"del", "moveFrom", "delText", "instrText", "Fallback", "pPr", "rPr", "sectPr", "tblPr"}
)
MARKS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


@dataclass
class Body:
    """Reads block after block; the numbering counts as it goes."""

    numbering: Numbering = field(default_factory=lambda: Numbering(None))
    styles: Styles = field(default_factory=lambda: Styles(None))
    limits: Limits = DEFAULT

    def blocks(self, parent: etree._Element) -> Iterator[Block]:
        """The blocks below an element of the body, whatever containers they lie in."""
        for child in parent:
            name = local(child)
            if name == "p":
                yield from self._paragraph(child)
            elif name == "tbl":
                yield from self._table(child)
            elif name and name not in HIDDEN:
                yield from self.blocks(child)

    def _paragraph(self, element: etree._Element) -> Iterator[Block]:
        text = self.text(element)
        if text.strip():
            yield Paragraph(text.strip(), self.styles.level(element.find(ns("w:pPr"))))
        for box in _text_boxes(element):
            yield from self.blocks(box)

    def text(self, paragraph: etree._Element) -> str:
        """The text of a paragraph with its automatic number, without that of its text boxes."""
        runs = "".join(_runs(paragraph))
        if not runs.strip():
            return ""
        properties = self.styles.numbering(paragraph.find(ns("w:pPr")))
        return self.numbering.label(properties) + runs

    def _table(self, element: etree._Element) -> Iterator[Block]:
        table = read_table(element, self.limits)
        if table.columns == 1:  # a box drawn around text, or around other tables
            for cell in table.cells:
                yield from self.blocks(cell.element)
            return
        cells, inner = self._cells(table)
        yield from told_apart(Grid(cells))
        for nested in inner:
            yield from self._table(nested)

    def _cells(self, table: Table) -> tuple[tuple[Cell, ...], list[etree._Element]]:
        cells: list[Cell] = []
        inner: list[etree._Element] = []
        for place in table.cells:
            paragraphs = list(_below(place.element, "p"))
            inner += _below(place.element, "tbl")
            texts = [self.text(paragraph) for paragraph in paragraphs]
            boxes = [box.text for paragraph in paragraphs for box in self._boxed(paragraph)]
            cells.append(
                Cell(
                    place.row,
                    place.column,
                    "\n".join(text for text in [*texts, *boxes] if text).strip(),
                    place.rowspan,
                    place.colspan,
                    header=place.header,
                )
            )
        return tuple(cells), inner

    def _boxed(self, paragraph: etree._Element) -> Iterator[Paragraph]:
        for box in _text_boxes(paragraph):
            yield from (b for b in self.blocks(box) if isinstance(b, Paragraph))


def _runs(element: etree._Element) -> Iterator[str]:
    for child in element:
        name = local(child)
        if name == "t":
            yield child.text or ""
        elif name in MARKS:
            yield MARKS[name]
        elif name and name not in HIDDEN and name != "txbxContent":
            yield from _runs(child)


def _text_boxes(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        name = local(child)
        if name == "txbxContent":
            yield child
        elif name and name not in HIDDEN:
            yield from _text_boxes(child)


def _below(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Paragraphs or tables of a cell, through content controls, but not those of inner tables."""
    for child in element:
        name = local(child)
        if name == wanted:
            yield child
        elif name and name not in HIDDEN and name not in ("p", "tbl"):
            yield from _below(child, wanted)
