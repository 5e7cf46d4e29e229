"""What people are told of."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request

from storage import queries
from storage.vocabulary import AlertKind
from storage.web.api import models
from storage.web.api.asked import Cursor, Limit, OfAgency, number, page
from storage.web.api.tagged import router as tagged
from storage.web.opened import OpenSession

router = tagged("alerts")


@router.get("/alerts")
def alerts(
    request: Request,
    session: OpenSession,
    kind: Annotated[list[AlertKind] | None, Query()] = None,
    agency: OfAgency = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> models.Page[models.Alert]:
    """Alerts, the newest first; to whom they went is not told here."""
    found = queries.alerts_after(session, kind or (), agency, number(cursor), limit + 1)
    return page(request, found, limit, models.Alert.model_validate, lambda one: one.id)
