"""What there is to tell: once for each change of state, whatever is decided how often."""

from __future__ import annotations

import datetime as dt

import pytest

from crawler.alerts.tell import decide_alerts
from crawler.health import SILENT
from storage import archive
from storage.errors import ConfigurationError
from storage.records import IssueDraft, Subject
from storage.vocabulary import CrawlOutcome, Fault, Severity, SiteState
from storage.vocabulary import ExpectationState as State
from tests.crawler.alerts.season import (
    AFTER,
    BEFORE,
    LATER,
    NOBODY,
    answers,
    at,
    judged,
    open_kinds,
    publish,
    stands,
)
from tests.pipelines.home import HOST, Home

CIVIL, WATER = "清河县民政局", "清河县水务局"
OLD = [(name, year, f"{year + 1}-01-20", 0) for name in (CIVIL, WATER) for year in (2023, 2024)]


def test_a_season(home: Home) -> None:
    publish(home, BEFORE, *OLD)
    assert judged(home, BEFORE) == []  # what is known when the watch begins is no news
    fourteen, three = dt.date(2026, 1, 17), dt.date(2026, 1, 28)
    for day, kind in ((fourteen, "reminder_14"), (three, "reminder_3")):
        assert judged(home, day) == [(kind, "civil", 2025), (kind, "water", 2025)]
        assert judged(home, day + dt.timedelta(days=1)) == []
    publish(home, AFTER, *OLD, (CIVIL, 2025, "2026-01-30", 7))
    assert judged(home, AFTER) == [("confirmed_missing", "water", 2025)]
    publish(home, LATER, *OLD, (CIVIL, 2025, "2026-01-30", 8), (WATER, 2025, "2026-02-03", 0))
    assert judged(home, LATER) == [
        ("published_at_last", "water", 2025),
        ("quiet_edit", "civil", 2025),
    ]
    assert judged(home, LATER) == []
    assert open_kinds(home) == ["reminder_14"] * 2 + ["reminder_3"] * 2 + [
        "published_at_last",
        "quiet_edit",
    ]


CHANGES = {
    "not_due found_on_time": "",
    "not_due overdue_not_seen overdue_confirmed": "overdue confirmed_missing",
    "overdue_confirmed overdue_not_seen overdue_confirmed": "confirmed_missing",
    "overdue_confirmed site_unreachable overdue_confirmed": "confirmed_missing",
    "not_due found_late": "published_late",
    "site_unreachable found_late": "published_late",
    "overdue_not_seen blocked found_late": "overdue published_at_last",
    "overdue_confirmed found_on_time": "confirmed_missing published_at_last",
    "found_on_time overdue_confirmed found_on_time overdue_confirmed": (
        "confirmed_missing published_at_last confirmed_missing"
    ),
    "overdue_confirmed found_invalid found_late": (
        "confirmed_missing published_invalid published_at_last"
    ),
    "column_not_located blocked site_unreachable agency_ceased": "",
}


@pytest.mark.parametrize("states", CHANGES)
def test_changes_of_state(home: Home, states: str) -> None:
    told = []
    for state in map(State, states.split()):
        told += stands(home, AFTER, state)
        assert stands(home, AFTER, state) == []
    assert told == CHANGES[states].split()


def test_old_years_are_news_only_when_they_change(home: Home) -> None:
    assert stands(home, AFTER, State.OVERDUE_CONFIRMED, year=2021) == []
    assert stands(home, AFTER, State.FOUND_LATE, year=2021) == ["published_at_last"]


def test_no_earlier_day_is_decided(home: Home) -> None:
    stands(home, AFTER, State.FOUND_LATE)
    with pytest.raises(ConfigurationError, match=r"up to 2026-02-02 already; 2026-01-10 can only"):
        decide_alerts(home.database, BEFORE, NOBODY)


def test_a_site_that_falls_is_one_event_of_the_site(home: Home) -> None:
    stands(home, BEFORE, State.NOT_DUE)
    answers(home, SiteState.UNREACHABLE, AFTER, "time-out")
    assert stands(home, AFTER, State.SITE_UNREACHABLE) == ["site_down"]
    answers(home, SiteState.UNREACHABLE, LATER, "refused")
    assert stands(home, LATER, State.SITE_UNREACHABLE) == []
    answers(home, SiteState.BLOCKED, LATER, "status 412")
    assert stands(home, LATER, State.BLOCKED) == ["blocked"]
    answers(home, SiteState.REACHABLE, LATER)
    assert stands(home, LATER, State.OVERDUE_NOT_SEEN) == ["overdue"]
    assert open_kinds(home) == ["overdue"]
    answers(home, SiteState.UNREACHABLE, LATER, "time-out")
    assert stands(home, LATER, State.SITE_UNREACHABLE) == ["site_down"]


def test_many_sites_that_fall_together_are_one_event_of_the_crawl(home: Home) -> None:
    sites = [home.site_id]
    with home.database.session() as session:
        sites += [
            archive.save_site(session, f"{n}.gov.cn", f"http://{n}.gov.cn/").id for n in range(5)
        ]
        crawl = archive.start_crawl(session, {"sites": sites})
        for site_id in sites:
            archive.set_site_state(session, site_id, SiteState.UNREACHABLE, "no route", at(AFTER))
            archive.save_visit(session, crawl, site_id, CrawlOutcome.FAILED, {}, "no route")
        archive.finish_crawl(session, crawl, CrawlOutcome.FINISHED, {})
    alerts = decide_alerts(home.database, AFTER, NOBODY)
    assert [(one.kind.value, one.facts["crawl"]) for one in alerts] == [("crawl_failed", crawl)]
    assert alerts[0].facts["cause"].startswith("6 of 6 sites were unreachable")


def test_a_crawl_that_failed_and_a_site_that_fell_silent(home: Home) -> None:
    with home.database.session() as session:
        failed = archive.start_crawl(session, {"sites": []})
        archive.finish_crawl(session, failed, CrawlOutcome.FAILED, {}, "no room on the disk")
        hint = archive.start_crawl(session, {"found": "http://a/"})
        archive.finish_crawl(session, hint, CrawlOutcome.FAILED, {}, "no report there")
        silent = IssueDraft(SILENT, Severity.ERROR, Fault.SITE, "未找到年报栏目（上次有 3 个栏目）")
        archive.save_issue(session, Subject.SITE, home.site_id, silent, at(AFTER))
    alerts = decide_alerts(home.database, AFTER, NOBODY)
    assert [one.facts["cause"] for one in alerts] == ["no room on the disk", silent.message]
    assert alerts[1].facts["host"] == HOST
    assert decide_alerts(home.database, AFTER, NOBODY) == ()
    with home.database.session() as session:
        archive.clear_issues(session, Subject.SITE, home.site_id)
        well = archive.start_crawl(session, {"sites": []})
        archive.finish_crawl(session, well, CrawlOutcome.FINISHED, {})
    decide_alerts(home.database, AFTER, NOBODY)
    assert open_kinds(home) == []


def test_damage_is_told_until_it_is_other_damage(home: Home) -> None:
    def verified(*problems: str) -> list[str]:
        with home.database.session() as session:
            archive.save_verification(session, 9, problems, at(AFTER))
        return [one.kind.value for one in decide_alerts(home.database, AFTER, NOBODY)]

    assert verified() == []
    assert verified("a.warc.gz at byte 0: cut short") == ["archive_damaged"]
    assert verified("a.warc.gz at byte 0: cut short") == []
    assert verified("a.warc.gz at byte 0: cut short", "b.warc.gz: missing") == ["archive_damaged"]
    assert verified() == []
    assert open_kinds(home) == []


def test_a_withdrawn_report(home: Home) -> None:
    publish(home, BEFORE, *OLD)
    judged(home, BEFORE)

    def gone(withdrawn_at: dt.datetime | None) -> list[tuple[str, str | None, int | None]]:
        with home.database.session() as session:
            archive.set_withdrawal(session, "civil", 2024, at(BEFORE), withdrawn_at)
        return judged(home, AFTER)

    told = ("withdrawn", "civil", 2024)
    assert told not in gone(None)  # a page that does not answer may come back
    assert told in gone(at(AFTER))
    assert told not in gone(at(LATER))
