"""Which reader reads which medium, in this process."""

from __future__ import annotations

from pipelines.extract.limits import DEFAULT, Limits
from pipelines.items import Extracted
from storage.errors import NotADocument
from storage.vocabulary import Medium

OFFICE = frozenset({Medium.DOC, Medium.WPS, Medium.RTF, Medium.XLS})


def read_here(body: bytes, medium: Medium, url: str, limits: Limits = DEFAULT) -> Extracted:
    """A document that is neither HTML nor text, read in this process.

    Each reader is imported when first needed: a crawl that meets no scan loads no recogniser.

    Raises:
        DocumentError: any member of the family.
    """
    if medium is Medium.PDF:
        from pipelines.extract.pdf import extract_pdf

        return extract_pdf(body, limits)
    if medium is Medium.DOCX:
        from pipelines.extract.docx import extract_docx

        return extract_docx(body, limits)
    if medium in OFFICE:
        from pipelines.extract.office import extract_office

        return extract_office(body, medium, limits)
    return _read_rarer(body, medium, url, limits)


def _read_rarer(body: bytes, medium: Medium, url: str, limits: Limits) -> Extracted:
    if medium is Medium.OFD:
        from pipelines.extract.ofd import extract_ofd

        return extract_ofd(body, limits)
    if medium is Medium.XLSX:
        from pipelines.extract.xlsx import extract_xlsx

        return extract_xlsx(body, limits)
    if medium is Medium.IMAGE:
        from pipelines.extract.image import extract_image

        return extract_image(body, limits)
    if medium is Medium.ZIP:
        from pipelines.extract.bundle import extract_bundle

        return extract_bundle(body, url, limits)
    raise NotADocument(f"{url}: no reader for {medium}")
