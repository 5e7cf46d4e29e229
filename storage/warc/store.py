"""The store of WARC files: appends to one on this machine, reads any of them anywhere."""

from __future__ import annotations

import datetime as dt
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

from storage.config import settings
from storage.errors import ArchiveError, RecordDamaged, RecordMissing
from storage.records import Exchange, Location
from storage.warc.reader import StoredRecord, WalkedRecord, copy_record, read_record, walk
from storage.warc.records import Original, exchange_records, warcinfo
from storage.warc.torn import OPEN_SUFFIX, close_torn, lock

# The size the IIPC recommends: large enough for object stores, small enough to copy again.
ROLL_OVER_BYTES = 1_000_000_000


class WarcStore:
    """WARC files under an fsspec URL.

    Files are written in a folder of this machine. Where the URL is elsewhere (``s3://…``) that is
    ``spool`` in the home folder, and a file goes to the URL when it is closed. A process writes
    one file at a time, named ``NIANBAO-<UTC time>-<process>.warc.gz``.

    Args:
        url: a folder, or any fsspec URL.
        roll_over: size in bytes after which the next file begins.

    Raises:
        ArchiveError: the URL is of no known file system, or its folder cannot be made.
    """

    def __init__(self, url: str, roll_over: int = ROLL_OVER_BYTES) -> None:
        self.url = url
        self._roll_over = roll_over
        self._mutex = threading.Lock()
        self._stream: BinaryIO | None = None
        self._path = Path()
        self._process = 0
        try:
            self._remote, self._root = url_to_fs(url)
            self._local = isinstance(self._remote, LocalFileSystem)
            self.folder = Path(self._root) if self._local else settings().home / "spool"
            self.folder.mkdir(parents=True, exist_ok=True)
        except (OSError, ValueError, ImportError) as error:
            raise ArchiveError(
                f"{url}: the archive cannot be opened ({error}); set NIANBAO_ARCHIVE_URL"
            ) from error

    def write(self, exchange: Exchange, revisit_of: Original | None = None) -> Location:
        """Append an exchange; its records are on the disk after the next :meth:`sync`.

        Args:
            exchange: the request with its answer.
            revisit_of: the record whose payload this answer repeats (same digest), or confirms
                (status 304).

        Returns:
            Where the response or revisit record is; its request follows it.

        Raises:
            ArchiveError: the disk is full or the folder cannot be written.
        """
        records = exchange_records(exchange, revisit_of)
        with self._mutex:
            try:
                stream = self._writable()
                offset = _append(stream, records.data)
                location = Location(self._path.name, offset, records.record_id)
                if stream.tell() >= self._roll_over:
                    self._close()
            except OSError as error:
                raise self._unwritable(error) from error
        return location

    def sync(self) -> None:
        """Wait until the disk has all that was appended.

        Raises:
            ArchiveError: the disk does not take it.
        """
        with self._mutex:
            try:
                if self._stream is not None and self._process == os.getpid():
                    os.fsync(self._stream.fileno())
            except OSError as error:
                raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> ArchiveError:
        return ArchiveError(
            f"{self.folder}: the archive cannot be written ({error.strerror}); "
            "look at the space and the permissions"
        )

    def read(self, location: Location) -> StoredRecord:
        """The record at a location: its HTTP headers and payload, held against its digest.

        Raises:
            RecordMissing: no such file, or no such record there.
            RecordDamaged: the record is not what its digest says.
        """
        with self._open(location.file) as stream:
            return read_record(stream, location)

    def copy(self, location: Location) -> bytes:
        """The bytes of a record as they are in the file, and of the request that follows it.

        They are whole gzip members: put one after another they are a WARC file again.

        Raises:
            RecordMissing: no such file, or no such record there.
            RecordDamaged: the record is not what its digest says.
        """
        with self._open(location.file) as stream:
            return copy_record(stream, location)

    def files(self) -> tuple[str, ...]:
        """The names of all files, those being written by any process of this machine too."""
        names = {path.name.removesuffix(OPEN_SUFFIX) for path in self.folder.glob("*.warc.gz*")}
        if not self._local and self._remote.exists(self._root):
            found = self._remote.ls(self._root, detail=False)
            names |= {name.rpartition("/")[2] for name in found if name.endswith(".warc.gz")}
        return tuple(sorted(names))

    def is_being_written(self, file: str) -> bool:
        """Whether a file is not closed yet, so that its end may be half a record."""
        return (self.folder / (file + OPEN_SUFFIX)).exists()

    def walk(self, file: str) -> Iterator[WalkedRecord]:
        """Every record of a file in order, each held against its digest.

        Raises:
            RecordMissing: no such file.
        """
        with self._open(file) as stream:
            yield from walk(stream)

    def close_torn(self) -> tuple[str, ...]:
        """Close what killed processes left half-written; the names of those files."""
        closed = close_torn(self.folder)
        for path in closed:
            self._upload(path)
        return tuple(path.name for path in closed)

    def close(self) -> None:
        """Close the file being written, and send it to the URL if that is elsewhere."""
        with self._mutex:
            if self._process == os.getpid():
                self._close()

    def _writable(self) -> BinaryIO:
        # A file opened before a fork belongs to the parent.
        if self._stream is None or self._process != os.getpid():
            self._process = os.getpid()
            self._path, self._stream = _new_file(self.folder, self._process)
            _append(self._stream, warcinfo(self._path.name))
        return self._stream

    def _close(self) -> None:
        if self._stream is None:
            return
        opened = self._path.with_name(self._path.name + OPEN_SUFFIX)
        os.fsync(self._stream.fileno())
        opened.rename(self._path)
        self._stream.close()
        self._stream = None
        self._upload(self._path)

    def _upload(self, path: Path) -> None:
        if self._local:
            return
        target = f"{self._root}/{path.name}"
        self._remote.makedirs(self._root, exist_ok=True)
        self._remote.put_file(str(path), target)
        if self._remote.size(target) == path.stat().st_size:
            path.unlink()

    def _open(self, file: str) -> BinaryIO:
        path = self.folder / file
        # A file being written is closed, and so renamed, at any time: look for it again then.
        for candidate in (path, path.with_name(file + OPEN_SUFFIX), path):
            try:
                return candidate.open("rb")
            except FileNotFoundError:
                continue
            except OSError as error:
                raise RecordDamaged(f"{candidate}: cannot be read ({error.strerror})") from error
        if not self._local:
            try:
                return cast(BinaryIO, self._remote.open(f"{self._root}/{file}", "rb"))
            except FileNotFoundError:
                pass
        raise RecordMissing(f"{self.url}: no file {file}; restore it from a backup")


def _new_file(folder: Path, process: int) -> tuple[Path, BinaryIO]:
    while True:
        stamp = f"{dt.datetime.now(dt.UTC):%Y%m%d%H%M%S%f}"[:17]
        path = folder / f"NIANBAO-{stamp}-{process}.warc.gz"
        opened = path.with_name(path.name + OPEN_SUFFIX)
        if path.exists() or opened.exists():
            continue
        stream = opened.open("xb")
        # A process that starts just now may take the new file for one left behind.
        if lock(stream) and opened.exists():
            return path, stream
        stream.close()


def _append(stream: BinaryIO, data: bytes) -> int:
    offset = stream.tell()
    try:
        stream.write(data)
        stream.flush()
    except OSError:
        # A torn record in the middle would hide every record after it.
        stream.seek(offset)
        stream.truncate()
        raise
    return offset
