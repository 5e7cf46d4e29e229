"""Retries that wait: a server that fails is asked again later, each time after a longer pause."""

from __future__ import annotations

import asyncio
from email.utils import parsedate_to_datetime

from scrapy import Request
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response
from scrapy.utils.python import to_unicode

from pipelines.ingest import now

LONGEST_WAIT = 60.0  # seconds; a site that asks for more is left for the next crawl


class PatientRetry(RetryMiddleware):
    """Scrapy's retries with back-off: twice the delay each time, or what Retry-After asks."""

    async def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        """Waits before it gives the request back to the scheduler."""
        answer = super().process_response(request, response)
        if isinstance(answer, Request):
            await self._wait(answer, retry_after(response))
        return answer

    async def process_exception(  # type: ignore[override]
        self, request: Request, exception: Exception
    ) -> Request | Response | None:
        """The same for a connection that was refused, reset, cut short or timed out."""
        answer = super().process_exception(request, exception)
        if isinstance(answer, Request):
            await self._wait(answer, 0.0)
        return answer

    async def _wait(self, request: Request, asked: float) -> None:
        delay = self.crawler.settings.getfloat("DOWNLOAD_DELAY")
        back_off = delay * 2 ** (request.meta["retry_times"] - 1)
        await asyncio.sleep(min(LONGEST_WAIT, max(asked, back_off)))


def retry_after(response: Response) -> float:
    """Seconds that a Retry-After header asks for, as a number or as a date; 0 without one."""
    value = to_unicode(response.headers.get("Retry-After") or b"").strip()
    if not value:
        return 0.0
    if value.isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    return max(0.0, (moment - now()).total_seconds())
