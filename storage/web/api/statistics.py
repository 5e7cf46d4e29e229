"""Sums and shares over many reports."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request
from starlette.responses import PlainTextResponse

from storage.export.formats.text import csv_text
from storage.statistics import MEASURES, Dimension, Measure, Scope, Statistic, notes
from storage.statistics import measure as measure_of
from storage.statistics import statistics as reckon
from storage.statistics.ask import BODIES
from storage.vocabulary import AgencyClass
from storage.web.api import models
from storage.web.api.asked import OfReports
from storage.web.api.failures import NotHeld
from storage.web.api.tagged import router as tagged
from storage.web.opened import OpenSession

router = tagged("statistics")
_NUMBERS = ("report_year", "value", "counted", "of", "reports", "left_out")


def _scope(
    where: OfReports,
    cls: Annotated[
        list[AgencyClass] | None,
        Query(alias="class", description="All but governments, unless others are named."),
    ] = None,
) -> Scope:
    classes = tuple(cls) if cls else BODIES if where.agency_id is None else tuple(AgencyClass)
    return Scope(classes=classes, **where._asdict())


def _measure(key: str) -> Measure:
    if key not in {one.key for one in MEASURES}:
        raise NotHeld(f"measure {key}")
    return measure_of(key)


InScope = Annotated[Scope, Depends(_scope)]
OfMeasure = Annotated[Measure, Depends(_measure)]
By = Annotated[list[Dimension] | None, Query(description="Put together by.")]


@router.get("/statistics")
def measures(request: Request) -> list[models.Measure]:
    """What can be reckoned."""
    return [_described(request, one) for one in MEASURES]


@router.get("/statistics/{key}")
def statistics(
    request: Request, session: OpenSession, measure: OfMeasure, scope: InScope, by: By = None
) -> models.Statistics:
    """A measure by place, class or agency and year, with denominators and what to mind."""
    rows = reckon(session, measure, by or (), scope)
    told = notes(
        [measure],
        (row.report_year for row in rows),
        scope,
        left_out=any(row.left_out for row in rows),
    )
    return models.Statistics(
        measure=_described(request, measure),
        rows=[models.Statistic.model_validate(row) for row in rows],
        notes=[models.Note.model_validate(note) for note in told],
    )


@router.get("/statistics/{key}/csv", response_class=PlainTextResponse)
def statistics_csv(
    session: OpenSession, measure: OfMeasure, scope: InScope, by: By = None
) -> PlainTextResponse:
    """The same as a CSV table."""
    rows = reckon(session, measure, by or (), scope)
    header = ["measure", *(rows[0].group if rows else ()), *_NUMBERS]
    text = csv_text(header, map(_row, rows))
    return PlainTextResponse(text, media_type="text/csv")


def _row(row: Statistic) -> dict[str, object]:
    return {
        "measure": row.measure,
        **row.group,
        **{name: getattr(row, name) for name in _NUMBERS},
    }


def _described(request: Request, one: Measure) -> models.Measure:
    return models.Measure(
        key=one.key,
        name=one.name,
        chinese=one.chinese,
        kind=one.kind,
        first_year=one.first_year,
        href=f"{request.scope.get('root_path', '')}/statistics/{one.key}",
    )
