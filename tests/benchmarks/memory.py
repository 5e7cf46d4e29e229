"""The memory of a process and of all it starts, at its peak (Linux: out of ``/proc``)."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_INTERVAL = 0.5  # seconds between two looks
_WALK = b"crawler.spiders"  # in the command line of the process that asks sites
_SERVER = b"world\0serve"  # of the simulated web, which keeps what it has drawn


@dataclass
class Peak:
    """MiB resident at the most: of the process that walks, and of the whole tree at one time."""

    walk: float = 0.0
    tree: float = 0.0


@contextlib.contextmanager
def peak_below(root: int) -> Iterator[Peak]:
    """Watches the processes below ``root`` until the ``with`` ends.

    Left out are ``root`` itself, and the server of a simulated world.
    """
    peak, over = Peak(), threading.Event()

    def watch() -> None:
        while not over.wait(_INTERVAL):
            sizes = {pid: _resident(pid) for pid in _below(root) if _SERVER not in _command(pid)}
            walks = (size for pid, size in sizes.items() if _WALK in _command(pid))
            peak.walk = max(peak.walk, *walks, 0.0)
            peak.tree = max(peak.tree, sum(sizes.values()))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        over.set()
        watcher.join()


def _below(root: int) -> set[int]:
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    found, fresh = set[int](), {root}
    while fresh:
        fresh = {pid for pid, parent in parents.items() if parent in fresh} - found
        found |= fresh
    return found


def _resident(pid: int) -> float:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    return 0.0


def _command(pid: int) -> bytes:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""
