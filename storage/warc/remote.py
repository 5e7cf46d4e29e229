"""Closed WARC files at an fsspec URL that is not on this machine: an object store, mostly."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, TypeVar, cast

from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from storage.errors import ArchiveUnreachable
from storage.warc.torn import lock

# With half of all requests refused, one in thousands fails so often in a row; some forty seconds.
ATTEMPTS = 10
LONGEST_PAUSE = 10.0
# They show an object when all of it is there; in others a file grows before the eyes of readers.
_WHOLE_OR_NOT = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "az", "memory"})
# A record is some ten kilobytes; the default reads five megabytes ahead.
_BLOCK = 1 << 18

_Of = TypeVar("_Of")


class RemoteFiles:
    """The files of a folder elsewhere.

    Each method tries again, at growing distances, what may pass.

    Args:
        system: the fsspec file system.
        root: the folder in it.
        url: the whole URL, for messages.

    Raises:
        ArchiveUnreachable: from each method, when it does not pass.
    """

    def __init__(self, system: Any, root: str, url: str) -> None:
        self._system = system
        self._root = root
        self._url = url
        protocol = system.protocol
        protocols = {protocol} if isinstance(protocol, str) else set(protocol)
        self._whole_or_not = bool(protocols & _WHOLE_OR_NOT)

    def names(self) -> set[str]:
        """The names of all files; none where the folder is not there yet."""
        try:
            found: list[str] = self._patiently(self._system.ls, self._root, detail=False)
        except FileNotFoundError:
            return set()
        return {name.rpartition("/")[2] for name in found}

    def ready(self) -> None:
        """Asks once whether the store answers."""
        try:
            self._system.exists(self._root)
        except Exception as error:  # each driver has errors of its own
            raise ArchiveUnreachable(f"{self._url}: {_one_line(error)}") from error

    def open(self, name: str) -> BinaryIO:
        """A file to read from.

        Raises:
            FileNotFoundError: there is none of that name.
        """
        path = f"{self._root}/{name}"
        opened = self._patiently(self._system.open, path, "rb", block_size=_BLOCK)
        return cast(BinaryIO, _PatientFile(opened, self._url))

    def send(self, path: Path) -> None:
        """Bring a closed file over and take it from this machine; no reader sees half of it.

        Sent again, nothing changes. Where another process sends it just now, that one does it.
        """
        try:
            held = path.open("rb")
        except FileNotFoundError:  # another process was faster
            return
        with held:
            if not lock(held) or not path.exists():
                return
            try:
                self._send(path)
            except FileNotFoundError as error:
                raise ArchiveUnreachable(f"{self._url}: there is no such place") from error
            path.unlink()

    def _send(self, path: Path) -> None:
        target = f"{self._root}/{path.name}"
        if self._whole_or_not:
            self._patiently(self._system.put_file, str(path), target)
        else:
            self._patiently(self._system.makedirs, self._root, exist_ok=True)
            self._patiently(self._system.put_file, str(path), f"{target}.part")
            self._patiently(self._system.mv, f"{target}.part", target)
        there = self._patiently(self._system.size, target)
        if there != path.stat().st_size:
            raise ArchiveUnreachable(
                f"{self._url}: took {there} bytes of {path}; the file stays there, to be sent again"
            )

    def _patiently(self, do: Callable[..., _Of], *arguments: Any, **named: Any) -> _Of:
        return _patiently(self._url, lambda: do(*arguments, **named))


class _PatientFile:
    """A file whose reads are tried again."""

    def __init__(self, stream: BinaryIO, url: str) -> None:
        self._stream = stream
        self._url = url

    def __enter__(self) -> _PatientFile:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def seek(self, offset: int) -> int:
        return self._stream.seek(offset)

    def tell(self) -> int:
        return self._stream.tell()

    def read(self, size: int = -1) -> bytes:
        offset = self._stream.tell()

        def again() -> bytes:
            self._stream.seek(offset)
            return self._stream.read(size)

        return _patiently(self._url, again)


def _patiently(url: str, do: Callable[[], _Of]) -> _Of:
    """What a call gives, tried again where it may pass; a missing file is told at once."""
    attempts = Retrying(
        stop=stop_after_attempt(ATTEMPTS),
        wait=wait_random_exponential(multiplier=0.2, max=LONGEST_PAUSE),
        retry=retry_if_exception(_may_pass),
        reraise=True,
    )
    try:
        return attempts(do)
    except FileNotFoundError:
        raise
    except Exception as error:  # each driver has errors of its own
        raise ArchiveUnreachable(
            f"{url}: the archive does not answer ({_one_line(error)}); "
            "look at the network, the address and the credentials"
        ) from error


def _may_pass(error: BaseException) -> bool:
    """Whether a failure may be over the next time: a refusal and a missing file are not."""
    refused = isinstance(error, FileNotFoundError | PermissionError)
    return isinstance(error, Exception) and not refused and "Credentials" not in str(type(error))


def _one_line(error: Exception) -> str:
    text = " ".join(str(error).split()) or type(error).__name__
    return text[:200]
