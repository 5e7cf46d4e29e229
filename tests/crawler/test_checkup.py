"""The health of the whole: what needs a person is told, what does not is not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.checkup import Finding, check_up
from crawler.schedule.identity import this_process
from storage import archive, queries
from storage.config import Settings
from storage.database import Database, open_database
from storage.records import AgencyRecord, RunDraft
from storage.vocabulary import CrawlOutcome, RunOutcome, SiteState
from tests.program import Program

NOW = dt.datetime.now(dt.UTC)
HOST = "www.linhe.gov.cn"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{tmp_path / 'n.sqlite3'}")
    with opened.session() as session:
        archive.save_agencies(
            session, [AgencyRecord("linhe", "临河县人民政府", homepage=f"https://{HOST}/")]
        )
    yield opened
    opened.dispose()


def look(
    database: Database, home: Path, least_gib: float = 0, days: float = 0
) -> dict[str, Finding]:
    moment = NOW + dt.timedelta(days=days)
    findings = check_up(database, Settings(home=home), moment, least_gib)
    return {finding.check: finding for finding in findings}


def visit(database: Database, columns: int, cause: str = "") -> None:
    with database.session() as session:
        site = archive.save_site(session, HOST, f"https://{HOST}/")
        crawl = archive.start_crawl(session, {"sites": [site.id], "budget": 1})
        archive.set_site_state(session, site.id, SiteState.REACHABLE, cause, NOW)
        outcome = CrawlOutcome.FINISHED if columns else CrawlOutcome.FAILED
        archive.save_visit(session, crawl, site.id, outcome, {"columns": columns}, cause)


def run(database: Database, job: str, outcome: RunOutcome, counts: dict[str, object]) -> None:
    with database.session() as session:
        machine, process = this_process()
        scheduler = archive.enrol_scheduler(session, machine, process, NOW)
        draft = RunDraft(job, job.split()[0], job, NOW, NOW)
        archive.plan_run(session, draft, NOW)
        (waiting,) = queries.runs(session, RunOutcome.WAITING)
        claimed = archive.claim_run(session, waiting.id, scheduler.id, NOW)
        assert claimed is not None
        archive.finish_run(session, claimed, outcome, counts, NOW, "the cause")


def needing(findings: dict[str, Finding]) -> set[str]:
    return {name for name, finding in findings.items() if finding.needs_person}


def test_a_fresh_home_needs_nobody(database: Database, tmp_path: Path) -> None:
    findings = look(database, tmp_path)
    assert needing(findings) == set()
    assert set(findings) >= {"scheduler", "success", "silent", "falling", "unassigned", "disk"}


def test_a_site_without_success_is_named_with_its_cause(database: Database, tmp_path: Path) -> None:
    visit(database, 3)
    assert needing(look(database, tmp_path, days=2)) == set()
    stale = look(database, tmp_path, days=16)
    assert needing(stale) == {"success"}
    assert stale["success"].subjects[0].startswith(f"{HOST}: last ")


def test_a_site_that_fell_silent(database: Database, tmp_path: Path) -> None:
    visit(database, 3)
    visit(database, 0, "moved")
    assert look(database, tmp_path)["silent"].subjects == (f"{HOST}: no column, 3 before: moved",)


@pytest.mark.parametrize(("last", "falls"), [(4, False), (2, True)])
def test_counts_that_fall(database: Database, tmp_path: Path, last: int, falls: bool) -> None:
    for columns in (8, 8, 7, last):
        visit(database, columns)
    assert look(database, tmp_path)["falling"].needs_person is falls


def test_runs_that_failed_or_found_nothing(database: Database, tmp_path: Path) -> None:
    run(database, "columns 07:15", RunOutcome.FAILED, {})
    run(database, "columns 07:30", RunOutcome.FINISHED, {"sites": 3, "columns": 0})
    run(database, "verify", RunOutcome.FINISHED, {"records": 9, "damaged": 1, "problems": ["x"]})
    run(database, "columns 07:45", RunOutcome.FINISHED, {"sites": 9, "columns": 1, "ours": "us"})
    findings = look(database, tmp_path)
    assert needing(findings) == {"failed", "zero", "ours", "fixity"}
    assert findings["failed"].subjects[0].endswith("the cause")
    assert findings["fixity"].subjects == ("x",)


def test_a_scheduler_that_was_there_and_is_gone(database: Database, tmp_path: Path) -> None:
    run(database, "coverage", RunOutcome.FINISHED, {})
    assert not look(database, tmp_path)["scheduler"].needs_person
    assert look(database, tmp_path, days=1)["scheduler"].needs_person


def test_a_run_that_waits_for_days(database: Database, tmp_path: Path) -> None:
    with database.session() as session:
        archive.plan_run(session, RunDraft("verify", "verify", "verify", NOW, NOW), NOW)
    assert look(database, tmp_path)["late"].subjects == ()
    assert look(database, tmp_path, days=2)["late"].needs_person


def test_a_full_disk(database: Database, tmp_path: Path) -> None:
    assert look(database, tmp_path, least_gib=10**9)["disk"].needs_person


def test_the_command_ends_with_3_if_a_person_is_needed(tmp_path: Path) -> None:
    program = Program(tmp_path / "home")
    assert "disk" in program.done("health", "--min-free", "0")
    text = program.done("health", "--min-free", "1000000000", "--json", codes=(3,))
    assert '"check": "disk"' in text
