"""Errors as JSON: a code, and one line for a person."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from storage.errors import DatabaseError, NianbaoError, QuestionError

_LOG = logging.getLogger(__name__)


class Failure(BaseModel):
    """What went wrong."""

    code: str
    message: str


class FailureAnswer(BaseModel):
    """The body of every error."""

    error: Failure


FAILURES: dict[int | str, dict[str, Any]] = {
    status.value: {"model": FailureAnswer, "description": status.phrase}
    for status in (
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.SERVICE_UNAVAILABLE,
    )
}


class NotHeld(HTTPException):
    """The archive does not hold what was asked for."""

    def __init__(self, what: str) -> None:
        super().__init__(HTTPStatus.NOT_FOUND, f"{what} is not in the archive")


def failure(status: HTTPStatus, message: str, headers: dict[str, str] | None = None) -> Any:
    """An error as an answer."""
    code = status.phrase.lower().replace(" ", "_")
    body = FailureAnswer(error=Failure(code=code, message=message))
    return JSONResponse(body.model_dump(), status, headers)


def add_failures(api: FastAPI) -> None:
    """Let an application answer its errors as JSON."""
    api.add_exception_handler(HTTPException, _refused)
    api.add_exception_handler(RequestValidationError, _not_understood)
    api.add_exception_handler(NianbaoError, _ours)
    api.add_exception_handler(Exception, _failed)


async def _refused(request: Request, error: Exception) -> Any:
    assert isinstance(error, HTTPException)  # noqa: S101
    return failure(HTTPStatus(error.status_code), str(error.detail), dict(error.headers or {}))


async def _not_understood(request: Request, error: Exception) -> Any:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][1:])
    return failure(HTTPStatus.UNPROCESSABLE_ENTITY, f"{where}: {first['msg']}")


async def _ours(request: Request, error: Exception) -> Any:
    if isinstance(error, QuestionError):
        return failure(HTTPStatus.BAD_REQUEST, str(error))
    _LOG.error("%s: %s", request.url.path, error)
    if isinstance(error, DatabaseError):
        return failure(
            HTTPStatus.SERVICE_UNAVAILABLE, "the database does not answer; try again later"
        )
    return await _failed(request, error)


async def _failed(request: Request, error: Exception) -> Any:
    return failure(HTTPStatus.INTERNAL_SERVER_ERROR, "this answer failed; the log says why")
