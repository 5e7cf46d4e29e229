"""Agencies by a number of their reports, with what it is divided by, and when not to compare."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from storage import queries
from storage.queries import AgencyFilter, Measure, Ranking
from storage.vocabulary import AgencyClass
from storage.web.asked import AskedClass, AskedLevel, AskedRegion, Page, Sheet, Year
from storage.web.measures import FEW
from storage.web.opened import OpenSession
from storage.web.rendering import page

router = APIRouter()

PAGE_SIZE = 50


@router.get("/ranking", name="ranking")
def ranking(
    request: Request,
    session: OpenSession,
    region: AskedRegion,
    measure: Measure = Measure.REQUESTS,
    level: AskedLevel = None,
    cls: Annotated[AskedClass, Query(alias="class")] = None,
    year: Year = None,
    order: Annotated[str, Query(pattern="^(most|least)$")] = "most",
    number: Annotated[Page, Query(alias="page")] = 1,
) -> HTMLResponse:
    """The agencies of a filter in order, fifty at a time."""
    judged = queries.judged_years(session)
    if judged is None:
        return page(request, "nothing_yet.html")
    year = year or judged.last
    found = queries.ranking(
        session,
        measure,
        AgencyFilter(region, level, cls),
        year,
        ascending=order == "least",
        limit=PAGE_SIZE,
        offset=(number - 1) * PAGE_SIZE,
    )
    return page(
        request,
        "ranking.html",
        region=region,
        below=queries.regions_below(session, region),
        measure=measure,
        measures=tuple(Measure),
        level=level,
        cls=cls,
        classes=(AgencyClass.GOVERNMENT, AgencyClass.DEPARTMENT, AgencyClass.TOWNSHIP),
        year=year,
        judged=judged,
        order=order,
        found=found,
        few=FEW,
        warnings=_warnings(found, measure, one_kind=level is not None and cls is not None),
        sheet=Sheet(number, PAGE_SIZE, found.ranked),
    )


def _warnings(found: Ranking, measure: Measure, *, one_kind: bool) -> list[str]:
    """Why the numbers on the page are not, or not all, to be compared."""
    forms = {one.form for one in found.standings}
    told = {
        "kinds": not one_kind and bool(found.standings),
        "forms": len(forms) > 1,
        "few": any(one.whole is not None and one.whole < FEW for one in found.standings),
        "errors": any(one.errors for one in found.standings),
        "without": found.without > 0,
        "size": measure is Measure.REQUESTS and bool(found.standings),
    }
    return [name for name, holds in told.items() if holds]
