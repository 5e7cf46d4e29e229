"""What a walk has still to ask, best first, each page once."""

from __future__ import annotations

import heapq
import itertools
from dataclasses import dataclass, field
from enum import StrEnum

from crawler.spiders.hosts import request_key
from crawler.spiders.scoring import Setting


class Purpose(StrEnum):
    """Why a page is asked for."""

    KNOCK = "knock"  # whether the site answers over https
    HOME = "home"
    NAVIGATION = "navigation"
    COLUMN = "column"  # a remembered column, asked conditionally
    LIST_PAGE = "list_page"  # a further page of a column
    REPORT = "report"
    PROOF = "proof"  # the home page of a host that may be the site's own
    RENDITION = "rendition"  # a file or picture that a report page offers
    ARCHIVED = "archived"  # where an archived report stood, asked again


@dataclass(frozen=True)
class Fetch:
    """One request of a walk, with what is known about its target beforehand.

    ``column`` is the key of the column whose list named this page; ``title`` and ``listed_on`` are
    what the list said; ``parent`` is the report page a rendition hangs on. ``certain`` is False for
    a list page whose address was inferred: if it does not exist, the list has ended before it.
    ``items`` are the addresses of the items of a list that a data call answers, ``scripts`` those
    of the page into which a further page of its list may be put as a fragment. ``render`` asks for
    the page as a browser draws it. ``named_by`` is the page of the site that leads to a host whose
    belonging to the site is still to be shown.
    """

    url: str
    purpose: Purpose
    score: float
    depth: int = 0
    method: str = "GET"
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    setting: Setting = Setting.ELSEWHERE
    column: str = ""
    number: int = 1
    title: str = ""
    listed_on: str = ""
    source: str = ""
    parent: str = ""
    trail: tuple[str, ...] = ()
    redirects: int = 0
    certain: bool = True
    items: tuple[str, ...] = ()
    scripts: str = field(default="", repr=False)
    render: bool = False
    named_by: str = ""

    @property
    def key(self) -> str:
        """The identity of the page asked for: a page as served and as drawn are two."""
        key = request_key(self.url, self.method, self.body)
        return f"RENDER {key}" if self.render else key


@dataclass
class Frontier:
    """A priority queue of fetches; a page that was ever pushed with a better score stays so."""

    _heap: list[tuple[float, int, Fetch]] = field(default_factory=list)
    _waiting: dict[str, tuple[float, int]] = field(default_factory=dict)
    _done: set[str] = field(default_factory=set)
    _serial: itertools.count[int] = field(default_factory=itertools.count)

    def push(self, fetch: Fetch) -> bool:
        """Takes a fetch unless its page was fetched already or waits with a score as good."""
        key = fetch.key
        if key in self._done or (key in self._waiting and self._waiting[key][0] >= fetch.score):
            return False
        self._waiting[key] = fetch.score, next(self._serial)
        heapq.heappush(self._heap, (-fetch.score, self._waiting[key][1], fetch))
        return True

    def insist(self, fetch: Fetch) -> None:
        """Takes a fetch although its page was asked for: the same page over the other scheme."""
        self._done.discard(fetch.key)
        self._waiting.pop(fetch.key, None)
        self.push(fetch)

    def pop(self) -> Fetch | None:
        """The best page not fetched yet; None when nothing is left."""
        self._forget_stale()
        if not self._heap:
            return None
        _, _, fetch = heapq.heappop(self._heap)
        del self._waiting[fetch.key]
        self._done.add(fetch.key)
        return fetch

    def peek_score(self) -> float:
        """The score of the next page; 0 when nothing is left."""
        self._forget_stale()
        return -self._heap[0][0] if self._heap else 0.0

    def drop(self, key: str) -> bool:
        """Says that a waiting page needs no fetch; False if it does not wait.

        It may be pushed again: what was guessed to be page 2 of a list may be its page 3.
        """
        return self._waiting.pop(key, None) is not None

    def _forget_stale(self) -> None:
        """Takes off the top what was dropped, or pushed again with a better score."""
        while self._heap:
            score, serial, fetch = self._heap[0]
            if self._waiting.get(fetch.key) == (-score, serial):
                return
            heapq.heappop(self._heap)

    def __len__(self) -> int:
        return len(self._waiting)
