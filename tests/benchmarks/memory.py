"""The memory of a process and of all it starts, at its peak."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import psutil

_INTERVAL = 0.5  # seconds between two looks
_MIB = 1024 * 1024
_WALK = "crawler.spiders"  # in the command line of the process that asks sites
_SERVER = "world serve"  # of the simulated web, which keeps what it has drawn


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
            sizes = list(_sizes_below(root))
            peak.walk = max(peak.walk, *(size for size, command in sizes if _WALK in command), 0.0)
            peak.tree = max(peak.tree, sum(size for size, _ in sizes))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        over.set()
        watcher.join()


def _sizes_below(root: int) -> Iterator[tuple[float, str]]:
    """MiB and command line of each process that still runs."""
    for process in psutil.Process(root).children(recursive=True):
        with contextlib.suppress(psutil.Error):
            command = " ".join(process.cmdline())
            if _SERVER not in command:
                yield process.memory_info().rss / _MIB, command
