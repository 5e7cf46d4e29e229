"""Word documents (ECMA-376 WordprocessingML), from their XML."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pipelines.extract.docx.body import Body
from pipelines.extract.docx.names import OFFICE_DOCUMENT, RELATIONSHIP, ns
from pipelines.extract.docx.numbering import Numbering
from pipelines.extract.docx.styles import Styles
from pipelines.extract.limits import DEFAULT, Limits
from pipelines.extract.package import Package, local, parse_xml
from pipelines.extract.sniff import OLE2
from pipelines.items import Extracted, Paragraph
from storage.errors import DocumentDamaged
from storage.vocabulary import Medium

LEAST_TEXT = 200  # characters; the shortest report, all of whose figures are 0, has about 600


def extract_docx(body: bytes, limits: Limits = DEFAULT) -> Extracted:
    """The paragraphs and tables of a Word document, as it stands with all revisions accepted.

    Raises:
        DocumentDamaged: no Word package, or broken, or under a password.
        DocumentTooLarge: over the limits in members, bytes or cells.
    """
    if body.startswith(OLE2):
        raise DocumentDamaged("Word document: it needs a password")
    package = Package(body, limits)
    main = main_part(package)
    root = parse_xml(package.read(main), main)
    content = root.find(ns("w:body"))
    if content is None:
        raise DocumentDamaged(f"Word document: {main} has no body")
    reader = Body(
        numbering=Numbering(_beside(package, main, "numbering.xml")),
        styles=Styles(_beside(package, main, "styles.xml")),
        limits=limits,
    )
    blocks = tuple(reader.blocks(content))
    titles = (b.text for b in blocks if isinstance(b, Paragraph) and b.level == 1)
    doubts = tuple(_pictures_instead_of_text(root, blocks))
    return Extracted(Medium.DOCX, blocks, title=next(titles, ""), doubts=doubts)


def main_part(package: Package) -> str:
    """The name of the main document part, which need not be ``word/document.xml``."""
    if "_rels/.rels" in package:
        root = parse_xml(package.read("_rels/.rels"), "_rels/.rels")
        for relation in root.iter(f"{{{RELATIONSHIP}}}Relationship"):
            if str(relation.get("Type", "")).endswith(OFFICE_DOCUMENT):
                return str(relation.get("Target", "")).lstrip("/")
    return "word/document.xml"


def _beside(package: Package, main: str, name: str) -> etree._Element | None:
    path = f"{main.rpartition('/')[0]}/{name}".lstrip("/")
    return parse_xml(package.read(path), path) if path in package else None


def _pictures_instead_of_text(root: etree._Element, blocks: tuple[object, ...]) -> Iterator[str]:
    characters = sum(len(b.text) for b in blocks if isinstance(b, Paragraph))
    if characters >= LEAST_TEXT:
        return
    pictures = sum(1 for element in root.iter() if local(element) in ("blip", "imagedata"))
    if pictures:
        yield f"the document has {pictures} pictures and {characters} characters of text"
