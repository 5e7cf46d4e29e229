"""Processes that do one order after another, and wait for the next in between.

To start one takes two seconds of a core, and a column is asked for with one request or two: whoever
visits site after site keeps its processes. An order and what is told of it are lines of JSON; the
last one is ``{"ended": 0}``, or another number where it failed. Each process ends with this one
(``crawler.tether``), and when it failed.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import Any

MOST_ORDERS = 100  # to one process: whatever a library never gives back is gone with it

Hear = Callable[[dict[str, Any]], object]


class Standby(AbstractContextManager["Standby"]):
    """Processes of one kind; they start when they are needed and end with the ``with``.

    Args:
        command: what follows ``python``.

    Several threads may give orders.
    """

    def __init__(self, *command: str) -> None:
        self._command = command
        self._waiting: list[_Process] = []
        self._mutex = threading.Lock()

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the processes that wait."""
        with self._mutex:
            for process in self._waiting:
                process.end()
            self._waiting.clear()

    def do(self, order: Mapping[str, Any], hear: Hear, log: Path | None = None) -> int:
        """Has an order done, and waits until it is.

        Args:
            order: what the process is told.
            hear: is given what it tells meanwhile.
            log: a file that takes what a new process says on stderr; ours takes it without one.

        Returns:
            0 if it was done; else the code with which the process failed.
        """
        process = self._take() or _Process(self._command, log)
        code = process.do(order, hear)
        if code or process.orders >= MOST_ORDERS:
            process.end()
        else:
            with self._mutex:
                self._waiting.append(process)
        return code

    def _take(self) -> _Process | None:
        with self._mutex:
            while self._waiting:
                process = self._waiting.pop()
                if process.lives():
                    return process
                process.end()
        return None


class _Process:
    def __init__(self, command: Iterable[str], log: Path | None) -> None:
        self.orders = 0
        with log.open("ab") if log else nullcontext() as errors:
            self._process = subprocess.Popen(  # noqa: S603 - our own modules
                [sys.executable, *command],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
            )

    def lives(self) -> bool:
        """Whether it did not end while it waited."""
        return self._process.poll() is None

    def do(self, order: Mapping[str, Any], hear: Hear) -> int:
        """0, or the code with which it failed."""
        if self._process.stdin is not None:
            with suppress(BrokenPipeError):  # it has ended: nothing is told then
                self._process.stdin.write(json.dumps(order).encode() + b"\n")
                self._process.stdin.flush()
        for message in _messages(self._process.stdout or ()):
            if "ended" in message:
                self.orders += 1
                return int(message["ended"])
            hear(message)
        return self._process.wait() or 1

    def end(self) -> None:
        """Lets it end, and waits for that."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        self._process.wait()


def _messages(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    for line in lines:
        try:
            message: dict[str, Any] = json.loads(line)
        except ValueError:
            continue
        yield message
