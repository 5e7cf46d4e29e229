"""What a request reads from: a session of its own, the archive, the reader."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, cast

from fastapi import Depends, Request

from storage.database import Database, Session
from storage.warc import WarcStore
from storage.web.reader import Reader


def _session(request: Request) -> Iterator[Session]:
    """One state of the database for the whole request."""
    database = cast("Database", request.app.state.database)
    with database.snapshot() as session:
        yield session


def _archive(request: Request) -> WarcStore:
    return cast("WarcStore", request.app.state.archive)


def _reader(request: Request) -> Reader:
    return cast("Reader", request.app.state.reader)


OpenSession = Annotated[Session, Depends(_session)]
OpenArchive = Annotated[WarcStore, Depends(_archive)]
OpenReader = Annotated[Reader, Depends(_reader)]
