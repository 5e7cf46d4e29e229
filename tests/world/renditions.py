"""Every report of a world as its sites give it on a day: each rendition, without a crawl."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.world.simulated import ServedWorld

_TRIES = 4  # faults that pass are gone after two
_AT_ONCE = 8
# A page with the text and pictures of its tables, or with nothing but links to files, is read with
# what hangs on it.
_PARTIAL = frozenset({"html_wrapper", "html_tables_image"})
_COPY = {"print": "html"}


@dataclass(frozen=True)
class Rendition:
    """One address of a report, with every true version of it up to the day."""

    url: str
    medium: str
    form: str
    layout: str
    year: int
    versions: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Fetched:
    """A rendition with the answer that its site gave."""

    rendition: Rendition
    body: bytes
    headers: tuple[tuple[str, str], ...]


def renditions(truth: Mapping[str, Any], day: str) -> list[Rendition]:
    """Every whole rendition of a valid report that is on the web on a day."""
    return [
        Rendition(
            source["url"],
            _COPY.get(source["media"], source["media"]),
            report["form"],
            report["pdf_layout"] if source["media"] == "pdf" else report["layout"],
            report["report_year"],
            tuple(version for version in report["versions"] if version["from_day"] <= day),
        )
        for report in truth["reports"]
        for source in report["sources"]
        if report["valid"]
        and source["media"] not in _PARTIAL
        and source["from"] <= day
        and (source["to"] is None or day < source["to"])
        and _is_open(truth["hosts"][urlsplit(source["url"]).hostname], day)
    ]


def _is_open(host: Mapping[str, Any], day: str) -> bool:
    states = [state for since, state in host["timeline"] if since <= day]
    return states[-1:] == ["ok"]


def sample(found: Iterable[Rendition], most: Mapping[str, int], seed: int = 1) -> list[Rendition]:
    """At most so many renditions of each medium, the same each time; all where nothing is said."""
    by_medium: defaultdict[str, list[Rendition]] = defaultdict(list)
    for one in found:
        by_medium[one.medium].append(one)
    out: list[Rendition] = []
    for medium, ones in by_medium.items():
        some = most.get(medium, len(ones))
        out += ones if some >= len(ones) else random.Random(seed).sample(ones, some)  # noqa: S311 - a sample
    return out


def fetch(served: ServedWorld, wanted: Iterable[Rendition]) -> Iterator[Fetched]:
    """The renditions with their bytes; those that the world does not give are left out."""
    with (
        httpx.Client(proxy=served.proxy, trust_env=False, timeout=60) as client,
        ThreadPoolExecutor(_AT_ONCE) as threads,
    ):
        for got in threads.map(lambda one: _fetched(client, one), wanted):
            if got is not None:
                yield got


def _fetched(client: httpx.Client, rendition: Rendition) -> Fetched | None:
    for _ in range(_TRIES):
        try:
            answer = client.get(rendition.url)
        except httpx.TransportError:
            continue
        if answer.status_code == httpx.codes.OK:
            kept = tuple(
                (name, value)
                for name, value in answer.headers.items()
                if name.lower() not in ("content-encoding", "transfer-encoding", "content-length")
            )
            return Fetched(rendition, answer.content, kept)
    return None
