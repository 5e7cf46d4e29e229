"""Answers with an ``ETag``: asked again with it, an unchanged one is not sent again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute
from starlette.responses import StreamingResponse

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class TaggedRoute(APIRoute):
    """A route whose whole answers carry the digest of their bytes."""

    def get_route_handler(self) -> Handler:
        """The handler, and what it answers tagged."""
        handler = super().get_route_handler()

        async def tagged(request: Request) -> Response:
            return _tagged(request, await handler(request))

        return tagged


def _tagged(request: Request, answer: Response) -> Response:
    if answer.status_code != HTTPStatus.OK or isinstance(answer, StreamingResponse):
        return answer
    tag = f'"{hashlib.sha256(answer.body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    # A proxy that packs the answer makes the tag a weak one.
    held = request.headers.get("If-None-Match", "").replace("W/", "")
    if held == "*" or tag in {one.strip() for one in held.split(",")}:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    answer.headers.update(headers)
    return answer


def router(tag: str) -> APIRouter:
    """A router of tagged answers, named so in the OpenAPI."""
    return APIRouter(route_class=TaggedRoute, tags=[tag])
