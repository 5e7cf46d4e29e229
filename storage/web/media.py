"""Under which type and with which ending each medium is given away."""

from __future__ import annotations

from typing import NamedTuple

from storage import queries
from storage.database import Session
from storage.records import PayloadRecord
from storage.vocabulary import Medium

_BYTES = "application/octet-stream"  # what a browser would run or draw is given as bytes
_OFFICE = "application/vnd.openxmlformats-officedocument"


class Given(NamedTuple):
    """A media type (RFC 2046), and the ending of a file's name, empty for its own."""

    media_type: str
    ending: str


_GIVEN = {
    Medium.PDF: Given("application/pdf", "pdf"),
    Medium.DOC: Given("application/msword", "doc"),
    Medium.DOCX: Given(f"{_OFFICE}.wordprocessingml.document", "docx"),
    Medium.XLS: Given("application/vnd.ms-excel", "xls"),
    Medium.XLSX: Given(f"{_OFFICE}.spreadsheetml.sheet", "xlsx"),
    Medium.WPS: Given("application/vnd.ms-works", "wps"),
    Medium.OFD: Given("application/ofd", "ofd"),
    Medium.RTF: Given("application/rtf", "rtf"),
    Medium.ZIP: Given("application/zip", "zip"),
    Medium.HTML: Given(_BYTES, "html"),
    Medium.XML: Given(_BYTES, "xml"),
    Medium.TEXT: Given(_BYTES, "txt"),
    Medium.IMAGE: Given(_BYTES, ""),
}

# What a server says counts only where no reading told.
_SAID = {
    "text/html": Medium.HTML,
    "application/xhtml+xml": Medium.HTML,
    "text/plain": Medium.TEXT,
    "text/xml": Medium.XML,
    "application/xml": Medium.XML,
    "image/png": Medium.IMAGE,
    "image/jpeg": Medium.IMAGE,
    **{given.media_type: medium for medium, given in _GIVEN.items() if given.media_type != _BYTES},
}


def given_as(medium: Medium) -> Given:
    """The type and ending of a medium; bytes where there is none for it."""
    return _GIVEN.get(medium, Given(_BYTES, "bin"))


def medium_of(session: Session, payload: PayloadRecord) -> Medium:
    """What a payload is: by its reading, else by what its server said."""
    read = queries.medium_of(session, payload.digest)
    return read if read is not Medium.UNKNOWN else _SAID.get(payload.media_type, read)
