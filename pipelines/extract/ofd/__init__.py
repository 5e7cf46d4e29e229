"""OFD documents (GB/T 33190-2016), China's own page format, through the same lattice as PDF."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Final

from lxml import etree

from pipelines.extract.lattice.reading import read_sheets
from pipelines.extract.lattice.sheet import Sheet
from pipelines.extract.limits import DEFAULT, Limits
from pipelines.extract.ofd.page import Canvas, numbers
from pipelines.extract.package import Package, parse_xml
from pipelines.items import Extracted
from storage.errors import DocumentDamaged, DocumentTooLarge
from storage.vocabulary import Medium

POINTS: Final = 72 / 25.4  # OFD measures in millimetres
A4: Final = (0.0, 0.0, 210.0, 297.0)
LEAST_TEXT: Final = (
    200  # characters; the shortest report, all of whose figures are 0, has about 600
)


def extract_ofd(body: bytes, limits: Limits = DEFAULT) -> Extracted:
    """The paragraphs and tables of every document in an OFD package.

    Raises:
        DocumentDamaged: no OFD package, or broken inside.
        DocumentTooLarge: over the limits in members, bytes or pages.
    """
    package = Package(body, limits)
    sheets: list[Sheet] = []
    pictures = 0
    for root in _document_roots(package):
        for canvas in _pages(package, root):
            if len(sheets) >= limits.pages:
                raise DocumentTooLarge(f"OFD: more than {limits.pages} pages")
            sheets.append(canvas.sheet(len(sheets) + 1))
            pictures += canvas.pictures
    characters = sum(len(sheet.glyphs) for sheet in sheets)
    doubts: tuple[str, ...] = ()
    if pictures and characters < LEAST_TEXT:
        doubts = (f"the document has {pictures} pictures and {characters} characters of text",)
    return Extracted(Medium.OFD, read_sheets(sheets), doubts=doubts)


def _document_roots(package: Package) -> Iterator[str]:
    roots = [
        (element.text or "").strip()
        for element in parse_xml(package.read("OFD.xml"), "OFD.xml").iter("{*}DocRoot")
    ]
    if not roots:
        raise DocumentDamaged("OFD: OFD.xml names no document")
    yield from (root.lstrip("/") for root in roots)


def _pages(package: Package, root: str) -> Iterator[Canvas]:
    document = parse_xml(package.read(root), root)
    area = _area(document)
    templates = {
        str(element.get("ID")): _beside(root, str(element.get("BaseLoc")))
        for element in document.iter("{*}TemplatePage")
    }
    for listed in document.iterfind("{*}Pages/{*}Page"):
        where = _beside(root, str(listed.get("BaseLoc")))
        page = parse_xml(package.read(where), where)
        canvas = Canvas(_area(page) or area or A4, POINTS)
        for used in page.iterfind("{*}Template"):
            template = templates.get(str(used.get("TemplateID")))
            if template is not None and template in package:
                canvas.draw(parse_xml(package.read(template), template))
        canvas.draw(page)
        yield canvas


def _area(element: etree._Element) -> tuple[float, float, float, float] | None:
    for box in element.iter("{*}PhysicalBox"):
        sides = numbers(box.text or "")
        if len(sides) == 4:
            return sides[0], sides[1], sides[2], sides[3]
    return None


def _beside(path: str, location: str) -> str:
    """A location of the package: from its root where it begins with a slash, else beside a file."""
    if location.startswith("/"):
        return location.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), location))
