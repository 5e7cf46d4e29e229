"""The simulated web in ``../shared/world``: built, served, and asked what is true in it."""

from __future__ import annotations

import csv
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx

from tests.program import ROOT

SHARED = ROOT.parent / "shared"
PACKAGE = SHARED / "world"
REQUIRED = {
    "jinja2": "jinja2",
    "yaml": "PyYAML",
    "docx": "python-docx",
    "reportlab": "reportlab",
    "PIL": "pillow",
}
_START_SECONDS = 60.0
_LATENCY_MS = 10  # concurrency on a host is only seen where answers take time
_STALL_SECONDS = 2  # how long a time-out that passes hangs


def missing() -> str:
    """Why no world can be built here; empty if one can."""
    if not (PACKAGE / "__main__.py").is_file():
        return f"no simulated world at {PACKAGE}"
    absent = [name for module, name in REQUIRED.items() if find_spec(module) is None]
    if absent:
        return (
            f"the simulated world needs {', '.join(absent)}: "
            f"{sys.executable} -m pip install -r {PACKAGE / 'requirements.txt'}"
        )
    return ""


@dataclass(frozen=True)
class World:
    """A built world."""

    folder: Path

    @property
    def registry(self) -> Path:
        """The file with its agencies, as the program imports them."""
        return self.folder / "agencies.csv"

    @property
    def agencies(self) -> list[dict[str, str]]:
        """The lines of its registry."""
        with self.registry.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @property
    def truth(self) -> dict[str, Any]:
        """What is true in it; for scores and reference only."""
        found: dict[str, Any] = json.loads((self.folder / "truth.json").read_text("utf-8"))
        return found

    @contextmanager
    def serve(self, day: str, *, latency_ms: int = _LATENCY_MS) -> Iterator[ServedWorld]:
        """Serves it as it is on a day, from a process of its own."""
        port = _free_port()
        options = ["--port", str(port), "--day", day, "--latency-ms", str(latency_ms)]
        patience = ["--stall-seconds", str(_STALL_SECONDS), "--slow-factor", "0"]
        command = _command("world", "serve", str(self.folder.absolute()), *options, *patience)
        with subprocess.Popen(
            command, cwd=SHARED, env=_environment(), stdout=subprocess.DEVNULL, stderr=None
        ) as server:
            try:
                served = ServedWorld(self, f"http://127.0.0.1:{port}", day)
                _wait_for(served, server)
                yield served
            finally:
                server.terminate()


@dataclass(frozen=True)
class ServedWorld:
    """A world at the address of its proxy."""

    world: World
    proxy: str
    day: str

    def statistics(self) -> dict[str, Any]:
        """What was asked of it since the last reset, in all and by host."""
        answer = httpx.get(f"{self.proxy}/__world__/stats", trust_env=False, timeout=30)
        found: dict[str, Any] = answer.raise_for_status().json()
        return found

    def reset(self) -> None:
        """Empties the statistics and lets passing faults happen again."""
        httpx.get(f"{self.proxy}/__world__/reset", trust_env=False, timeout=30).raise_for_status()

    def score(self, reports: Path, coverage: Path | None, into: Path) -> dict[str, Any]:
        """The world's own score of two exports."""
        told = ["--truth", self.world.folder / "truth.json", "--reports", reports]
        if coverage is not None:
            told += ["--coverage", coverage]
        options = ["--server", self.proxy, "--day", self.day, "--fresh", "--json", into]
        command = _command("world.score", *map(str, [*told, *options]))
        subprocess.run(
            command, cwd=SHARED, env=_environment(), stdout=subprocess.DEVNULL, check=True
        )
        found: dict[str, Any] = json.loads(into.read_text("utf-8"))
        return found


def build(seed: int, size: str, folder: Path) -> World:
    """Builds the world of a seed: the same each time."""
    options = ["--seed", str(seed), "--size", size, "--out", str(folder.absolute())]
    command = _command("world", "build", *options)
    subprocess.run(command, cwd=SHARED, env=_environment(), stdout=subprocess.DEVNULL, check=True)
    return World(folder)


def _command(module: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", module, *arguments]


def _environment() -> dict[str, str]:
    # Reference material stays as it is: no compiled files are left in it.
    return {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(served: ServedWorld, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            served.statistics()
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"{served.world.folder}: this world is not served; build it again")
