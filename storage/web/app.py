"""The site put together: one database, one archive, pages over them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from storage.config import Settings
from storage.database import open_database
from storage.warc import WarcStore
from storage.web.reader import PLAIN, Reader


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
        openapi_url="/api/v1/openapi.json",
        lifespan=_open,
    )
    app.state.settings = settings
    app.state.reader = reader
    return app


@asynccontextmanager
async def _open(app: FastAPI) -> AsyncIterator[None]:
    database = open_database(app.state.settings.database)
    archive = WarcStore(app.state.settings.archive)
    app.state.database, app.state.archive = database, archive
    try:
        yield
    finally:
        archive.close()
        database.dispose()
