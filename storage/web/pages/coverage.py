"""The coverage matrix: agencies and years, a state in each cell."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from storage import queries
from storage.queries import AgencyFilter
from storage.vocabulary import Level
from storage.web.asked import (
    AskedLevel,
    AskedRegion,
    AskedState,
    Page,
    Sheet,
    Text,
    Year,
    years_within,
)
from storage.web.opened import OpenSession
from storage.web.rendering import page
from storage.web.tally import ORDER, summed

router = APIRouter()

PAGE_SIZE = 50
MOST_YEARS = 20


@router.get("/coverage", name="coverage")
def coverage(
    request: Request,
    session: OpenSession,
    region: AskedRegion,
    level: AskedLevel = None,
    state: AskedState = None,
    first: Annotated[Year, Query(alias="from")] = None,
    last: Annotated[Year, Query(alias="to")] = None,
    q: Text = "",
    number: Annotated[Page, Query(alias="page")] = 1,
) -> HTMLResponse:
    """The agencies of a filter, fifty at a time, with the states of up to twenty years."""
    judged = queries.judged_years(session)
    if judged is None:
        return page(request, "nothing_yet.html")
    years = years_within(judged, first, last, MOST_YEARS)
    wanted = AgencyFilter(region, level, named=q.strip())
    offset = (number - 1) * PAGE_SIZE
    found = queries.matrix_page(session, wanted, years, state, limit=PAGE_SIZE, offset=offset)
    counts = summed(queries.states_by_year(session, wanted, years).values())
    return page(
        request,
        "coverage.html",
        region=region,
        below=queries.regions_below(session, region),
        level=level,
        levels=tuple(Level),
        state=state,
        q=q,
        judged=judged,
        years=range(years.first, years.last + 1),
        found=found,
        sheet=Sheet(number, PAGE_SIZE, found.total),
        counts={one: counts[one] for one in ORDER if counts[one]},
    )
