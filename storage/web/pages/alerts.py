"""What there was to tell: late, missing, changed, withdrawn."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import BeforeValidator

from storage import queries
from storage.vocabulary import AlertKind
from storage.web.asked import Page, Sheet
from storage.web.opened import OpenSession
from storage.web.rendering import page

router = APIRouter()

PAGE_SIZE = 50
_Kind = Annotated[AlertKind | None, BeforeValidator(lambda said: said or None), Query()]


@router.get("/alerts", name="alerts")
def alerts(
    request: Request,
    session: OpenSession,
    kind: _Kind = None,
    still: Annotated[bool, Query(alias="open")] = False,
    number: Annotated[Page, Query(alias="page")] = 1,
) -> HTMLResponse:
    """The alerts, the newest first, fifty at a time; on request only those that are not over."""
    found = queries.alert_page(
        session, kind=kind, unsettled=still, limit=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE
    )
    return page(
        request,
        "alerts.html",
        kind=kind,
        kinds=tuple(AlertKind),
        still=still,
        found=found,
        sheet=Sheet(number, PAGE_SIZE, found.total),
    )
