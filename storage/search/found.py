"""What a search finds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from storage.search.snippets import Snippet


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A version of a report in which every word stands, with the places where they stand first."""

    report_id: int
    version_id: int
    version_number: int
    version_count: int
    agency_id: str
    agency_name: str
    province: str
    report_year: int
    title: str
    source_url: str
    published_on: dt.date | None
    snippets: tuple[Snippet, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of hits, the newest report year first.

    ``total`` counts the versions found; where ``total_is_more``, there are more than that.
    ``following`` asks for the next page, None on the last one.
    """

    hits: tuple[Hit, ...]
    total: int
    total_is_more: bool
    following: int | None
