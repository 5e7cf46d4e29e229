"""A bundle of evidence: WARC records, a readable index, and hashes, in one zip.

``sha256sum -c SHA256SUMS`` and any WARC tool check it; this program is not needed for that.
"""

from __future__ import annotations

import hashlib
import uuid
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from storage import queries
from storage.records import CaptureRecord, Location
from storage.warc import WarcStore
from storage.warc.records import warcinfo

WARC_FILE = "evidence.warc.gz"
SUMS_FILE = "SHA256SUMS"
_STAMP = (1980, 1, 1, 0, 0, 0)  # the oldest a zip can say: the same evidence gives the same bytes


@dataclass(frozen=True)
class PackedRecords:
    """A WARC file's bytes, and where in it the record of each capture (by id) begins."""

    data: bytes
    offsets: Mapping[int, int]


def pack_records(
    session: Session, store: WarcStore, captures: Iterable[CaptureRecord]
) -> PackedRecords:
    """Copies the records of some captures, byte for byte, each followed by its request.

    A revisit record says that its payload was archived before: that record is packed too.

    Raises:
        ArchiveError: a record is missing or damaged.
    """
    captures = list(captures)
    data = bytearray(_info(captures))
    placed: dict[Location, int] = {}

    def place(location: Location) -> int:
        if location not in placed:
            placed[location] = len(data)
            data.extend(store.copy(location))
        return placed[location]

    offsets: dict[int, int] = {}
    for capture in captures:
        original = queries.payload_location(session, capture.digest)
        if original is not None:
            place(original)
        offsets[capture.id] = place(capture.location)
    return PackedRecords(bytes(data), offsets)


def _info(captures: Sequence[CaptureRecord]) -> bytes:
    """The first record, the same for the same captures: the offsets after it depend on it."""
    ids = " ".join(capture.warc_record_id for capture in captures)
    last = max((capture.fetched_at for capture in captures), default=None)
    return warcinfo(WARC_FILE, f"<{uuid.uuid5(uuid.NAMESPACE_URL, ids).urn}>", last)


def write_bundle(out: Path, files: Mapping[str, bytes]) -> None:
    """Writes files and their hashes as a zip; a reader never meets half of one."""
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items())
    beside = out.with_name(f"{out.name}.part")
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in {**files, SUMS_FILE: sums.encode()}.items():
            bundle.writestr(zipfile.ZipInfo(name, _STAMP), data)
    beside.replace(out)
