"""Reports that are not where they were: gone, moved, replaced, withdrawn, and back again."""

from __future__ import annotations

import datetime as dt

import pytest

from pipelines.items import MetAgain
from pipelines.keep import keep_again
from storage import archive, queries
from storage.records import ReportRecord
from storage.vocabulary import VersionChange
from tests.pipelines.home import CIVIL, COLUMN, VISIT, WATER, Home, exchange, report_page

TITLE = "清河县民政局2024年政府信息公开工作年度报告"
PAGE = f"{COLUMN}1.html"
CELL = "t3.requests_received.total"


def on(day: int) -> dt.datetime:
    return VISIT + dt.timedelta(days=day)


def publish(home: Home, *names: str, received: int = 3, day: int = 0) -> None:
    page = report_page(CIVIL.name, received=received)
    home.list_reports(*((name, TITLE, page) for name in names or ("1.html",)), at=on(day))
    home.read()


def others(home: Home, count: int = 5) -> None:
    """Reports of the water bureau, so that one report gone is no fall of the site."""
    for year in range(2019, 2019 + count):
        title = f"{WATER.name}{year}年政府信息公开工作年度报告"
        home.list_reports((f"w{year}.html", title, report_page(WATER.name, year)), at=on(0))
    home.read()


def ask(home: Home, day: int, url: str = PAGE, body: bytes = b"", reason: str = "") -> None:
    """A visit that finds a page at an address, or nothing for a reason."""
    with home.database.session() as session:
        crawl_id = archive.start_crawl(session, {})
        status = 200 if body else 404
        answer = exchange(url, body or b"404", on(day), status)
        capture = archive.store_exchange(session, home.store, crawl_id, answer)
        met = MetAgain(home.site_id, url, url, capture.id, capture.digest, reason)
        keep_again(session, crawl_id, met, on(day))
    home.read()


def away(home: Home, day: int, url: str = PAGE) -> None:
    ask(home, day, url, reason="status 404")


def report_of(home: Home) -> ReportRecord:
    with home.database.snapshot() as session:
        found = queries.report(session, CIVIL.id, 2024)
    assert found is not None
    return found


def test_gone_at_once_withdrawn_after_three_visits_in_two_weeks(home: Home) -> None:
    publish(home)
    others(home)
    away(home, 5)
    assert report_of(home).gone_since == on(5)
    away(home, 12)
    away(home, 18)
    assert report_of(home).withdrawn_at is None  # three visits, but in 13 days
    away(home, 19)
    found = report_of(home)
    assert (found.gone_since, found.withdrawn_at) == (on(5), on(19))


def test_two_visits_are_not_enough_however_far_apart(home: Home) -> None:
    publish(home)
    others(home)
    away(home, 5)
    away(home, 90)
    assert report_of(home).withdrawn_at is None


def test_back_again_is_not_withdrawn_and_the_absence_is_kept(home: Home) -> None:
    publish(home)
    others(home)
    for day in (5, 12, 19):
        away(home, day)
    ask(home, 26, body=report_page(CIVIL.name, received=3))
    found = report_of(home)
    assert (found.gone_since, found.withdrawn_at, found.version_count) == (None, None, 1)
    with home.database.snapshot() as session:
        (absence,) = queries.absences(session, [PAGE])
    assert (absence.since, absence.back_at, absence.visits) == (on(5), on(26), 3)


def test_a_fall_of_the_whole_site_withdraws_nothing(home: Home) -> None:
    publish(home)
    others(home, 2)
    urls = (PAGE, f"{COLUMN}w2019.html", f"{COLUMN}w2020.html")
    for day in (5, 12, 19):
        for url in urls:
            away(home, day, url)
    found = report_of(home)
    assert found.gone_since == on(5)
    assert found.withdrawn_at is None


def test_one_address_left_is_not_gone_and_speaks_from_now_on(home: Home) -> None:
    publish(home, "1.html", "2.html")
    others(home)
    first = report_of(home).source_url
    left = f"{COLUMN}2.html" if first == PAGE else PAGE
    for day in (5, 12, 19):
        away(home, day, first)
    found = report_of(home)
    assert (found.gone_since, found.source_url, found.version_count) == (None, left, 1)


def test_a_page_that_now_shows_another_report_is_gone(home: Home) -> None:
    publish(home)
    others(home)
    news = "<html><title>植树</title><body><h1>清河县举行春季植树活动</h1><p>三月十二日上午，"
    for day in (5, 12, 19):
        ask(home, day, body=f"{news}{'全县干部群众植树造林。' * 40}</p></body></html>".encode())
    assert report_of(home).withdrawn_at == on(19)
    with home.database.snapshot() as session:
        (address,) = queries.addresses(session, CIVIL.id, 2024)
    assert address.reason == queries.OTHER_DOCUMENT
    assert report_of(home).version_count == 1


def test_a_quiet_edit_is_a_version_with_the_visits_around_it(home: Home) -> None:
    publish(home)
    same = report_page(CIVIL.name, received=3)
    ask(home, 3, body=same)
    ask(home, 6, body=same.replace(b"</body>", "<p>浏览次数：57</p></body>".encode()))
    assert report_of(home).version_count == 1
    ask(home, 9, body=report_page(CIVIL.name, received=4))
    ask(home, 12, body=report_page(CIVIL.name, received=4))
    with home.database.snapshot() as session:
        before, after = queries.versions(session, CIVIL.id, 2024)
    assert after.change is VersionChange.QUIET_EDIT
    assert (before.first_seen_at, before.last_seen_at) == (on(0), on(6))
    assert before.replaced_at == after.first_seen_at == on(9)
    assert (after.not_seen_at, after.last_seen_at) == (on(6), on(12))
    assert after.replaced_at is None


def test_a_version_that_comes_back_is_the_newest_again(home: Home) -> None:
    publish(home)
    ask(home, 3, body=report_page(CIVIL.name, received=4))
    ask(home, 6, body=report_page(CIVIL.name, received=3))
    with home.database.snapshot() as session:
        versions = queries.versions(session, CIVIL.id, 2024)
        figures = queries.figures(session, CIVIL.id, 2024)
    assert len(versions) == 2
    assert figures is not None
    assert figures[CELL].value == 3
    assert versions[-1].again_since == on(6)
    assert versions[0].replaced_at == on(6)


@pytest.mark.parametrize("again", [1, 2])
def test_reading_again_changes_nothing(home: Home, again: int) -> None:
    publish(home, "1.html", "2.html")
    others(home)
    ask(home, 3, body=report_page(CIVIL.name, received=4))
    away(home, 9)
    before = report_of(home)
    for _ in range(again):
        home.read_again()
    assert report_of(home) == before
