"""What there is, how much of it, and how the crawls go."""

from __future__ import annotations

from fastapi import Request

from storage import queries
from storage.queries import AgencyFilter
from storage.web.api import models
from storage.web.api.asked import Cursor, Limit, page
from storage.web.api.tagged import router as tagged
from storage.web.opened import OpenSession

router = tagged("about")
_LISTS = (
    *("agencies", "reports", "coverage", "issues", "statistics", "search", "alerts", "crawls"),
    "sites",
)


@router.get("/")
def index(request: Request, session: OpenSession) -> models.Index:
    """Where everything is, and how many reports are in which state for each year."""
    root = request.scope.get("root_path", "")
    judged = queries.judged_years(session)
    states = queries.states_by_year(session, AgencyFilter(), judged) if judged else {}
    return models.Index(
        name="nianbao",
        version="1",
        openapi=f"{root}/openapi.json",
        links={name: f"{root}/{name}" for name in _LISTS},
        years=[
            models.YearSummary(report_year=year, states=states[year])
            for year in sorted(states, reverse=True)
        ],
    )


@router.get("/crawls")
def crawls(session: OpenSession, limit: Limit = 20) -> list[models.Crawl]:
    """The latest crawls, the newest first."""
    return [models.Crawl.model_validate(one) for one in queries.crawls(session, limit)]


@router.get("/sites")
def sites(
    request: Request, session: OpenSession, limit: Limit = 50, cursor: Cursor = None
) -> models.Page[models.Site]:
    """Sites by host, and how each answered last."""
    found = queries.sites_after(session, cursor, limit + 1)
    return page(request, found, limit, models.Site.model_validate, lambda one: one.host)
