"""A crawl judged against its past: silence where something was is a failure, with a cause."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.health import judge_crawl
from storage import archive, queries
from storage.database import Database, open_database
from storage.records import ColumnDraft, Subject
from storage.vocabulary import ColumnState, CrawlOutcome, SiteState

NOW = dt.datetime(2026, 2, 1, tzinfo=dt.UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{tmp_path / 'n.sqlite3'}")
    yield opened
    opened.dispose()


def visit(
    database: Database, host: str, state: SiteState, columns: int, cause: str = ""
) -> tuple[int, int]:
    with database.session() as session:
        site = archive.save_site(session, host, f"http://{host}/")
        crawl = archive.start_crawl(session, {"sites": [site.id], "budget": 1})
        archive.set_site_state(session, site.id, state, cause, NOW)
        outcome = CrawlOutcome.FINISHED if columns else CrawlOutcome.FAILED
        archive.save_visit(session, crawl, site.id, outcome, {"columns": columns}, cause)
    return crawl, site.id


def rules(database: Database, crawl: int) -> list[str]:
    health = judge_crawl(database, crawl)
    return [complaint.rule for site in health.sites for complaint in site.complaints]


@pytest.mark.parametrize(
    ("state", "rule"),
    [
        (SiteState.UNREACHABLE, "site.unreachable"),
        (SiteState.BLOCKED, "site.blocked"),
        (SiteState.EXCLUDED, "site.blocked"),
        (SiteState.REACHABLE, "site.column_not_located"),
    ],
)
def test_why_nothing_was_found(database: Database, state: SiteState, rule: str) -> None:
    crawl, _ = visit(database, "www.linhe.gov.cn", state, 0, "the cause")
    assert rules(database, crawl) == [rule]


def test_silence_after_something_is_another_matter_than_never_found(database: Database) -> None:
    visit(database, "www.linhe.gov.cn", SiteState.REACHABLE, 3)
    crawl, site_id = visit(database, "www.linhe.gov.cn", SiteState.REACHABLE, 0, "moved")
    assert rules(database, crawl) == ["site.silent"]
    with database.snapshot() as session:
        (issue,) = queries.issues_of(session, Subject.SITE, site_id)
    assert "moved" in issue.message


def test_a_complaint_is_cleared_when_it_has_passed(database: Database) -> None:
    crawl, site_id = visit(database, "www.linhe.gov.cn", SiteState.UNREACHABLE, 0)
    judge_crawl(database, crawl)
    crawl, _ = visit(database, "www.linhe.gov.cn", SiteState.REACHABLE, 1)
    assert rules(database, crawl) == []
    with database.snapshot() as session:
        assert queries.issues_of(session, Subject.SITE, site_id) == ()


def test_a_column_that_was_not_read_whole_is_named(database: Database) -> None:
    crawl, site_id = visit(database, "www.linhe.gov.cn", SiteState.REACHABLE, 1)
    with database.session() as session:
        url = "http://www.linhe.gov.cn/nb/"
        draft = ColumnDraft(
            site_id=site_id, url=url, name="年报", state=ColumnState.PARTIAL, read_at=NOW
        )
        archive.save_column(session, draft)
    assert rules(database, crawl) == ["site.column_incomplete"]


@pytest.mark.parametrize("state", [SiteState.UNREACHABLE, SiteState.BLOCKED])
def test_when_most_sites_fail_alike_it_is_rather_us(database: Database, state: SiteState) -> None:
    with database.session() as session:
        sites = [
            archive.save_site(session, f"w{n}.gov.cn", f"http://w{n}.gov.cn/") for n in range(5)
        ]
        crawl = archive.start_crawl(session, {"sites": [site.id for site in sites], "budget": 1})
        for site in sites:
            archive.set_site_state(session, site.id, state, "time-out", NOW)
            archive.save_visit(session, crawl, site.id, CrawlOutcome.FAILED, {}, "time-out")
    assert "network" in judge_crawl(database, crawl).ours


def test_a_site_that_lost_what_it_had_is_told_from_one_that_never_had(database: Database) -> None:
    crawl, _ = visit(database, "www.linhe.gov.cn", SiteState.BLOCKED, 0, "status 412")
    assert judge_crawl(database, crawl).silent == ()
    visit(database, "www.linhe.gov.cn", SiteState.REACHABLE, 2)
    for _ in range(2):  # and still when the crawl before failed too
        crawl, _ = visit(database, "www.linhe.gov.cn", SiteState.BLOCKED, 0, "status 412")
        (silent,) = judge_crawl(database, crawl).silent
        assert silent.host == "www.linhe.gov.cn"
