"""What differs between two versions of a report."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request

from storage.records import FigureRecord
from storage.web.api import models
from storage.web.api.asked import AgencyId, Year
from storage.web.api.failures import NotHeld
from storage.web.api.tagged import router as tagged
from storage.web.api.versions import Versions, figure, summary
from storage.web.opened import OpenReader, OpenSession

router = tagged("reports")
_MOST = 10_000
Number = Annotated[int | None, Query(ge=1, le=_MOST, description="Number of a version.")]


@router.get("/reports/{agency_id}/{year}/difference")
def difference(
    request: Request,
    session: OpenSession,
    reader: OpenReader,
    agency_id: AgencyId,
    year: Year,
    before: Number = None,
    after: Number = None,
) -> models.Difference:
    """The cells and sentences that differ; of the last two versions unless others are named."""
    held = Versions(request, session, agency_id, year)
    by_number = {one.number: one for one in held.records}
    last = len(held.records) if after is None else after
    first = last - 1 if before is None else before
    if first not in by_number or last not in by_number:
        raise NotHeld(f"versions {first} and {last} of the report of {agency_id} for {year}")
    old, new = by_number[first], by_number[last]
    return models.Difference(
        before=summary(held, old),
        after=summary(held, new),
        cells=[
            models.CellChange(cell=one.cell, before=_cell(one.before), after=_cell(one.after))
            for one in reader.changed_cells(old, new)
        ],
        text=[
            models.TextChange(section=one.section, before=list(one.before), after=list(one.after))
            for one in reader.changed_text(old, new)
        ],
    )


def _cell(record: FigureRecord | None) -> models.Figure | None:
    return None if record is None else figure(record)
