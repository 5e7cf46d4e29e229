"""The API put together: its answers, its errors, its limits."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.datastructures import State
from starlette.middleware.cors import CORSMiddleware

from storage.web.api import (
    agencies,
    alerts,
    coverage,
    differences,
    index,
    issues,
    reports,
    searching,
    statistics,
    tables,
)
from storage.web.api.failures import FAILURES, add_failures
from storage.web.api.pace import Pace

_PARTS = (
    *(index, agencies, reports, differences, coverage, issues, statistics, searching),
    *(alerts, tables),
)
_ABOUT = """
Every page of the site as JSON, every table as CSV; for reading only. Lists have pages: `next` is
where the next one is. Answers have an `ETag`: send it back in `If-None-Match`. An error is one line
in `error.message`.
"""


def create_api(state: State) -> FastAPI:
    """The API over the database and archive of a site, whose state it shares."""
    api = FastAPI(
        title="Nianbao 年报 API",
        version="1",
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        responses=FAILURES,
    )
    api.state = state
    for part in _PARTS:
        api.include_router(part.router)
    add_failures(api)
    api.add_middleware(Pace, rate=state.settings.api_rate)
    api.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD"],
        allow_headers=["If-None-Match"],
        expose_headers=["ETag", "Retry-After", "Link"],
    )
    return api
