"""Search in the text of reports."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request

from storage.search import Hit, Question, Snippet
from storage.search import search as search_reports
from storage.search.question import LONGEST_TEXT
from storage.web.api import models
from storage.web.api.asked import Cursor, OfReports, next_page, number
from storage.web.api.tagged import router as tagged
from storage.web.api.versions import report_path
from storage.web.opened import OpenSession

router = tagged("search")
_MOST = 50


@router.get("/search")
def search(
    request: Request,
    session: OpenSession,
    where: OfReports,
    q: Annotated[
        str,
        Query(
            min_length=1,
            max_length=LONGEST_TEXT,
            pattern=r"^[^\x00]*$",
            description='Words, all of which have to stand in the text; "…" makes one of several.',
        ),
    ],
    section: Annotated[
        str | None, Query(pattern=r"^[a-z_]{1,40}$", description="Key of a section.")
    ] = None,
    every_version: Annotated[bool, Query(description="Also earlier versions.")] = False,
    limit: Annotated[int, Query(ge=1, le=_MOST)] = 20,
    cursor: Cursor = None,
) -> models.Found:
    """The reports in whose text all words stand, the newest year first."""
    asked = Question(text=q, section=section, every_version=every_version, **where._asdict())
    found = search_reports(session, asked, limit=limit, after=number(cursor))
    return models.Found(
        items=[_hit(request, hit) for hit in found.hits],
        next=None if found.following is None else next_page(request, found.following),
        total=found.total,
        total_is_more=found.total_is_more,
    )


def _hit(request: Request, hit: Hit) -> models.Hit:
    names = models.Hit.model_fields.keys() - {"snippets", "href"}
    return models.Hit(
        **{name: getattr(hit, name) for name in names},
        snippets=[_snippet(one) for one in hit.snippets],
        href=report_path(request, hit.agency_id, hit.report_year),
    )


def _snippet(one: Snippet) -> models.Snippet:
    return models.Snippet(
        section_key=one.section_key,
        heading=one.heading,
        parts=[models.SnippetPart(text=text, asked=asked) for text, asked in one.parts],
    )
