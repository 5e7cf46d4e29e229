"""Reads a whole WARC file: what it says of each answer, and the notes beside the answers."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO, NamedTuple

from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord

from storage.records import Location, Note
from storage.warc.members import read_member
from storage.warc.reader import walk
from storage.warc.records import CRAWL, NOTE, TRANSPORT


class ArchivedAnswer(NamedTuple):
    """A response or revisit record, with all that a row of the index says of it.

    ``digest`` is the SHA-256 in hex of the payload, of a revisit that of the payload it repeats;
    ``size`` is then 0. ``crawl_id`` and ``transport`` are None in files of before these were kept.
    """

    location: Location
    record_type: str
    url: str
    fetched_at: dt.datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    digest: str
    size: int
    crawl_id: int | None
    transport: str | None

    def header(self, name: str) -> str:
        """The first value of an answer's header, its name in any case; empty if absent."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")


class ArchivedNote(NamedTuple):
    """A note, and where it is."""

    offset: int
    note: Note


def scan(stream: BinaryIO, file: str) -> Iterator[ArchivedAnswer | ArchivedNote]:
    """The sound answers and notes of a file in order; damaged records are left out."""
    for met in walk(stream):
        if met.problem or met.record_type not in ("response", "revisit", "metadata"):
            continue
        member = read_member(stream, met.offset)
        if member is None:
            return
        record = next(iter(ArchiveIterator(BytesIO(member.data))))
        if met.record_type != "metadata":
            answer = _answer(record, Location(file, met.offset, met.record_id), met.digest)
            if answer is not None:
                yield answer
        elif record.rec_headers.get_header(NOTE):
            yield ArchivedNote(met.offset, _note(record))


def read_note(stream: BinaryIO, offset: int) -> Note:
    """The note at an offset that :func:`scan` gave."""
    member = read_member(stream, offset)
    return _note(next(iter(ArchiveIterator(BytesIO(member.data if member else b"")))))


def _answer(record: ArcWarcRecord, location: Location, digest: str) -> ArchivedAnswer | None:
    named = record.rec_headers.get_header
    payload = record.raw_stream.read()
    code = record.http_headers.get_statuscode() if record.http_headers else ""
    if not code.isdigit() or not named("WARC-Date"):
        return None
    known = _hex(digest)
    if known is None:
        return None
    return ArchivedAnswer(
        location,
        record.rec_type,
        named("WARC-Target-URI") or "",
        dt.datetime.fromisoformat(named("WARC-Date")),
        int(code),
        tuple((str(name), str(value)) for name, value in record.http_headers.headers),
        known,
        len(payload),
        int(named(CRAWL)) if (named(CRAWL) or "").isdigit() else None,
        named(TRANSPORT),
    )


def _note(record: ArcWarcRecord) -> Note:
    named = record.rec_headers.get_header
    return Note(
        named(NOTE),
        named("WARC-Target-URI"),
        dt.datetime.fromisoformat(named("WARC-Date")),
        json.loads(record.raw_stream.read()),
        int(named(CRAWL)) if named(CRAWL) else None,
    )


def _hex(digest: str) -> str | None:
    """A digest of a WARC header in hex; None where it is of another kind."""
    kind, _, value = digest.partition(":")
    if kind != "sha256":
        return None
    try:
        return base64.b32decode(value).hex()
    except (binascii.Error, ValueError):
        return None
