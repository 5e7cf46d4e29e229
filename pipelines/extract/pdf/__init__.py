"""PDF documents: from their text layer where it can be trusted, from a picture where not."""

from __future__ import annotations

from pipelines.extract.lattice.reading import read_sheets
from pipelines.extract.limits import DEFAULT, Limits
from pipelines.extract.pdf.native import Document, pdfium
from pipelines.extract.pdf.page import read_page
from pipelines.items import Extracted
from storage.errors import DocumentDamaged, DocumentTooLarge
from storage.vocabulary import Medium


def extract_pdf(body: bytes, limits: Limits = DEFAULT) -> Extracted:
    with opened(body, limits) as document:
        facts = [read_page(page, number) for number, page in enumerate(document, 1)]
    return Extracted(Medium.PDF, read_sheets([fact.sheet for fact in facts]))


def opened(body: bytes, limits: Limits = DEFAULT) -> Document:
    try:
        document = pdfium.PdfDocument(body)
    except pdfium.PdfiumError as error:
        raise DocumentDamaged(f"PDF: {error}") from error
    if len(document) > limits.pages:
        raise DocumentTooLarge(f"PDF: {len(document)} pages, {limits.pages} allowed")
    return document
