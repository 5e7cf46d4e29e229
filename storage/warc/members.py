"""Walks the gzip members of a WARC file."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from storage.errors import RecordDamaged

CHUNK = 1 << 16
GZIP_WBITS = zlib.MAX_WBITS | 16


class Member(NamedTuple):
    """A whole gzip member: where it starts, its length on disk, and what it inflates to."""

    offset: int
    length: int
    data: bytes


def read_member(stream: BinaryIO, offset: int) -> Member | None:
    """The member that starts at an offset, or None at the end of the file.

    Raises:
        RecordDamaged: no whole gzip member starts there.
    """
    stream.seek(offset)
    inflater = zlib.decompressobj(GZIP_WBITS)
    out: list[bytes] = []
    fed = 0
    while not inflater.eof:
        chunk = stream.read(CHUNK)
        if not chunk:
            if fed == 0:
                return None
            raise RecordDamaged(f"the record at byte {offset} is cut off after {fed} bytes")
        fed += len(chunk)
        try:
            out.append(inflater.decompress(chunk))
        except zlib.error as error:
            raise RecordDamaged(
                f"the record at byte {offset} is no gzip member: {error}"
            ) from error
    return Member(offset, fed - len(inflater.unused_data), b"".join(out))


def members(stream: BinaryIO) -> Iterator[Member]:
    """Every member from the start of a file, in order.

    Raises:
        RecordDamaged: at the first place that is no whole member.
    """
    offset = 0
    while (member := read_member(stream, offset)) is not None:
        yield member
        offset += member.length


def next_member(stream: BinaryIO, offset: int) -> int | None:
    """Where the next whole WARC record after a damaged place starts, if anywhere."""
    magic = b"\x1f\x8b\x08"
    stream.seek(offset)
    rest = stream.read()
    at = rest.find(magic)
    while at >= 0:
        try:
            member = read_member(stream, offset + at)
        except RecordDamaged:
            member = None
        if member is not None and member.data.startswith(b"WARC/"):
            return offset + at
        at = rest.find(magic, at + 1)
    return None
