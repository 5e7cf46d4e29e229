"""Whether a report was published by its due date: R21."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pipelines.items import Finding
from pipelines.report.checks.facts import Facts
from storage.vocabulary import Fault, Severity


def check_on_time(facts: Facts) -> Iterator[Finding]:
    """R21: the day printed is not after the due date of the agency's class.

    Where no day is printed, the day it was first met speaks, and more softly; but only in the year
    in which it was due: one that is first met years later may have stood there in time. So does one
    whose address was made in time.
    """
    due, printed, seen = facts.due_on, facts.published_on, facts.first_seen_on
    if due is None:
        return
    if printed is None and facts.put_up_by is not None and facts.put_up_by <= due:
        return
    if printed is not None and printed > due:
        message = f"{_day(printed)}公布，晚于应公布的{_day(due)}"
        yield Finding("R21_on_time", Severity.ERROR, Fault.AGENCY, message)
    elif printed is None and seen is not None and due < seen and seen.year == due.year:
        message = (
            f"没有写明公布日期；首次见到是{_day(seen)}，晚于应公布的{_day(due)}，是否按时无法确定"
        )
        yield Finding("R21_on_time", Severity.WARNING, Fault.AGENCY, message)


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
