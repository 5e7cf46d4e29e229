"""A home with a county and two departments, in the days around the due date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from crawler.alerts.subscriptions import Subscriptions
from crawler.alerts.tell import decide_alerts
from pipelines.coverage.judge import judge_coverage
from storage import archive, queries
from storage.records import AlertRecord, ExpectationRecord
from storage.vocabulary import ExpectationState, SiteState
from tests.pipelines.home import Home, opened_home, report_page

BEFORE = dt.date(2026, 1, 10)
DUE = dt.date(2026, 1, 31)
AFTER = dt.date(2026, 2, 2)
LATER = dt.date(2026, 2, 3)
NOBODY = Subscriptions()


def at(day: dt.date, hour: int = 2) -> dt.datetime:
    """A moment of a day, by default ten in the morning in China."""
    return dt.datetime.combine(day, dt.time(hour), dt.UTC)


@contextmanager
def season_home(folder: Path, database_url: str = "") -> Iterator[Home]:
    """A home on a database whose site answers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NIANBAO_DATABASE_URL", database_url)
        with opened_home(folder) as home:
            answers(home, SiteState.REACHABLE, BEFORE)
            yield home


def answers(home: Home, state: SiteState, day: dt.date, cause: str = "") -> None:
    """How the site answered on a day."""
    with home.database.session() as session:
        archive.set_site_state(session, home.site_id, state, cause, at(day))


def publish(home: Home, day: dt.date, *reports: tuple[str, int, str, int]) -> None:
    """The site's column as met on a day, and read: name, year, day printed, requests received."""
    rows = [
        (
            f"{name}_{year}.html",
            f"{name}{year}年政府信息公开工作年度报告",
            report_page(name, year, printed, received),
        )
        for name, year, printed, received in reports
    ]
    home.list_reports(*rows, at=at(day))
    home.read()


def judged(home: Home, day: dt.date) -> list[tuple[str, str | None, int | None]]:
    """What there is to tell on a day, as coverage is: kind, agency, year."""
    judge_coverage(home.database, day)
    return brief(decide_alerts(home.database, day, NOBODY))


def brief(alerts: Sequence[AlertRecord]) -> list[tuple[str, str | None, int | None]]:
    return sorted((one.kind.value, one.agency_id, one.report_year) for one in alerts)


def stands(home: Home, day: dt.date, state: ExpectationState, year: int = 2025) -> list[str]:
    """The kinds that are decided when the department of civil affairs stands so on a day."""
    record = ExpectationRecord("civil", year, dt.date(year + 1, 1, 31), "r", state)
    with home.database.session() as session:
        archive.save_expectations(session, [record])
    return [one.kind.value for one in decide_alerts(home.database, day, NOBODY)]


def open_kinds(home: Home) -> list[str]:
    """The kinds of alerts whose matter is not over."""
    with home.database.snapshot() as session:
        return [one.kind.value for one in queries.alerts(session, unsettled=True)]
