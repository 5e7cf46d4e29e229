"""The twelve states, and how much evidence each of them takes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.coverage.deadlines import due_date
from pipelines.coverage.evidence import CoverageEvidence, ExpectedAgency, FoundReport, Place
from pipelines.coverage.expect import Judgement, judge_expectation
from storage.errors import RegistryError
from storage.vocabulary import AgencyClass, ExpectationState, SiteState

BUREAU = ExpectedAgency("bureau", AgencyClass.DEPARTMENT)
DUE = dt.date(2026, 1, 31)
AFTER = dt.datetime(2026, 2, 2, 1, 0, tzinfo=dt.UTC)
READ = Place(
    "www.linxi.gov.cn",
    SiteState.REACHABLE,
    column_located=True,
    read_at=AFTER,
    complete=True,
    rows=43,
    years_of_others=(2024, 2025),
)
OWN = replace(READ, host="sfj.linxi.gov.cn", for_agency=True, rows=6)


def _judge(
    *places: Place,
    found: FoundReport | None = None,
    today: dt.date = dt.date(2026, 2, 3),
    agency: ExpectedAgency = BUREAU,
    unassigned: int = 0,
) -> Judgement:
    evidence = CoverageEvidence(found, places, unassigned)
    return judge_expectation(agency, 2025, today, evidence)


@pytest.mark.parametrize(
    ("cls", "year", "due", "rule"),
    [
        (AgencyClass.DEPARTMENT, 2018, dt.date(2019, 3, 31), "regulation_2007_article_31"),
        (AgencyClass.TOWNSHIP, 2008, dt.date(2009, 3, 31), "regulation_2007_article_31"),
        (AgencyClass.DEPARTMENT, 2019, dt.date(2020, 1, 31), "regulation_2019_article_49_1"),
        (AgencyClass.GOVERNMENT, 2019, dt.date(2020, 3, 31), "regulation_2019_article_49_2"),
        (AgencyClass.AUTHORISED, 2025, dt.date(2026, 1, 31), "regulation_2019_article_54"),
        (AgencyClass.TOWNSHIP, 2025, dt.date(2026, 1, 31), "township_convention"),
    ],
)
def test_due_dates(cls: AgencyClass, year: int, due: dt.date, rule: str) -> None:
    found = due_date(cls, year)
    assert found is not None
    assert (found.on, found.rule) == (due, rule)


def test_nothing_is_due_from_universities_or_before_the_regulation() -> None:
    assert due_date(AgencyClass.UNIVERSITY, 2025) is None
    assert due_date(AgencyClass.DEPARTMENT, 2007) is None


def test_a_local_date_holds_from_2019_on() -> None:
    local = due_date(AgencyClass.TOWNSHIP, 2025, "02-20")
    old = due_date(AgencyClass.TOWNSHIP, 2018, "02-20")
    assert local is not None
    assert old is not None
    assert (local.on, local.rule) == (dt.date(2026, 2, 20), "due_override")
    assert old.on == dt.date(2019, 3, 31)


@pytest.mark.parametrize("wrong", ["2-20", "02-30", "13-01", "20 February"])
def test_a_wrong_local_date_is_refused(wrong: str) -> None:
    with pytest.raises(RegistryError, match="due_override"):
        due_date(AgencyClass.TOWNSHIP, 2025, wrong)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (dt.date(2026, 1, 16), ExpectationState.NOT_DUE),
        (dt.date(2026, 1, 17), ExpectationState.DUE_SOON),
        (dt.date(2026, 1, 31), ExpectationState.DUE_SOON),
        (dt.date(2026, 2, 1), ExpectationState.COLUMN_NOT_LOCATED),
    ],
)
def test_before_and_after_the_due_date(today: dt.date, state: ExpectationState) -> None:
    assert _judge(today=today).state == state


@pytest.mark.parametrize(
    ("published", "seen", "state"),
    [
        (dt.date(2026, 1, 31), dt.datetime(2026, 3, 1, tzinfo=dt.UTC), "found_on_time"),
        (dt.date(2026, 2, 1), dt.datetime(2026, 3, 1, tzinfo=dt.UTC), "found_late"),
        # 15:59 UTC is one minute before midnight in China
        (None, dt.datetime(2026, 1, 31, 15, 59, tzinfo=dt.UTC), "found_on_time"),
    ],
)
def test_in_time_or_late(published: dt.date | None, seen: dt.datetime, state: str) -> None:
    assert _judge(found=FoundReport(seen, published)).state == state


@pytest.mark.parametrize(
    ("empty", "state", "dated_by"),
    [
        (None, "found_on_time", "presumed"),  # the first visit of all was years later
        # 15:59 UTC is one minute before midnight in China: that day was still in time
        (dt.datetime(2026, 1, 31, 15, 59, tzinfo=dt.UTC), "found_on_time", "presumed"),
        (dt.datetime(2026, 1, 31, 16, 0, tzinfo=dt.UTC), "found_late", "first_seen"),
    ],
)
def test_a_report_without_a_date_is_late_only_where_it_was_looked_for_in_vain(
    empty: dt.datetime | None, state: str, dated_by: str
) -> None:
    seen = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    judged = _judge(READ, found=FoundReport(seen, None, not_seen=empty))
    assert (judged.state, judged.evidence["dated_by"]) == (state, dated_by)


def test_a_date_before_an_empty_visit_is_told_and_not_judged() -> None:
    empty = dt.datetime(2026, 2, 3, 2, 0, tzinfo=dt.UTC)
    seen = dt.datetime(2026, 2, 6, 2, 0, tzinfo=dt.UTC)
    found = FoundReport(seen, dt.date(2026, 1, 28), not_seen=empty)
    judged = _judge(READ, found=found)
    assert judged.state == ExpectationState.FOUND_ON_TIME
    assert judged.evidence["last_empty_visit"] == empty.isoformat()


def test_found_but_invalid() -> None:
    judged = _judge(READ, found=FoundReport(AFTER, valid=False, invalid_reason="wrong_year"))
    assert judged.state == ExpectationState.FOUND_INVALID
    assert judged.evidence["invalid_reason"] == "wrong_year"


def test_who_owes_nothing() -> None:
    university = replace(BUREAU, cls=AgencyClass.UNIVERSITY)
    founded = replace(BUREAU, first_report_year=2026)
    assert _judge(READ, agency=university).state == ExpectationState.NOT_REQUIRED
    assert _judge(READ, agency=founded).state == ExpectationState.NOT_REQUIRED
    ceased = replace(BUREAU, last_report_year=2024)
    assert _judge(READ, agency=ceased).state == ExpectationState.AGENCY_CEASED


def test_missing_is_confirmed_when_every_place_was_read_after_the_due_date() -> None:
    judged = _judge(READ, OWN)
    assert (judged.state, judged.due_on) == (ExpectationState.OVERDUE_CONFIRMED, DUE)
    assert len(judged.evidence["places"]) == 2  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("place", "state"),
    [
        (replace(OWN, complete=False), "overdue_not_seen"),
        (replace(OWN, column_failed=True), "overdue_not_seen"),
        (replace(OWN, rows=0), "overdue_not_seen"),
        (replace(OWN, read_at=None), "overdue_not_seen"),
        (replace(OWN, column_located=False), "overdue_not_seen"),
        # the evening of the due date in China
        (replace(OWN, read_at=dt.datetime(2026, 1, 31, 15, tzinfo=dt.UTC)), "overdue_not_seen"),
        (replace(OWN, site_state=SiteState.UNVISITED), "overdue_not_seen"),
        (replace(OWN, site_state=SiteState.UNREACHABLE), "site_unreachable"),
        (replace(OWN, site_state=SiteState.BLOCKED), "blocked"),
        (replace(OWN, site_state=SiteState.EXCLUDED), "blocked"),
    ],
)
def test_one_place_not_read_is_enough_to_confirm_nothing(place: Place, state: str) -> None:
    assert _judge(READ, place).state == state


def test_a_report_that_could_not_be_assigned_may_be_the_missing_one() -> None:
    assert _judge(READ, unassigned=1).state == ExpectationState.OVERDUE_NOT_SEEN


PLACES = st.builds(
    Place,
    host=st.sampled_from(["a.gov.cn", "b.gov.cn"]),
    site_state=st.sampled_from(SiteState),
    column_located=st.booleans(),
    read_at=st.none() | st.datetimes(timezones=st.just(dt.UTC)),
    complete=st.booleans(),
    rows=st.integers(0, 60),
)


@given(st.lists(PLACES, max_size=3), st.dates(dt.date(2026, 2, 1), dt.date(2026, 12, 31)))
def test_nothing_is_confirmed_on_less(places: list[Place], today: dt.date) -> None:
    judged = _judge(*places, today=today)
    if judged.state is ExpectationState.OVERDUE_CONFIRMED:
        assert places
        assert all(
            place.site_state is SiteState.REACHABLE
            and place.complete
            and place.read_at
            and place.read_at.date() >= DUE
            for place in places
        )
    else:
        assert judged.due_on == DUE
