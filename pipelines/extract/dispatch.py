"""One way in: bytes of any medium to an extracted document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pipelines.extract.charset import decode
from pipelines.extract.gzipped import unpacked
from pipelines.extract.html import extract_html
from pipelines.extract.limits import DEFAULT, Limits
from pipelines.extract.mhtml import main_page
from pipelines.extract.readers import read_here
from pipelines.extract.sandbox import extract_in_child
from pipelines.extract.sniff import is_mhtml, sniff
from pipelines.extract.text import extract_text
from pipelines.items import Extracted
from storage.errors import DocumentTooLarge, NotADocument
from storage.vocabulary import Medium

NO_DOCUMENT = frozenset({Medium.UNKNOWN, Medium.JSON, Medium.XML})


def extract(
    body: bytes, url: str, declared_charset: str = "", limits: Limits = DEFAULT
) -> Extracted:
    """The paragraphs and tables of a document, read by the reader its bytes ask for.

    Args:
        body: the document.
        url: where it was, for links in HTML and for messages.
        declared_charset: of the HTTP header, for HTML and text.
        limits: the most it may cost.

    Raises:
        NotADocument: of no medium we read.
        DocumentDamaged: broken inside, or the process that read it died.
        DocumentTooLarge: over a limit.
        ReaderMissing: an optional program or package is not installed.
    """
    return _read_by(extract_in_child, body, url, declared_charset, limits)


def extract_confined(
    body: bytes, url: str, declared_charset: str = "", limits: Limits = DEFAULT
) -> Extracted:
    """As :func:`extract`, for a process that is confined already: everything is read in it."""
    return _read_by(read_here, body, url, declared_charset, limits)


def _read_by(
    reader: Callable[[bytes, Medium, str, Limits], Extracted],
    body: bytes,
    url: str,
    declared_charset: str,
    limits: Limits,
) -> Extracted:
    if len(body) > limits.size:
        raise DocumentTooLarge(f"{url}: {len(body)} bytes, {limits.size} allowed")
    body = unpacked(body, limits.size)
    medium = sniff(body)
    if medium in NO_DOCUMENT:
        raise NotADocument(f"{url}: the bytes are of no medium this program reads ({medium})")
    if medium is Medium.HTML:
        page = main_page(body) if is_mhtml(body) else body
        return extract_html(page, url, declared_charset)
    if medium is Medium.TEXT:
        text, charset = decode(body, declared_charset)
        return replace(extract_text(text), charset=charset)
    return reader(body, medium, url, limits)
