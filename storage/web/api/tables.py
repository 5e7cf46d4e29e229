"""Every table as CSV."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from http import HTTPStatus

from fastapi import APIRouter, Request
from starlette.concurrency import iterate_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import StreamingResponse

from storage.export import What
from storage.export.formats.text import csv_chunks
from storage.export.tables import table
from storage.queries import ReportFilter
from storage.web.api.asked import OfAgency, OfPlace, OfYear

router = APIRouter(tags=["tables"])


class CsvAnswer(StreamingResponse):
    """A CSV table, row by row."""

    media_type = "text/csv"


@router.get("/tables/{what}", response_class=CsvAnswer)
def csv_of(
    request: Request,
    what: What,
    agency: OfAgency = None,
    year: OfYear = None,
    province: OfPlace = None,
) -> CsvAnswer:
    """A table as CSV. Of the figures, those of one agency, year or province at a time."""
    if what is What.FIGURES and (agency, year, province) == (None, None, None):
        raise HTTPException(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "figures: name an agency, a year or a province; all of them are in a release",
        )
    wanted = ReportFilter(agency, year, province)
    name = f'attachment; filename="{what}.csv"'
    return CsvAnswer(
        _in_turn(request, _chunks(request, what, wanted)), headers={"Content-Disposition": name}
    )


async def _in_turn(request: Request, chunks: Iterator[str]) -> AsyncIterator[str]:
    async with request.app.state.downloads:
        async for chunk in iterate_in_threadpool(chunks):
            yield chunk


def _chunks(request: Request, what: What, wanted: ReportFilter) -> Iterator[str]:
    one = table(what)
    with (
        request.app.state.database.snapshot() as session,
        closing(one.rows(session, wanted)) as rows,
    ):
        yield from csv_chunks(one.header, rows)
