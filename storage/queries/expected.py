"""Reads what is owed and what can be said of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.models import Agency, Expectation
from storage.records import ExpectationRecord
from storage.rows import as_record
from storage.vocabulary import ExpectationState


def expected(session: Session, agency_id: str, report_year: int) -> ExpectationRecord | None:
    """What was last said of one agency's report for one year, or None."""
    row = session.get(Expectation, (agency_id, report_year))
    return as_record(ExpectationRecord, row) if row else None


def expectations(
    session: Session,
    *,
    years: Collection[int] = (),
    agency_id: str | None = None,
    province: str | None = None,
    state: ExpectationState | None = None,
) -> Iterator[ExpectationRecord]:
    """The matrix of agencies and years, cell by cell, by agency and then year."""
    statement = select(Expectation).order_by(Expectation.agency_id, Expectation.report_year)
    if years:
        statement = statement.where(Expectation.report_year.in_(years))
    if agency_id is not None:
        statement = statement.where(Expectation.agency_id == agency_id)
    if province is not None:
        statement = statement.join(Agency).where(Agency.province == province)
    if state is not None:
        statement = statement.where(Expectation.state == state)
    with session.scalars(statement.execution_options(yield_per=500)) as rows:
        for row in rows:
            yield as_record(ExpectationRecord, row)
