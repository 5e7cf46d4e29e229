"""Sites that may be asked at certain hours only: ``windows.toml`` in the home folder."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from crawler.schedule.hours import WHOLE_DAY, Hours
from storage.errors import ConfigurationError

FILE = "windows.toml"
SHORTEST = 30  # minutes: below this no list of a portal can be read at a request in three seconds


@dataclass(frozen=True, slots=True)
class Window:
    """The hours of the hosts that a pattern fits, and why."""

    pattern: str
    hours: Hours
    reason: str = ""


def read_windows(home: Path) -> tuple[Window, ...]:
    """The windows of a home, in the order of the file; none where there is no file.

    Raises:
        ConfigurationError: the file cannot be read, or a window in it has a fault.
    """
    path = home / FILE
    try:
        with path.open("rb") as stream:
            tables: Mapping[str, Any] = tomllib.load(stream)
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{path}: cannot be read: {error}") from error
    lines = tables.get("window", [])
    if set(tables) - {"window"} or not isinstance(lines, list):
        raise ConfigurationError(f"{path}: holds tables [[window]] and nothing else")
    return tuple(
        window
        for number, line in enumerate(lines, start=1)
        for window in _windows(path, number, line)
    )


def hours_of(host: str, windows: tuple[Window, ...]) -> Hours:
    """The hours in which a host may be asked: those of the first window that fits."""
    return next((w.hours for w in windows if fnmatchcase(host, w.pattern)), WHOLE_DAY)


def _windows(path: Path, number: int, line: Any) -> list[Window]:
    where = f"{path}: window {number}"
    if not isinstance(line, dict) or set(line) - {"hosts", "hours", "reason"}:
        raise ConfigurationError(f"{where}: has hosts, hours and reason, and nothing else")
    hosts = line.get("hosts")
    if not isinstance(hosts, list) or not hosts or not all(isinstance(h, str) for h in hosts):
        raise ConfigurationError(f'{where}: hosts is a list of names, as in ["www.example.gov.cn"]')
    try:
        hours = Hours.parse(str(line.get("hours", "")))
    except ValueError as error:
        raise ConfigurationError(f"{where}: hours: {error}; write HH:MM-HH:MM") from error
    if hours.length < SHORTEST:
        raise ConfigurationError(f"{where}: {hours} is shorter than {SHORTEST} minutes")
    return [Window(host.lower(), hours, str(line.get("reason", ""))) for host in hosts]
