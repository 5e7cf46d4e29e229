"""Reads the numbers of reports that are compared over years and agencies."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from functools import reduce
from operator import add
from typing import NamedTuple

from sqlalchemy import ColumnElement, Float, Integer, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from storage.models import (
    Agency,
    CaseOutcome,
    DisclosureStatistics,
    Issue,
    Report,
    ReportVersion,
    RequestOutcome,
)
from storage.models.statutory import OfAgencyYear
from storage.queries.panel import NEWEST
from storage.queries.places import AgencyFilter, are_of
from storage.vocabulary import Severity

_TABLE_3 = [column.key for column in RequestOutcome.__table__.columns]
REFUSALS = tuple(name for name in _TABLE_3 if name.startswith("outcome_denied_"))
REMEDIES = ("upheld", "corrected", "other_result", "pending")
_REQUESTS = tuple(
    name for name in _TABLE_3 if name not in {*OfAgencyYear.__annotations__, "applicant"}
)
_CASES = (*REMEDIES, "total")


@dataclass(frozen=True, slots=True)
class YearNumbers:
    """What a valid report states: requests in total, and cases by block; None where no number is.

    ``requests`` has the rows of table 3, or ``requests_received`` alone in the form of 2014.
    """

    agency_id: str
    report_year: int
    form: str
    requests: dict[str, int | None]
    cases: dict[str, dict[str, int | None]] = field(default_factory=dict)


def yearly_numbers(
    session: Session, agency_ids: Collection[str]
) -> dict[str, dict[int, YearNumbers]]:
    """The numbers of some agencies, by agency and year."""
    found: dict[str, dict[int, YearNumbers]] = {ident: {} for ident in agency_ids}
    for old in session.execute(
        select(
            DisclosureStatistics.agency_id,
            DisclosureStatistics.report_year,
            DisclosureStatistics.form,
            DisclosureStatistics.requests_received,
        ).where(DisclosureStatistics.agency_id.in_(agency_ids), DisclosureStatistics.valid)
    ):
        requests = {"requests_received": old.requests_received}
        found[old.agency_id][old.report_year] = YearNumbers(
            old.agency_id, old.report_year, old.form, requests
        )
    for row in session.scalars(
        select(RequestOutcome).where(
            RequestOutcome.agency_id.in_(agency_ids),
            RequestOutcome.applicant == "total",
            RequestOutcome.valid,
        )
    ):
        requests = {name: getattr(row, name) for name in _REQUESTS}
        found[row.agency_id][row.report_year] = YearNumbers(
            row.agency_id, row.report_year, row.form, requests
        )
    for block in session.scalars(
        select(CaseOutcome).where(CaseOutcome.agency_id.in_(agency_ids), CaseOutcome.valid)
    ):
        numbers = found[block.agency_id].get(block.report_year)
        if numbers is not None:
            numbers.cases[block.block] = {name: getattr(block, name) for name in _CASES}
    return found


class Measure(StrEnum):
    """What agencies are ranked by."""

    REQUESTS = "requests"
    GRANTED = "granted"
    REFUSED = "refused"
    REVIEWED = "reviewed"  # cases of reconsideration and litigation, for each request answered
    CORRECTED = "corrected"  # cases that went against the agency, of those decided


class Standing(NamedTuple):
    """An agency in a ranking: the measure is ``part`` of ``whole``, a plain count without one.

    ``errors`` counts the sums that do not hold in its report.
    """

    agency_id: str
    agency_name: str
    form: str
    part: int
    whole: int | None
    errors: int


class Ranking(NamedTuple):
    """Some agencies in order, how many can be ranked, and how many reports give no number."""

    standings: tuple[Standing, ...]
    ranked: int
    without: int


def ranking(
    session: Session,
    measure: Measure,
    wanted: AgencyFilter,
    year: int,
    *,
    ascending: bool = False,
    limit: int,
    offset: int = 0,
) -> Ranking:
    """Agencies by a measure of their valid reports for one year, the greatest first."""
    part, whole = _measured(measure)
    order = part if whole is None else cast(part, Float) / func.nullif(whole, 0)
    errors = (
        select(func.count())
        .select_from(Issue)
        .join(ReportVersion, ReportVersion.id == Issue.version_id)
        .join(Report, NEWEST)
        .where(
            Report.id == RequestOutcome.report_id,
            Issue.severity == Severity.ERROR,
            Issue.formula != "",
        )
        .scalar_subquery()
    )
    of_year = [
        RequestOutcome.report_year == year,
        RequestOutcome.applicant == "total",
        RequestOutcome.valid,
        *are_of(wanted),
    ]
    has_number = order.is_not(None)
    joined = (
        select().select_from(RequestOutcome).join(Agency, Agency.id == RequestOutcome.agency_id)
    )
    all_of_year = session.scalar(joined.add_columns(func.count()).where(*of_year)) or 0
    ranked = session.scalar(joined.add_columns(func.count()).where(*of_year, has_number)) or 0
    statement = (
        joined.add_columns(
            RequestOutcome.agency_id,
            Agency.name,
            RequestOutcome.form,
            part,
            whole if whole is not None else cast(None, Integer),
            errors,
        )
        .where(*of_year, has_number)
        .order_by(order.asc() if ascending else order.desc(), RequestOutcome.agency_id)
        .limit(limit)
        .offset(offset)
    )
    standings = tuple(Standing(*row) for row in session.execute(statement))
    return Ranking(standings, ranked, all_of_year - ranked)


def _measured(measure: Measure) -> tuple[ColumnElement[int], ColumnElement[int] | None]:
    row = RequestOutcome
    if measure is Measure.REQUESTS:
        return _known(row.requests_received), None
    if measure is Measure.GRANTED:
        return _sum(row.outcome_granted, row.outcome_partially_granted), _known(row.outcomes_total)
    if measure is Measure.REFUSED:
        return _sum(*(getattr(row, name) for name in REFUSALS)), _known(row.outcomes_total)
    cases = aliased(CaseOutcome)

    def summed(*columns: InstrumentedAttribute[int | None]) -> ColumnElement[int]:
        return (
            select(func.sum(_sum(*columns)))
            .where(cases.report_id == RequestOutcome.report_id)
            .scalar_subquery()
        )

    if measure is Measure.REVIEWED:
        return summed(cases.total), _known(row.outcomes_total)
    decided = summed(cases.upheld, cases.corrected, cases.other_result)
    return summed(cases.corrected), decided


def _known(column: InstrumentedAttribute[int | None]) -> ColumnElement[int]:
    return cast(column, Integer)


def _sum(*columns: InstrumentedAttribute[int | None]) -> ColumnElement[int]:
    """A sum in which a cell without a number counts as nothing, as in the rules of the form."""
    return reduce(add, (func.coalesce(column, 0) for column in columns))
