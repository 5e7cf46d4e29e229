"""How the crawl is: sites by state with their causes, the last crawls, the archive's fixity."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import BeforeValidator

from storage import queries
from storage.vocabulary import SiteState
from storage.web.asked import Page, Sheet, Text
from storage.web.opened import OpenSession
from storage.web.rendering import page

router = APIRouter()

PAGE_SIZE = 100
_CRAWLS = 12
_State = Annotated[SiteState | None, BeforeValidator(lambda said: said or None), Query()]


@router.get("/health", name="health")
def health(
    request: Request,
    session: OpenSession,
    state: _State = None,
    q: Text = "",
    number: Annotated[Page, Query(alias="page")] = 1,
) -> HTMLResponse:
    """The sites, those in trouble first, a hundred at a time."""
    found = queries.site_page(
        session,
        state=state,
        host=q.strip(),
        limit=PAGE_SIZE,
        offset=(number - 1) * PAGE_SIZE,
    )
    counts: Counter[SiteState] = queries.sites_by_state(session)
    return page(
        request,
        "health.html",
        counts=counts,
        states=tuple(SiteState),
        state=state,
        q=q,
        found=found,
        sheet=Sheet(number, PAGE_SIZE, found.total),
        crawls=queries.crawls(session, _CRAWLS),
        verification=queries.last_verification(session),
    )
