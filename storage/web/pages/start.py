"""The first page: how a region stands in a year, and where to look next."""

from __future__ import annotations

from collections import defaultdict

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from storage import queries
from storage.database import Session
from storage.queries import AgencyFilter, Region, StateCounts, Years
from storage.vocabulary import ExpectationState
from storage.web.asked import AskedRegion, Year
from storage.web.opened import OpenSession
from storage.web.rendering import page, texts_of
from storage.web.tally import ORDER, parts, summed, tally

router = APIRouter()

_NOTED = 12  # reports named on the page; the matrix has them all
_TO_NOTE = (ExpectationState.OVERDUE_CONFIRMED, ExpectationState.FOUND_LATE)


@router.get("/", name="start")
def start(
    request: Request, session: OpenSession, region: AskedRegion, year: Year = None
) -> HTMLResponse:
    """How many reports of a year are due, in, late and missing, in all and by region."""
    judged = queries.judged_years(session)
    if judged is None:
        return page(request, "nothing_yet.html")
    year = year if year is not None and judged.first <= year <= judged.last else judged.last
    t = texts_of(request)
    counts = queries.states_by_year(session, AgencyFilter(region), Years(year, year))[year]
    below = _by_region_below(session, region, year)
    return page(
        request,
        "start.html",
        region=region,
        year=year,
        judged=judged,
        tally=tally(counts),
        counts={state: counts[state] for state in ORDER if counts[state]},
        whole=parts(counts, t),
        below=[(place, tally(found), parts(found, t)) for place, found in below.items()],
        noted=queries.late_or_missing(session, region, year, _TO_NOTE, _NOTED),
    )


def _by_region_below(session: Session, region: Region, year: int) -> dict[Region, StateCounts]:
    """The states of the places directly below a region, those of all places in them together."""
    places = queries.regions_below(session, region)
    found: dict[Region, list[StateCounts]] = defaultdict(list)
    named = [name for name in ("province", "city", "county") if places and getattr(places[0], name)]
    for place, counts in queries.states_by_region(session, region, year).items():
        above = Region(**{name: getattr(place, name) for name in named})
        found[above].append(counts)
    return {place: summed(found[place]) for place in places}
