"""Which process this is, so that another one on the same machine sees at once that it is gone."""

from __future__ import annotations

import os
import platform
from pathlib import Path

_PROC = Path("/proc")


def this_process() -> tuple[str, str]:
    """The machine's name, and this process: its id, when it began, and where that id counts."""
    return platform.node(), f"{os.getpid()} {_began(os.getpid())} {_surroundings()}".strip()


def is_gone(process: str) -> bool:
    """Whether a process of this machine, boot and container has ended; False if that is unknown.

    A process id alone says nothing: it is given again, and each container counts its own.
    """
    ident, _, rest = process.partition(" ")
    began, _, surroundings = rest.partition(" ")
    return bool(surroundings) and surroundings == _surroundings() and _began(int(ident)) != began


def _began(process: int) -> str:
    """Clock ticks from the boot to the start of a process; empty if there is none."""
    try:
        stat = (_PROC / str(process) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    state, *fields = stat.rpartition(")")[2].split()
    return "" if state == "Z" else fields[18]  # proc(5): field 22, counted from field 4


def _surroundings() -> str:
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot} {(_PROC / 'self/ns/pid').readlink()}"
    except OSError:
        return ""
