"""The store of WARC files: appends to one on this machine, reads any of them anywhere."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import platform
import re
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

from storage.config import settings
from storage.errors import ArchiveError, ArchiveUnreachable, RecordDamaged, RecordMissing
from storage.records import Exchange, Location, Note
from storage.warc.reader import StoredRecord, WalkedRecord, copy_record, read_record, walk
from storage.warc.records import Original, exchange_records, note_record, warcinfo
from storage.warc.remote import RemoteFiles
from storage.warc.scan import ArchivedAnswer, ArchivedNote, read_note, scan
from storage.warc.torn import OPEN_SUFFIX, close_torn, lock

# The size the IIPC recommends: large enough for object stores, small enough to copy again.
ROLL_OVER_BYTES = 1_000_000_000


class WarcStore:
    """WARC files under an fsspec URL.

    Files are written in a folder of this machine. Where the URL is elsewhere (``s3://…``) that is
    ``spool`` in the home folder: a file is sent to the URL when it is closed, and stays until it is
    there. A process writes one file at a time, named
    ``NIANBAO-<UTC time>-<machine>-<process>.warc.gz``.

    Args:
        url: a folder, or any fsspec URL.
        roll_over: size in bytes after which the next file begins.

    Raises:
        ArchiveError: the URL is of no known file system, or its folder cannot be made.
    """

    def __init__(self, url: str, roll_over: int = ROLL_OVER_BYTES) -> None:
        self.url = url
        self._size = roll_over
        self._mutex = threading.Lock()
        self._stream: BinaryIO | None = None
        self._path = Path()
        self._process = 0
        try:
            # a listing that was kept would hide what other machines sent since
            system, root = url_to_fs(url, use_listings_cache=False)
            local = isinstance(system, LocalFileSystem)
            self._remote = None if local else RemoteFiles(system, root, url)
            self.folder = Path(root) if local else settings().home / "spool"
            self.folder.mkdir(parents=True, exist_ok=True)
        except (OSError, ValueError, ImportError) as error:
            raise ArchiveError(
                f"{url}: the archive cannot be opened ({error}); set NIANBAO_ARCHIVE_URL"
            ) from error
        self._sender = threading.Thread()

    def write(
        self,
        exchange: Exchange,
        revisit_of: Original | None = None,
        crawl_id: int | None = None,
    ) -> Location:
        """Append an exchange; its records are on the disk after the next :meth:`sync`.

        Args:
            exchange: the request with its answer.
            revisit_of: the record whose payload this answer repeats (same digest), or confirms
                (status 304).
            crawl_id: the crawl that asked.

        Returns:
            Where the response or revisit record is; its request follows it.

        Raises:
            ArchiveError: the disk is full or the folder cannot be written.
        """
        records = exchange_records(exchange, revisit_of, crawl_id)
        file, offset = self._append(records.data)
        return Location(file, offset, records.record_id)

    def note(self, note: Note) -> None:
        """Append a note; it is on the disk after the next :meth:`sync`.

        Raises:
            ArchiveError: the disk is full or the folder cannot be written.
        """
        self._append(note_record(note))

    def _append(self, data: bytes) -> tuple[str, int]:
        with self._mutex:
            try:
                stream = self._writable()
                place = self._path.name, _append(stream, data)
                if stream.tell() >= self._size:
                    self._roll_over()
            except OSError as error:
                raise self._unwritable(error) from error
        return place

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
        """The names of all files, those being written by any process of this machine too.

        Raises:
            ArchiveUnreachable: the object store does not answer.
        """
        names = {path.name.removesuffix(OPEN_SUFFIX) for path in self.folder.glob("*.warc.gz*")}
        if self._remote is not None:
            names |= {name for name in self._remote.names() if name.endswith(".warc.gz")}
        return tuple(sorted(names))

    def ready(self) -> None:
        """Whether the archive can be read.

        Raises:
            ArchiveError: it cannot.
        """
        if self._remote is not None:
            self._remote.ready()
        elif not os.access(self.folder, os.R_OK | os.X_OK):
            raise ArchiveError(f"{self.folder}: the archive cannot be read")

    def waiting(self) -> tuple[str, ...]:
        """The closed files of this machine that are not at the URL yet."""
        if self._remote is None:
            return ()
        return tuple(sorted(path.name for path in self.folder.glob("*.warc.gz")))

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

    def scan(self, file: str) -> Iterator[ArchivedAnswer | ArchivedNote]:
        """The sound answers and notes of a file, in order.

        Raises:
            RecordMissing: no such file.
        """
        with self._open(file) as stream:
            yield from scan(stream, file)

    def notes(self, file: str, offsets: Iterable[int]) -> Iterator[Note]:
        """The notes of a file at some offsets.

        Raises:
            RecordMissing: no such file.
        """
        with self._open(file) as stream:
            for offset in offsets:
                yield read_note(stream, offset)

    def close_torn(self) -> tuple[str, ...]:
        """Close what killed processes left half-written; the names of those files.

        What they, or an object store that did not answer, left unsent is sent as far as may be.
        """
        closed = close_torn(self.folder)
        self._send_waiting()
        return tuple(path.name for path in closed)

    def send(self) -> None:
        """Send each closed file of this machine to the URL, if that is elsewhere.

        Raises:
            ArchiveUnreachable: the object store does not take them; they stay.
        """
        if self._remote is not None:
            for name in self.waiting():
                self._remote.send(self.folder / name)

    def close(self) -> None:
        """Close the file being written, and send it to the URL if that is elsewhere.

        What cannot be sent stays on this machine, where it is read, and :meth:`waiting` names it.
        """
        with self._mutex:
            if self._process == os.getpid():
                self._close()
                if self._sender.ident is not None:
                    self._sender.join()
        if self._process == os.getpid():
            self._send_waiting()

    def _send_waiting(self) -> None:
        with contextlib.suppress(ArchiveUnreachable):
            self.send()

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

    def _roll_over(self) -> None:
        self._close()
        if self._remote is not None and not self._sender.is_alive():
            # a gigabyte takes a while, and whoever waits for this record need not
            self._sender = threading.Thread(target=self._send_waiting, name="sender")
            self._sender.start()

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
        if self._remote is not None:
            with contextlib.suppress(FileNotFoundError):
                return self._remote.open(file)
        raise RecordMissing(f"{self.url}: no file {file}; restore it from a backup")


def _new_file(folder: Path, process: int) -> tuple[Path, BinaryIO]:
    while True:
        stamp = f"{dt.datetime.now(dt.UTC):%Y%m%d%H%M%S%f}"[:17]
        # each container counts its own processes, and all of them may send to one bucket
        machine = re.sub(r"[^A-Za-z0-9.]+", "-", platform.node())
        path = folder / f"NIANBAO-{stamp}-{machine}-{process}.warc.gz"
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
