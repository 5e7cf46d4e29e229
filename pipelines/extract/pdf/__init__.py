"""PDF documents: from their text layer where it can be trusted, from a picture where not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pipelines.extract.lattice.reading import read_sheets
from pipelines.extract.lattice.sheet import Sheet
from pipelines.extract.limits import DEFAULT, Limits
from pipelines.extract.pdf.native import Document, pdfium
from pipelines.extract.pdf.page import PageFacts, read_page
from pipelines.extract.pdf.scan import seen_page
from pipelines.extract.pdf.textlayer import distrusted, pictured
from pipelines.items import Extracted
from storage.errors import DocumentDamaged, DocumentTooLarge, ReaderMissing
from storage.vocabulary import Medium

PASSWORD = 4  # FPDF_ERR_PASSWORD


def extract_pdf(body: bytes, limits: Limits = DEFAULT) -> Extracted:
    """The paragraphs and tables of a PDF document.

    Pages that are pictures, and pages whose text layer gives other characters than it shows, are
    read by the recogniser and named in the doubts.

    Raises:
        DocumentDamaged: broken, or under a password.
        DocumentTooLarge: more pages than the limits allow.
        ReaderMissing: nothing but pictures, and the extra ``ocr`` is not installed.
    """
    with opened(body, limits) as document:
        facts = [read_page(page, number) for number, page in enumerate(document, 1)]
        doubts: list[str] = []
        sheets = list(_sheets(document, facts, doubts))
    scanned = any(pictured(fact) for fact in facts)
    return Extracted(Medium.PDF, read_sheets(sheets), doubts=tuple(doubts), scanned=scanned)


@contextmanager
def opened(body: bytes, limits: Limits = DEFAULT) -> Iterator[Document]:
    """An open PDF document.

    Raises:
        DocumentDamaged: broken, or under a password.
        DocumentTooLarge: more pages than the limits allow.
    """
    start = max(0, body.find(b"%PDF-"))  # some servers send a line of their own before the file
    try:
        document = pdfium.PdfDocument(body[start:])
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == PASSWORD:
            raise DocumentDamaged("PDF: it needs a password") from error
        raise DocumentDamaged(f"PDF: {error}; fetch the file again") from error
    try:
        if len(document) > limits.pages:
            raise DocumentTooLarge(f"PDF: {len(document)} pages, {limits.pages} allowed")
        yield document
    except pdfium.PdfiumError as error:
        raise DocumentDamaged(f"PDF: {error}") from error
    finally:
        document.close()


def _sheets(document: Document, facts: list[PageFacts], doubts: list[str]) -> Iterator[Sheet]:
    why = distrusted(facts)
    if why:
        doubts.append(why)
    for page, fact in zip(document, facts, strict=True):
        number = fact.sheet.number
        if not (why or pictured(fact)):
            yield fact.sheet
            continue
        try:
            yield seen_page(page, fact, whole=bool(why))
            doubts.append(f"page {number} was read from a picture")
        except ReaderMissing:
            if not any(other.sheet.glyphs for other in facts):
                raise
            doubts.append(f"page {number} is a picture, which the extra 'ocr' would read")
            yield fact.sheet
