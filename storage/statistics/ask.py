"""Reckons measures by place, class or agency and year, over the newest versions of reports."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, select
from sqlalchemy.orm import Session

from storage.statistics.measures import Cells, Kind, Measure
from storage.vocabulary import AgencyClass


class Dimension(StrEnum):
    """By what reports are put together; the report year is always one."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    CLASS = "class"
    AGENCY = "agency"


# A place is told with those above it: there are townships of one name in many counties.
_COLUMNS = {
    Dimension.PROVINCE: ("province",),
    Dimension.CITY: ("province", "city"),
    Dimension.COUNTY: ("province", "city", "county"),
    Dimension.CLASS: ("agency_class",),
    Dimension.AGENCY: ("agency_id", "agency_name"),
}

BODIES = (AgencyClass.DEPARTMENT, AgencyClass.TOWNSHIP, AgencyClass.AUTHORISED)
"""Whose reports are added up: a government's report is compiled from theirs already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Of which reports; None means any.

    ``classes`` are those of the agencies: the default leaves out governments, whose numbers would
    count the others' a second time.
    """

    classes: tuple[AgencyClass, ...] = BODIES
    province: str | None = None
    city: str | None = None
    county: str | None = None
    agency_id: str | None = None
    first_year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True, slots=True)
class Statistic:
    """A measure of one group and year.

    ``group`` has the values of the dimensions' columns, by their names. ``reports`` gave the
    numbers; ``left_out`` are valid too, but a cell that is needed holds no number in them.
    ``value`` is the count, or the share from 0 to 1; None where there is nothing to reckon with.
    """

    measure: str
    group: dict[str, str]
    report_year: int
    reports: int
    left_out: int
    counted: int
    of: int | None
    value: float | None


def statistics(
    session: Session, measure: Measure, by: Sequence[Dimension] = (), scope: Scope | None = None
) -> tuple[Statistic, ...]:
    """A measure for each group and report year, by group and then year.

    A sum over cells as they are printed, never over cells that hold no number: a report in which
    one is needed and missing is left out, and counted.
    """
    columns = list(dict.fromkeys(name for one in by for name in _COLUMNS[one]))
    found: dict[tuple[Any, ...], Counter[str]] = defaultdict(Counter)
    for cells in measure.cells:  # of a year of transition, each form in its own tables
        for row in session.execute(_statement(cells, columns, scope or Scope())):
            sums = {"reports": row.reports, "all_reports": row.all_reports}
            sums |= {"counted": int(row.counted or 0), "of": int(row.of or 0)}
            found[*row[: len(columns)], row.report_year].update(sums)
    return tuple(_statistic(measure, columns, key, found[key]) for key in sorted(found))


def _statistic(
    measure: Measure, columns: Sequence[str], key: Sequence[Any], sums: Mapping[str, int]
) -> Statistic:
    *group, year = key
    counted, of = sums["counted"], sums["of"]
    share = measure.kind is Kind.SHARE
    value = (counted / of if of else None) if share else float(counted)
    return Statistic(
        measure.key,
        dict(zip(columns, group, strict=True)),
        year,
        sums["reports"],
        sums["all_reports"] - sums["reports"],
        counted,
        of if share else None,
        value if sums["reports"] else None,
    )


def _statement(cells: Cells, columns: Sequence[str], scope: Scope) -> Select[Any]:
    report = _of_reports(cells, columns, scope).subquery()
    groups = [report.c[name] for name in columns]
    usable = report.c.usable == cells.row_count
    return select(
        *groups,
        report.c.report_year,
        func.count(case((usable, 1))).label("reports"),
        func.count().label("all_reports"),
        func.sum(case((usable, report.c.counted))).label("counted"),
        func.sum(case((usable, report.c.of))).label("of"),
    ).group_by(*groups, report.c.report_year)


def _of_reports(cells: Cells, columns: Sequence[str], scope: Scope) -> Select[Any]:
    """A row for each report: its sums, and in how many of its rows all cells hold a number."""
    table: Any = cells.table
    needed = [getattr(table, name) for name in (*cells.counted, *cells.of, *cells.less)]
    usable = and_(*(column.is_not(None) for column in needed))
    counted = _sum(table, cells.counted)
    of = _sum(table, cells.of) - _sum(table, cells.less)
    groups = [getattr(table, name) for name in columns]
    statement = select(*groups, table.report_year).where(*_conditions(table, cells, scope))
    if cells.row_count == 1:
        return statement.add_columns(
            case((usable, 1), else_=0).label("usable"), counted.label("counted"), of.label("of")
        )
    return statement.add_columns(
        func.count(case((usable, 1))).label("usable"),
        func.sum(counted).label("counted"),
        func.sum(of).label("of"),
    ).group_by(table.report_id, *groups, table.report_year)


def _sum(table: Any, names: Sequence[str]) -> ColumnElement[Any]:
    return reduce(add, (getattr(table, name) for name in names), _zero())


def _zero() -> ColumnElement[Any]:
    return literal(0)


def _conditions(table: Any, cells: Cells, scope: Scope) -> list[ColumnElement[bool]]:
    wanted = {
        table.province: scope.province,
        table.city: scope.city,
        table.county: scope.county,
        table.agency_id: scope.agency_id,
    }
    conditions = [column == value for column, value in wanted.items() if value is not None]
    conditions += [getattr(table, name).in_(values) for name, values in cells.rows.items()]
    if scope.first_year is not None:
        conditions.append(table.report_year >= scope.first_year)
    if scope.last_year is not None:
        conditions.append(table.report_year <= scope.last_year)
    return [table.valid, table.agency_class.in_(scope.classes), *conditions]
