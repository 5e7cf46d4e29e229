"""A province that remembers who asked it when."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from deploy.demo.server import DemoProvince


@dataclass
class Manners:
    """How a host was met: requests, the most at once, and the shortest time between two."""

    requests: int = 0
    at_once: int = 0
    most_at_once: int = 0
    last: float = float("-inf")
    shortest: float = float("inf")


@dataclass
class Watch:
    """The manners at each host."""

    hosts: dict[str, Manners] = field(default_factory=lambda: defaultdict(Manners))
    mutex: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, host: str) -> None:
        now = time.monotonic()
        with self.mutex:
            one = self.hosts[host]
            one.requests += 1
            one.at_once += 1
            one.most_at_once = max(one.most_at_once, one.at_once)
            one.shortest = min(one.shortest, now - one.last)
            one.last = now

    def end(self, host: str) -> None:
        with self.mutex:
            self.hosts[host].at_once -= 1


class WatchedProvince(DemoProvince):
    """Answers after a while, so that two that ask at once are seen."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.watch = Watch()

    def answer(self, url: str, form: str = "") -> tuple[HTTPStatus, str, bytes]:
        host = urlsplit(url).hostname or ""
        self.watch.begin(host)
        try:
            time.sleep(0.02)
            return super().answer(url, form)
        finally:
            self.watch.end(host)
