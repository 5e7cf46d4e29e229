"""Reads a WARC record back and holds it against its own digest."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO, NamedTuple

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from storage.errors import RecordDamaged, RecordMissing
from storage.records import Location
from storage.warc.members import Member, next_member, read_member
from storage.warc.records import hex_digest, warc_digest


class StoredRecord(NamedTuple):
    """The HTTP headers of an archived answer, in order, and its payload.

    The payload of a revisit is empty: it is the one of the record it refers to.
    """

    headers: tuple[tuple[str, str], ...]
    payload: bytes


class WalkedRecord(NamedTuple):
    """A record met on a walk through a file; ``problem`` is empty where it is sound.

    ``digest`` is what the record says of its payload, as ``sha256:`` and base32.
    """

    offset: int
    record_id: str
    record_type: str
    url: str
    digest: str
    problem: str


class _Parsed(NamedTuple):
    record_id: str
    record_type: str
    url: str
    declared_digest: str
    stored: StoredRecord


def read_record(stream: BinaryIO, location: Location) -> StoredRecord:
    """The record at a location, its payload held against its digest.

    Raises:
        RecordMissing: no record, or another one, is there.
        RecordDamaged: the record does not inflate, or its payload has another digest.
    """
    where = f"{location.file} at byte {location.offset}"
    try:
        member = read_member(stream, location.offset)
        if member is None:
            raise RecordMissing(f"{where}: the file ends before; restore it from a backup")
        parsed = _parse(member)
        _check(parsed)
    except RecordDamaged as error:
        raise RecordDamaged(f"{location.file}: {error}; restore the file from a backup") from error
    if parsed.record_id != location.record_id:
        raise RecordMissing(
            f"{where}: holds {parsed.record_id or 'no WARC record'}, not {location.record_id}"
        )
    return parsed.stored


def copy_record(stream: BinaryIO, location: Location) -> bytes:
    """The gzip member of a record, held against its digest, with that of its request.

    Raises:
        RecordMissing: no record, or another one, is there.
        RecordDamaged: the record does not inflate, or its payload has another digest.
    """
    read_record(stream, location)
    member = read_member(stream, location.offset)
    length = member.length if member else 0
    request = read_member(stream, location.offset + length)
    if request is not None and _concurrent_to(request) == location.record_id:
        length += request.length
    stream.seek(location.offset)
    return stream.read(length)


def _concurrent_to(member: Member) -> str:
    record = next(iter(ArchiveIterator(BytesIO(member.data))))
    return record.rec_headers.get_header("WARC-Concurrent-To") or ""


def walk(stream: BinaryIO) -> Iterator[WalkedRecord]:
    """Every record of a file, sound or not; goes on after a damaged one where it can."""
    offset: int | None = 0
    while offset is not None:
        try:
            member = read_member(stream, offset)
        except RecordDamaged as error:
            yield WalkedRecord(offset, "", "", "", "", str(error))
            offset = next_member(stream, offset + 1)
            continue
        if member is None:
            return
        yield _walked(member)
        offset += member.length


def _walked(member: Member) -> WalkedRecord:
    try:
        parsed = _parse(member)
    except RecordDamaged as error:
        return WalkedRecord(member.offset, "", "", "", "", str(error))
    try:
        _check(parsed)
        problem = ""
    except RecordDamaged as error:
        problem = str(error)
    return WalkedRecord(
        member.offset,
        parsed.record_id,
        parsed.record_type,
        parsed.url,
        parsed.declared_digest,
        problem,
    )


def _parse(member: Member) -> _Parsed:
    try:
        record = next(iter(ArchiveIterator(BytesIO(member.data))))
        payload = record.raw_stream.read()
    except (ArchiveLoadFailed, StopIteration, ValueError) as error:
        raise RecordDamaged(f"the bytes at {member.offset} are no WARC record: {error}") from error
    headers = record.http_headers.headers if record.http_headers else []
    named = record.rec_headers.get_header
    return _Parsed(
        record_id=named("WARC-Record-ID") or "",
        record_type=record.rec_type,
        url=named("WARC-Target-URI") or "",
        declared_digest=named("WARC-Payload-Digest") or "",
        stored=StoredRecord(tuple((str(k), str(v)) for k, v in headers), payload),
    )


def _check(parsed: _Parsed) -> None:
    if parsed.record_type not in ("response", "metadata"):
        return
    found = warc_digest(hex_digest(parsed.stored.payload))
    if found != parsed.declared_digest:
        raise RecordDamaged(
            f"the payload of {parsed.record_id} has digest {found}, "
            f"its record says {parsed.declared_digest or 'none'}"
        )
