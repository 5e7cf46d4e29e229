"""What was asked of the web, what it answered, and where that is archived."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True)
class Exchange:
    """One HTTP request with its answer.

    ``body`` is decoded from its Content-Encoding; ``headers`` are those of the wire, in order.
    ``fetched_at`` is in UTC. ``transport`` says how the answer came: ``http``, ``https verified``,
    or ``https unverified`` and why; None where that is not known.
    """

    url: str
    method: str
    request_headers: tuple[tuple[str, str], ...]
    request_body: bytes
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: dt.datetime
    http_version: str = "HTTP/1.1"
    transport: str | None = None

    def header(self, name: str) -> str:
        """The first value of an answer's header, its name in any case; empty if absent."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")


class Location(NamedTuple):
    """Where a WARC record is: file name, byte offset of its gzip member, WARC-Record-ID."""

    file: str
    offset: int
    record_id: str


@dataclass(frozen=True, slots=True)
class CaptureRecord:
    """One archived answer.

    ``digest`` is the SHA-256 of the payload in hex; a 304 answer has the digest of the payload it
    confirms. ``size`` is the payload's length in bytes. ``record_type`` is ``response`` or
    ``revisit``. ``transport`` as in :class:`Exchange`.
    """

    id: int
    crawl_id: int
    url: str
    fetched_at: dt.datetime
    status: int
    digest: str
    media_type: str
    transport: str | None
    etag: str
    last_modified: str
    size: int
    warc_file: str
    warc_offset: int
    warc_record_id: str
    record_type: str

    @property
    def location(self) -> Location:
        """Where its WARC record is."""
        return Location(self.warc_file, self.warc_offset, self.warc_record_id)


@dataclass(frozen=True, slots=True)
class PayloadRecord:
    """Bytes met on the web, once for each digest (SHA-256 in hex), and the record that holds them.

    ``url`` is where they were met first; ``size`` is in bytes.
    """

    digest: str
    size: int
    media_type: str
    first_fetched_at: dt.datetime
    url: str
    warc_file: str
    warc_offset: int
    warc_record_id: str

    @property
    def location(self) -> Location:
        """Where their WARC record is."""
        return Location(self.warc_file, self.warc_offset, self.warc_record_id)
