"""The program as a user runs it: a process of its own, in a home of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from storage.database import Database, open_database

ROOT = Path(__file__).parents[1]
_OURS = ("NIANBAO_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@dataclass(frozen=True)
class Program:
    """Runs commands in ``home``; the web is what ``proxy`` answers, or nothing without one."""

    home: Path
    proxy: str = ""
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of the commands: nothing of the caller's settings comes through."""
        own = {k: v for k, v in os.environ.items() if not k.upper().startswith(_OURS)}
        ours = {
            "NIANBAO_HOME": str(self.home),
            "NIANBAO_DOWNLOAD_DELAY": "0",
            "NIANBAO_CONTACT": "tests@example.org",
            "PYTHONPATH": str(ROOT),
            "http_proxy": self.proxy or "http://127.0.0.1:9",  # the discard port: no answer
        }
        return own | ours | self.settings

    def __call__(
        self, *arguments: str, module: str = "crawler"
    ) -> subprocess.CompletedProcess[str]:
        """Runs a command to its end, whatever its exit code."""
        return subprocess.run(
            [sys.executable, "-m", module, *arguments],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Starts a command as the leader of a process group of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "crawler", *arguments],
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def done(self, *arguments: str, codes: tuple[int, ...] = (0,), module: str = "crawler") -> str:
        """Runs a command that has to end with one of ``codes``; what it wrote to stdout."""
        ended = self(*arguments, module=module)
        assert ended.returncode in codes, f"{arguments}: {ended.stdout}{ended.stderr}"
        return ended.stdout

    def exported(self, what: str, *arguments: str) -> list[dict[str, Any]]:
        """The lines of an export."""
        text = self.done("export", what, "--format", "jsonl", *arguments)
        return [json.loads(line) for line in text.splitlines()]

    @contextmanager
    def database(self) -> Iterator[Database]:
        """The database of the home."""
        url = self.settings.get("NIANBAO_DATABASE_URL")
        database = open_database(url or f"sqlite:///{self.home / 'nianbao.sqlite3'}")
        try:
            yield database
        finally:
            database.dispose()


def kill_group(process: subprocess.Popen[bytes]) -> bool:
    """Kills what :meth:`Program.start` started, with all below it; False where it had ended."""
    alive = process.poll() is None
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return alive
