"""Reads the matrix of agencies and years, a page of it, and how often each state stands in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from storage.models import Agency, Expectation, Report
from storage.queries.places import OFFICIAL_ORDER, AgencyFilter, Region, are_of
from storage.records import AgencyRecord
from storage.rows import as_record
from storage.vocabulary import ExpectationState

StateCounts = Counter[ExpectationState]


class Years(NamedTuple):
    """Report years from the first to the last, both with."""

    first: int
    last: int


class MatrixCell(NamedTuple):
    """What stands in a cell; ``versions`` is 0 where no report is in the archive."""

    state: ExpectationState
    versions: int
    withdrawn: bool


class MatrixPage(NamedTuple):
    """Some agencies with their cells by year, and how many agencies there are in all."""

    agencies: tuple[AgencyRecord, ...]
    cells: dict[str, dict[int, MatrixCell]]
    total: int


def judged_years(session: Session) -> Years | None:
    """The first and the last report year of which anything is said; None where nothing is."""
    first, last = session.execute(
        select(func.min(Expectation.report_year), func.max(Expectation.report_year))
    ).one()
    return None if first is None else Years(first, last)


def matrix_page(
    session: Session,
    wanted: AgencyFilter,
    years: Years,
    state: ExpectationState | None,
    *,
    limit: int,
    offset: int = 0,
) -> MatrixPage:
    """A page of the matrix; with a state, only agencies of which it is said in these years."""
    conditions = [*are_of(wanted), _has_cell(years, state)]
    total = session.scalar(select(func.count()).select_from(Agency).where(*conditions)) or 0
    rows = session.scalars(
        select(Agency).where(*conditions).order_by(*OFFICIAL_ORDER).limit(limit).offset(offset)
    ).all()
    agencies = tuple(
        as_record(AgencyRecord, row, parent_id=row.parent_id or "", aliases=(), settled=())
        for row in rows
    )
    return MatrixPage(agencies, _cells(session, [row.id for row in rows], years), total)


def _has_cell(years: Years, state: ExpectationState | None) -> ColumnElement[bool]:
    cell = select(Expectation.agency_id).where(
        Expectation.agency_id == Agency.id, Expectation.report_year.between(*years)
    )
    return (cell if state is None else cell.where(Expectation.state == state)).exists()


def _cells(
    session: Session, agency_ids: list[str], years: Years
) -> dict[str, dict[int, MatrixCell]]:
    cells: dict[str, dict[int, MatrixCell]] = defaultdict(dict)
    rows = session.execute(
        select(
            Expectation.agency_id,
            Expectation.report_year,
            Expectation.state,
            Report.version_count,
            Report.withdrawn_at,
        )
        .outerjoin(
            Report,
            (Report.agency_id == Expectation.agency_id)
            & (Report.report_year == Expectation.report_year),
        )
        .where(Expectation.agency_id.in_(agency_ids), Expectation.report_year.between(*years))
    )
    for row in rows:
        cell = MatrixCell(row.state, row.version_count or 0, row.withdrawn_at is not None)
        cells[row.agency_id][row.report_year] = cell
    return cells


def states_by_year(session: Session, wanted: AgencyFilter, years: Years) -> dict[int, StateCounts]:
    """How often each state stands in each year."""
    counts: dict[int, StateCounts] = defaultdict(Counter)
    rows = session.execute(
        select(Expectation.report_year, Expectation.state, func.count())
        .join(Agency, Agency.id == Expectation.agency_id)
        .where(Expectation.report_year.between(*years), *are_of(wanted))
        .group_by(Expectation.report_year, Expectation.state)
    )
    for year, state, count in rows:
        counts[year][state] = count
    return counts


def states_by_region(session: Session, region: Region, year: int) -> dict[Region, StateCounts]:
    """How often each state stands in one year, by the province, city and county it stands in."""
    counts: dict[Region, StateCounts] = defaultdict(Counter)
    places = [Agency.province]
    if region.province:
        places += [Agency.city, Agency.county]
    rows = session.execute(
        select(*places, Expectation.state, func.count())
        .join(Expectation, Agency.id == Expectation.agency_id)
        .where(Expectation.report_year == year, *are_of(AgencyFilter(region)))
        .group_by(*places, Expectation.state)
    )
    for *place, state, count in rows:
        counts[Region(*place)][state] += count
    return counts


def late_or_missing(
    session: Session, region: Region, year: int, states: tuple[ExpectationState, ...], limit: int
) -> tuple[tuple[AgencyRecord, ExpectationState], ...]:
    """Agencies of a region whose report of a year is in one of some states, by the states' order.

    A few of them: no more than the limit.
    """
    place = case({state: number for number, state in enumerate(states)}, value=Expectation.state)
    rows = session.execute(
        select(Agency, Expectation.state)
        .join(Expectation, Expectation.agency_id == Agency.id)
        .where(
            Expectation.report_year == year,
            Expectation.state.in_(states),
            *are_of(AgencyFilter(region)),
        )
        .order_by(place, *OFFICIAL_ORDER)
        .limit(limit)
    )
    return tuple(
        (
            as_record(AgencyRecord, row, parent_id=row.parent_id or "", aliases=(), settled=()),
            state,
        )
        for row, state in rows
    )
