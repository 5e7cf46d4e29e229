"""What a reader sees when something is not there or does not work: what happened, what to do."""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from storage.errors import ArchiveError, DatabaseError
from storage.web.headers import EVERYWHERE
from storage.web.rendering import page

_log = logging.getLogger(__name__)


class NotThere(HTTPException):
    """Nothing is at an address; ``text`` is the key of what the reader is told."""

    def __init__(self, text: str) -> None:
        super().__init__(404, text)


def add_failure_pages(app: FastAPI) -> None:
    """Pages for what goes wrong; the API, a program of its own, keeps its JSON."""
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _misunderstood)
    app.add_exception_handler(DatabaseError, _no_database)
    app.add_exception_handler(ArchiveError, _no_archive)
    app.add_exception_handler(Exception, _failed)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - what it is registered for
    text = error.detail if isinstance(error, NotThere) else "failure.not_there"
    if error.status_code != 404:
        text = "failure.refused"
    return _page(request, error.status_code, text)


async def _misunderstood(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    wrong = {str(one["loc"][-1]) for one in error.errors()}
    return _page(request, 422, "failure.misunderstood", ", ".join(sorted(wrong)))


async def _no_database(request: Request, error: Exception) -> Response:
    _log.error("%s: %s", request.url.path, error)
    return _page(request, 503, "failure.no_database")


async def _no_archive(request: Request, error: Exception) -> Response:
    _log.error("%s: %s", request.url.path, error)
    return _page(request, 503, "failure.no_archive", str(error))


async def _failed(request: Request, error: Exception) -> Response:
    response = _page(request, 500, "failure.failed")
    response.headers.update(EVERYWHERE)  # it is sent from outside of all middleware
    return response


def _page(request: Request, status: int, text: str, detail: str = "") -> Response:
    return page(request, "failure.html", status=status, code=status, text=text, detail=detail)
