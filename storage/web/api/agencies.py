"""Agencies."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request

from storage import queries
from storage.queries import AgencyFilter
from storage.search import suggest
from storage.vocabulary import AgencyClass
from storage.web.api import models
from storage.web.api.asked import (
    LONGEST_WORD,
    AgencyId,
    Cursor,
    Limit,
    OfAgency,
    OfRegion,
    page,
)
from storage.web.api.failures import NotHeld
from storage.web.api.tagged import router as tagged
from storage.web.opened import OpenSession

router = tagged("agencies")
_SUGGESTED = 20


@router.get("/agencies")
def agencies(
    request: Request,
    session: OpenSession,
    region: OfRegion,
    cls: Annotated[AgencyClass | None, Query(alias="class")] = None,
    parent: OfAgency = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> models.Page[models.Agency]:
    """Agencies by id."""
    wanted = AgencyFilter(region, cls=cls)
    found = queries.agencies_after(session, wanted, parent, cursor, limit + 1)
    return page(request, found, limit, models.Agency.model_validate, lambda one: one.id)


@router.get("/agencies/suggested")
def suggested(
    session: OpenSession,
    q: Annotated[
        str,
        Query(min_length=1, max_length=LONGEST_WORD, pattern=r"^[^\x00]*$", description="A part."),
    ],
    limit: Annotated[int, Query(ge=1, le=_SUGGESTED)] = 10,
) -> list[models.Suggestion]:
    """Agencies with this in one of their names."""
    found = suggest(session, q, limit=limit)
    return [models.Suggestion.model_validate(one) for one in found]


@router.get("/agencies/{agency_id}")
def agency(session: OpenSession, agency_id: AgencyId) -> models.Agency:
    """One agency."""
    found = queries.agency(session, agency_id)
    if found is None:
        raise NotHeld(f"agency {agency_id}")
    return models.Agency.model_validate(found)
