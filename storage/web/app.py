"""The site put together: one database, one archive, pages over them."""

from __future__ import annotations

from asyncio import Semaphore
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from storage.config import Settings
from storage.database import open_database
from storage.warc import WarcStore
from storage.web.api import create_api
from storage.web.failures import add_failure_pages
from storage.web.headers import SafeHeaders
from storage.web.heads import HeadOfGet
from storage.web.operations import router as operations
from storage.web.pages import (
    about,
    agency,
    alerts,
    charts,
    coverage,
    differences,
    evidence,
    health,
    issues,
    original,
    ranking,
    report,
    robots,
    search,
    start,
)
from storage.web.reader import PLAIN, Reader
from storage.web.resources import resources

_PAGES = (
    *(start, coverage, agency, evidence, report, original, differences, search),
    *(charts, ranking, issues, alerts, health, about, robots),
)

# Together no more than the connections that a pool of SQLAlchemy gives: 15.
_ASKING, _DOWNLOADING = 11, 4


def create_app(settings: Settings, reader: Reader = PLAIN) -> FastAPI:
    """The site over the home of some settings; it only reads.

    ``app.state`` has ``settings``, ``reader``, and while it runs ``database`` and ``archive``.

    Args:
        settings: say where the database and the archive are.
        reader: what the room that reads tells of forms, differences and originals.

    Raises:
        DatabaseUnreachable: on start, the database cannot be used.
        ArchiveError: on start, the archive cannot be opened.
    """
    app = FastAPI(
        title="年报 Nianbao",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=_open,
    )
    app.state.settings = settings
    app.state.reader = reader
    app.mount("/api/v1", create_api(app.state), name="api")
    for part in _PAGES:
        app.include_router(part.router, include_in_schema=False)
    app.include_router(operations, include_in_schema=False)
    app.mount("/static", resources(), name="static")
    add_failure_pages(app)
    app.add_middleware(GZipMiddleware, minimum_size=2000)
    app.add_middleware(SafeHeaders)
    app.add_middleware(HeadOfGet)
    return app


@asynccontextmanager
async def _open(app: FastAPI) -> AsyncIterator[None]:
    database = open_database(app.state.settings.database)
    archive = WarcStore(app.state.settings.archive)
    app.state.database, app.state.archive = database, archive
    app.state.turns, app.state.downloads = Semaphore(_ASKING), Semaphore(_DOWNLOADING)
    try:
        yield
    finally:
        archive.close()
        database.dispose()
