"""Closes the files that a killed process left half-written."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import BinaryIO

from storage.errors import RecordDamaged
from storage.warc.members import members

# Heritrix marks a file that is being written in the same way.
OPEN_SUFFIX = ".open"


def close_torn(folder: Path) -> tuple[Path, ...]:
    """Cut each file no live process writes at its last whole record, and close it.

    A live writer holds a lock on its file; the system drops the lock when the process dies.
    Nothing that is indexed is lost: an index row is made after its record is on the disk.

    Returns:
        The files that were closed, under their final names.
    """
    closed = []
    for path in sorted(folder.glob(f"*.warc.gz{OPEN_SUFFIX}")):
        try:
            with path.open("r+b") as stream:
                if not lock(stream):
                    continue
                whole = _whole_length(stream)
                stream.truncate(whole)
                os.fsync(stream.fileno())
                if whole == 0:
                    path.unlink()
                    continue
                final = path.with_suffix("")
                path.rename(final)
        except FileNotFoundError:  # another process that starts now was faster
            continue
        closed.append(final)
    return tuple(closed)


def lock(stream: BinaryIO) -> bool:
    """Take the lock of a file for as long as it is open; False where another process has it."""
    try:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _whole_length(stream: BinaryIO) -> int:
    end = 0
    try:
        for member in members(stream):
            end = member.offset + member.length
    except RecordDamaged:
        return end
    return end
