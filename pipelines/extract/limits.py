"""How much of a document is read before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The most a document may cost.

    The longest report of a ministry has about 40 pages and 600 cells; a table sheet saved with its
    empty rows has some ten thousand cells. ``unpacked`` and ``member`` are bytes after inflation,
    ``pixels`` bounds one picture, ``memory`` is the address space of the reading process in bytes,
    ``cpu_seconds`` what all threads of that process may compute for one document, ``seconds`` its
    time by the clock: several times as much, for a machine that is busy with other things.
    """

    size: int = 100 * MEBIBYTE
    unpacked: int = 400 * MEBIBYTE
    member: int = 100 * MEBIBYTE
    members: int = 2_000
    pages: int = 200
    cells: int = 100_000
    pixels: int = 120_000_000
    memory: int = 6 * 1024 * MEBIBYTE
    cpu_seconds: float = 180.0
    seconds: float = 900.0


DEFAULT = Limits()
