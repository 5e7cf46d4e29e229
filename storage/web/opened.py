"""What a request reads from: a session of its own, the archive, the reader."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Annotated, cast

from fastapi import Depends, Request

from storage.database import Database, Session
from storage.warc import WarcStore
from storage.web.reader import Reader


async def _turn(request: Request) -> AsyncIterator[None]:
    """A turn among those that ask the database.

    A request needs a thread three times: to open its session, to answer, to close it. Without turns
    many requests hold all threads while they wait for a connection, and those with a connection
    wait for a thread to give it back.
    """
    async with request.app.state.turns:
        yield


def _session(request: Request, turn: Annotated[None, Depends(_turn)]) -> Iterator[Session]:
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
