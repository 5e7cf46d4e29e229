"""What a request may ask, and how much of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any, NamedTuple, TypeVar

from fastapi import Depends, Path, Query, Request

from storage.errors import QuestionError
from storage.queries import Region
from storage.web.api.models import Page

MOST_AT_ONCE = 200
LONGEST_WORD = 100
_NAME = rf"^[^\x00]{{0,{LONGEST_WORD}}}$"  # PostgreSQL has no text with a NUL in it
_AGENCY = r"^[\w.-]{1,64}$"  # as the registry's ids are
_CURSOR = r"^[\w.~-]{1,100}$"
FIRST_YEAR, LAST_YEAR = 2000, 2100

Entry = TypeVar("Entry")
Model = TypeVar("Model", bound=Any)

AgencyId = Annotated[str, Path(pattern=_AGENCY, description="Id of the agency.")]
Year = Annotated[int, Path(ge=FIRST_YEAR, le=LAST_YEAR, description="Report year.")]
Digest = Annotated[
    str, Path(pattern="^[0-9a-f]{64}$", description="SHA-256 of the archived document.")
]
OfAgency = Annotated[str | None, Query(pattern=_AGENCY, description="Only this agency.")]
OfYear = Annotated[
    int | None, Query(ge=FIRST_YEAR, le=LAST_YEAR, description="Only this report year.")
]
OfPlace = Annotated[str | None, Query(pattern=_NAME, description="Only this place.")]


def _region(province: OfPlace = None, city: OfPlace = None, county: OfPlace = None) -> Region:
    return Region(province or "", city or "", county or "")


OfRegion = Annotated[Region, Depends(_region)]


class Where(NamedTuple):
    """Of which reports: an agency's, a place's, those of some years; None means any."""

    agency_id: str | None
    province: str | None
    city: str | None
    county: str | None
    first_year: int | None
    last_year: int | None


def _where(
    agency: OfAgency = None,
    province: OfPlace = None,
    city: OfPlace = None,
    county: OfPlace = None,
    first_year: OfYear = None,
    last_year: OfYear = None,
) -> Where:
    return Where(agency, province, city, county, first_year, last_year)


OfReports = Annotated[Where, Depends(_where)]
Limit = Annotated[int, Query(ge=1, le=MOST_AT_ONCE, description="Entries at the most.")]
Cursor = Annotated[str | None, Query(pattern=_CURSOR, description="Where the page before ended.")]


def agency_year(cursor: str | None) -> tuple[str, int] | None:
    """A cursor as an agency and a year.

    Raises:
        QuestionError: it is none that was given out.
    """
    if cursor is None:
        return None
    agency, _, year = cursor.rpartition("~")
    if not agency or not (year.isascii() and year.isdigit() and int(year) <= LAST_YEAR):
        raise QuestionError("cursor: none that was given out")
    return agency, int(year)


def number(cursor: str | None) -> int | None:
    """A cursor as a number.

    Raises:
        QuestionError: it is none that was given out.
    """
    if cursor is None:
        return None
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= 18):
        raise QuestionError("cursor: none that was given out")
    return int(cursor)


def page(
    request: Request,
    found: Sequence[Entry],
    limit: int,
    entry: Callable[[Entry], Model],
    cursor: Callable[[Entry], object],
) -> Page[Model]:
    """A page of what was found: one more than the limit was asked for, to see if more follows."""
    some = found[:limit]
    following = cursor(some[-1]) if len(found) > limit else None
    return Page(
        items=[entry(one) for one in some],
        next=None if following is None else next_page(request, following),
    )


def next_page(request: Request, cursor: object) -> str:
    """The path of the next page of a list."""
    url = request.url.include_query_params(cursor=str(cursor))
    return f"{url.path}?{url.query}"
