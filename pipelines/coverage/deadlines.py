"""By when a report is due, and by which rule."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from storage.errors import RegistryError
from storage.vocabulary import AgencyClass

_MONTH_DAY = re.compile(r"^(\d{2})-(\d{2})$")


@dataclass(frozen=True, slots=True)
class DueDate:
    """A due date with the rule it comes from; ``source`` is the law or custom, for people."""

    on: dt.date
    rule: str
    source: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """One rule of ``deadlines.yaml``."""

    id: str
    first_year: int
    last_year: int
    classes: frozenset[AgencyClass]
    due: str
    overridable: bool
    source: str


@cache
def deadlines() -> tuple[Deadline, ...]:
    """The rules in their order."""
    text = files("pipelines.coverage").joinpath("deadlines.yaml").read_text(encoding="utf-8")
    return tuple(
        Deadline(
            id=row["id"],
            first_year=row["from_report_year"],
            last_year=row.get("to_report_year", dt.MAXYEAR),
            classes=frozenset(AgencyClass(name) for name in row["classes"]),
            due=row["due"],
            overridable=row["overridable"],
            source=row["source"],
        )
        for row in yaml.safe_load(text)
    )


def due_date(cls: AgencyClass, report_year: int, due_override: str = "") -> DueDate | None:
    """The day by which a class of agency has to publish a year's report.

    Args:
        cls: who the agency is in the law's terms.
        report_year: the year that is reported on.
        due_override: MM-DD, a local date for reports from 2019 on; empty where there is none.

    Returns:
        The date, or None where no report is owed: universities, and years before 2008.

    Raises:
        RegistryError: ``due_override`` is no day of the year.
    """
    for rule in deadlines():
        if cls in rule.classes and rule.first_year <= report_year <= rule.last_year:
            if due_override and rule.overridable:
                day = _day(report_year + 1, due_override)
                return DueDate(day, "due_override", f"当地规定；全国：{rule.source}")
            return DueDate(_day(report_year + 1, rule.due), rule.id, rule.source)
    return None


def _day(year: int, month_day: str) -> dt.date:
    match = _MONTH_DAY.match(month_day)
    try:
        if match is None:
            raise ValueError(month_day)
        return dt.date(year, int(match[1]), int(match[2]))
    except ValueError as error:
        raise RegistryError(
            f"due_override {month_day!r}: not a day of {year}; write MM-DD, as in 02-20"
        ) from error
