"""Search: agencies by name, reports by their text."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from storage import queries
from storage.errors import QuestionError
from storage.search import Question, search, suggest
from storage.web.asked import After, AskedRegion, Name, Text, Year
from storage.web.opened import OpenSession
from storage.web.rendering import page

router = APIRouter()

_HITS = 20
_AGENCIES = 8
SECTIONS = (
    *("overview", "proactive_disclosure", "requests", "reconsideration_litigation"),
    *("problems_improvements", "other_matters"),
)


@router.get("/search", name="search")
def search_page(
    request: Request,
    session: OpenSession,
    region: AskedRegion,
    q: Text = "",
    section: Name = "",
    first: Annotated[Year, Query(alias="from")] = None,
    last: Annotated[Year, Query(alias="to")] = None,
    after: After = None,
) -> HTMLResponse:
    """The agencies and the reports that a text is found in; the form alone without one."""
    text = q.strip()
    found, problem = None, ""
    if text:
        asked = Question(
            text=text,
            section=section or None,
            province=region.province or None,
            city=region.city or None,
            county=region.county or None,
            first_year=first,
            last_year=last,
        )
        try:
            found = search(session, asked, limit=_HITS, after=after)
        except QuestionError as error:
            problem = str(error)
    return page(
        request,
        "search.html",
        status=422 if problem else 200,
        asked_text=text,
        region=region,
        below=queries.regions_below(session, region),
        section=section,
        sections=SECTIONS,
        first=first,
        last=last,
        judged=queries.judged_years(session),
        agencies=suggest(session, text, limit=_AGENCIES) if after is None else (),
        found=found,
        problem=problem,
    )
