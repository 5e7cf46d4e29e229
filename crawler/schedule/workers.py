"""The processes that do the runs of one scheduler."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from storage.records import RunRecord

PATIENCE = 10.0  # seconds between asking a process to end and ending it


class Workers(Protocol):
    """Whoever does the runs; each writes itself how its run ended."""

    def start(self, run: RunRecord) -> None:
        """Begin a run."""

    def ended(self) -> Iterator[tuple[RunRecord, str]]:
        """The runs that ended since this was asked last; why, if they did not end by themselves."""

    def stop(self) -> None:
        """End all that runs."""


@dataclass(frozen=True)
class _Worker:
    run: RunRecord
    process: subprocess.Popen[bytes]
    log: Path


class Subprocesses:
    """A process for each run, in a group with all it starts; its log is ``logs/run-N.log``."""

    def __init__(self, home: Path) -> None:
        self._logs = home / "logs"
        self._workers: dict[int, _Worker] = {}

    def start(self, run: RunRecord) -> None:
        """Begin a run."""
        self._logs.mkdir(parents=True, exist_ok=True)
        log = self._logs / f"run-{run.id}.log"
        with log.open("ab") as errors:
            process = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-m", "crawler.schedule", str(run.id)],
                stdin=subprocess.PIPE,  # never written to: see crawler.tether
                stdout=subprocess.DEVNULL,
                stderr=errors,
                start_new_session=True,
            )
        self._workers[run.id] = _Worker(run, process, log)

    def ended(self) -> Iterator[tuple[RunRecord, str]]:
        """The runs that ended since this was asked last."""
        for worker in list(self._workers.values()):
            code = worker.process.poll()
            if code is not None:
                del self._workers[worker.run.id]
                _forget(worker)
                cause = f"its process ended with code {code}; see {worker.log}" if code else ""
                yield worker.run, cause

    def stop(self) -> None:
        """Ask all processes to end, and end those that do not."""
        workers = list(self._workers.values())
        self._workers.clear()
        for worker in workers:
            _signal(worker, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        for worker in workers:
            with contextlib.suppress(subprocess.TimeoutExpired):
                worker.process.wait(max(0.0, deadline - time.monotonic()))
            _signal(worker, signal.SIGKILL)
            worker.process.wait()
            _forget(worker)


def _signal(worker: _Worker, what: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(worker.process.pid, what)


def _forget(worker: _Worker) -> None:
    if worker.process.stdin is not None:
        worker.process.stdin.close()
    if worker.log.exists() and not worker.log.stat().st_size:
        worker.log.unlink()
