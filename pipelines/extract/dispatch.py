"""Bytes of any medium to the reader of that medium; what it is is told from the bytes."""

from __future__ import annotations

from pipelines.extract.charset import decode
from pipelines.extract.docx import extract_docx
from pipelines.extract.html import extract_html
from pipelines.extract.ofd import extract_ofd
from pipelines.extract.pdf import extract_pdf
from pipelines.extract.sniff import sniff
from pipelines.extract.text import extract_text
from pipelines.items import Extracted
from storage.errors import ReaderMissing
from storage.vocabulary import Medium

_OFFICE = (Medium.DOC, Medium.WPS, Medium.RTF, Medium.XLS, Medium.XLSX)


def extract(body: bytes, url: str, declared_charset: str = "") -> Extracted:
    """The paragraphs and tables of a document.

    Args:
        body: its bytes.
        url: where it was met; relative links resolve against it.
        declared_charset: what the Content-Type header says, a hint only.

    Raises:
        DocumentError: it cannot be read; the message says why and what would help.
    """
    medium = sniff(body)
    if medium is Medium.HTML:
        return extract_html(body, url, declared_charset)
    if medium is Medium.PDF:
        return extract_pdf(body)
    if medium is Medium.DOCX:
        return extract_docx(body)
    if medium is Medium.OFD:
        return extract_ofd(body)
    if medium is Medium.TEXT:
        return extract_text(decode(body, declared_charset)[0])
    if medium in _OFFICE:
        raise ReaderMissing(
            f"{url}: this version has no reader for {medium}; save it as DOCX, PDF, OFD or HTML"
        )
    raise ReaderMissing(
        f"{url}: no text in it that this version can read ({medium}); "
        "needed is HTML, DOCX, PDF, OFD or plain text"
    )
