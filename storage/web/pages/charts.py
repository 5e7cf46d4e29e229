"""How numbers went: of one region's government, and of those below it side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from storage import queries
from storage.database import Session
from storage.queries import AgencyFilter, Region
from storage.records import AgencyRecord
from storage.vocabulary import AgencyClass
from storage.web.asked import AskedRegion
from storage.web.opened import OpenSession
from storage.web.rendering import page, texts_of
from storage.web.trends import MEASURES, agency_charts, small_multiples

router = APIRouter()

_MOST_SMALL = 48  # charts side by side: more are not compared by eye
_Measure = Annotated[str, Query(pattern="^(requests|granted|refused|corrected)$")]
_Who = Annotated[str, Query(pattern="^(regions|departments)$")]


@router.get("/charts", name="charts")
def charts(
    request: Request,
    session: OpenSession,
    region: AskedRegion,
    measure: _Measure = "requests",
    who: _Who = "regions",
) -> HTMLResponse:
    """The government of a region over the years, and small charts of those below on one scale.

    A government's report is compiled from those below it, so that each region is shown by its own
    government's report and nothing is counted twice.
    """
    t = texts_of(request)
    region = _first_of_several(session, region)
    government = queries.government_of(session, region)
    below = queries.regions_below(session, region)
    if not below:
        who = "departments"
    beside = _beside(session, region, below, government, who)
    own = [government.id] if government else []
    numbers = queries.yearly_numbers(session, [*own, *beside])
    measured = next(one for one in MEASURES if one.key == measure)
    return page(
        request,
        "charts.html",
        region=region,
        below=below,
        government=government,
        charts=agency_charts(numbers[government.id], t) if government else (),
        measure=measure,
        measures=tuple(one.key for one in MEASURES),
        who=who,
        small=small_multiples(beside, {ident: numbers[ident] for ident in beside}, measured, t),
        most_small=_MOST_SMALL,
    )


def _first_of_several(session: Session, region: Region) -> Region:
    """The region, or the one place in it where it has no government and no other place."""
    below = queries.regions_below(session, region)
    while len(below) == 1 and queries.government_of(session, region) is None:
        region = below[0]
        below = queries.regions_below(session, region)
    return region


def _beside(
    session: Session,
    region: Region,
    below: tuple[Region, ...],
    government: AgencyRecord | None,
    who: str,
) -> Mapping[str, str]:
    """The agencies side by side with the names they go by there."""
    if who == "regions":
        found = queries.governments(session, list(below))
        return {found[one].id: one.name for one in below if one in found}
    if government is None:
        return {}
    wanted = AgencyFilter(region, cls=AgencyClass.DEPARTMENT)
    departments = queries.agencies_where(session, wanted, limit=_MOST_SMALL)
    return {one.id: one.short_name or one.name for one in departments}
