"""How often one address may ask."""

from __future__ import annotations

import math
import time
from http import HTTPStatus

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from storage.web.api.failures import failure


class Pace:
    """Answers 429 with ``Retry-After`` to an address that asks more often than a rate.

    Counted in this process alone. Behind a proxy the server has to know its clients' addresses
    (uvicorn: ``--forwarded-allow-ips``).
    """

    def __init__(self, app: ASGIApp, rate: str) -> None:
        self.app = app
        self._rate = parse(rate)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        client = scope["client"][0] if scope.get("client") else ""
        if self._limiter.hit(self._rate, client):
            await self.app(scope, receive, send)
            return
        window = self._limiter.get_window_stats(self._rate, client)
        seconds = max(1, math.ceil(window.reset_time - time.time()))
        answer = failure(
            HTTPStatus.TOO_MANY_REQUESTS,
            f"more than {self._rate} from one address; ask again in {seconds} seconds",
            {"Retry-After": str(seconds)},
        )
        await answer(scope, receive, send)
