"""Tables of WordprocessingML as physical cells: gridSpan, vMerge, hMerge, gridBefore."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipelines.extract.docx.names import ns, number, switched_on, value
from pipelines.extract.limits import DEFAULT, Limits
from pipelines.extract.package import local
from storage.errors import DocumentTooLarge


@dataclass(slots=True)
class Place:
    """A physical cell of a table and its ``w:tc``; spans grow while rows are read."""

    element: etree._Element
    row: int
    column: int
    colspan: int
    header: bool
    rowspan: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of one ``w:tbl`` in reading order."""

    cells: tuple[Place, ...]

    @property
    def columns(self) -> int:
        """Columns of the layout, spans included."""
        return max((cell.column + cell.colspan for cell in self.cells), default=0)


def read_table(element: etree._Element, limits: Limits = DEFAULT) -> Table:
    """The physical cells of a table; rows and cells that a revision deleted are left out.

    Raises:
        DocumentTooLarge: more cells than the limits allow.
    """
    cells: list[Place] = []
    open_above: dict[int, Place] = {}  # vertical merges that the next row may continue, by column
    for row, tr in enumerate(_rows(element)):
        open_here: dict[int, Place] = {}
        for place, merge in _row(tr, row):
            above = open_above.get(place.column)
            if merge == "continue" and above is not None and above.colspan == place.colspan:
                above.rowspan += 1
                open_here[place.column] = above
                continue
            cells.append(place)
            if merge:
                open_here[place.column] = place
        open_above = open_here
        if len(cells) > limits.cells:
            raise DocumentTooLarge(f"Word document: more than {limits.cells} cells in one table")
    return Table(tuple(cells))


def _row(tr: etree._Element, row: int) -> Iterator[tuple[Place, str]]:
    """The cells of a row, each with its vertical merge: restart, continue or none."""
    properties = tr.find(ns("w:trPr"))
    header, column = False, 0
    if properties is not None:
        header = switched_on(properties.find(ns("w:tblHeader")))
        column = max(0, number(properties.find(ns("w:gridBefore")), 0))
    previous: Place | None = None
    for tc in _children(tr, "tc"):
        facts = tc.find(ns("w:tcPr"))
        span, merge = 1, ""
        if facts is not None:
            if facts.find(ns("w:cellDel")) is not None:
                continue
            span = max(1, number(facts.find(ns("w:gridSpan")), 1))
            merge = _vertical(facts)
            sideways = facts.find(ns("w:hMerge"))
            # Word 97's own sideways merge: without a value it continues the cell on its left.
            if sideways is not None and value(sideways) != "restart" and previous is not None:
                previous.colspan += span
                column += span
                continue
        previous = Place(tc, row, column, span, header)
        column += span
        yield previous, merge


def _vertical(facts: etree._Element) -> str:
    merge = facts.find(ns("w:vMerge"))
    return "" if merge is None else value(merge) or "continue"


def _rows(element: etree._Element) -> Iterator[etree._Element]:
    for tr in _children(element, "tr"):
        properties = tr.find(ns("w:trPr"))
        if properties is None or properties.find(ns("w:del")) is None:
            yield tr


def _children(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Rows or cells, also those inside content controls and insertions."""
    for child in element:
        name = local(child)
        if name == wanted:
            yield child
        elif name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"):
            yield from _children(child, wanted)
