"""Sites, and the crawls that visited them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from storage.vocabulary import CrawlOutcome, SiteState


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """A web site by its host; about ten agencies share one.

    ``transport`` says how its host answered last, as for captures; None where it never did.
    """

    id: int
    host: str
    home_url: str
    state: SiteState
    cause: str
    last_visited_at: dt.datetime | None
    last_reached_at: dt.datetime | None
    transport: str | None = None


@dataclass(frozen=True, slots=True)
class ProvenHostRecord:
    """A host of another government name that belongs to a site, with the proof.

    The page ``linked_from`` of the site names it as the place of annual reports, in the words
    ``linked_as``; a page of it, archived as ``capture_id``, prints ``site_id_code``
    (政府网站标识码), and ``agreement`` says with what of the site that agrees.
    """

    site_id: int
    host: str
    linked_from: str
    linked_as: str
    site_id_code: str
    agreement: str
    capture_id: int
    proven_at: dt.datetime

    def sentence(self) -> str:
        """The proof in a line."""
        return (
            f"{self.host}: prints 政府网站标识码 {self.site_id_code}, {self.agreement}; "
            f"linked from {self.linked_from} as {self.linked_as or 'its home page'}"
        )


@dataclass(frozen=True, slots=True)
class CrawlRecord:
    """One run of the crawler: with which arguments, when, how it ended, what it counted.

    ``process`` is its process id on ``machine``.
    """

    id: int
    arguments: dict[str, Any]
    started_at: dt.datetime
    finished_at: dt.datetime | None
    outcome: CrawlOutcome
    cause: str
    counts: dict[str, Any] = field(default_factory=dict)
    machine: str = ""
    process: int = 0


@dataclass(frozen=True, slots=True)
class SiteVisitRecord:
    """One site in one crawl: how the visit ended and what it counted."""

    crawl_id: int
    site_id: int
    host: str
    visited_at: dt.datetime
    outcome: CrawlOutcome
    cause: str
    counts: dict[str, Any] = field(default_factory=dict)
