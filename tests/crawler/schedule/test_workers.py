"""Real processes: a run is done in one, and none outlives its scheduler."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.run import choose_sites, run_crawl
from crawler.schedule.identity import is_gone, this_process
from crawler.schedule.workers import Subprocesses
from deploy.demo.province import REGISTRY, load_province
from deploy.demo.server import DemoProvince
from storage import archive, queries
from storage.config import settings
from storage.database import Database
from storage.records import RunDraft, RunRecord
from storage.vocabulary import ColumnState, RunOutcome
from tests.program import ROOT, Program

PATIENCE = 120.0  # seconds until something that does not come fails the test
NOW = dt.datetime(2026, 1, 20, 4, tzinfo=dt.UTC)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    """A home that the processes started here are in too."""
    program = Program(tmp_path / "home")
    for name, value in program.environment.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    yield program
    settings.cache_clear()


def claimed(database: Database, kind: str) -> RunRecord:
    with database.session() as session:
        archive.plan_run(session, RunDraft(kind, kind, kind, NOW, NOW), NOW)
        scheduler = archive.enrol_scheduler(session, "m", "1", NOW)
        (run,) = queries.runs(session)
        again = archive.claim_run(session, run.id, scheduler.id, NOW)
    assert again is not None
    return again


def wait_for(workers: Subprocesses) -> list[tuple[RunRecord, str]]:
    deadline = time.monotonic() + PATIENCE
    while not (ended := list(workers.ended())):
        assert time.monotonic() < deadline, "it does not end"
        time.sleep(0.05)
    return ended


def test_a_run_writes_how_it_ended(program: Program) -> None:
    with program.database() as database:
        workers = Subprocesses(program.home)
        workers.start(claimed(database, "verify"))
        assert [cause for _, cause in wait_for(workers)] == [""]
        with database.snapshot() as session:
            (run,) = queries.runs(session)
    assert run.outcome is RunOutcome.FINISHED
    assert run.counts == {"records": 0, "damaged": 0, "problems": []}


def test_a_process_that_dies_is_told_with_its_log(program: Program) -> None:
    with program.database() as database:
        workers = Subprocesses(program.home)
        workers.start(claimed(database, "no such kind"))
        ((run, cause),) = wait_for(workers)
    assert "ended with code 1" in cause
    assert "KeyError" in (program.home / "logs" / f"run-{run.id}.log").read_text()


def test_a_tethered_process_ends_with_its_parent() -> None:
    child = "import sys, time; from crawler.tether import tether; tether(); print(1, flush=True)"
    parent = (
        "import subprocess, sys, time\n"
        f"child = subprocess.Popen([sys.executable, '-c', {child + '; time.sleep(600)'!r}],"
        " stdin=subprocess.PIPE, stdout=subprocess.PIPE)\n"
        "child.stdout.read(1); print(child.pid, flush=True); time.sleep(600)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", parent], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        child_id = int(process.stdout.readline())
        os.kill(process.pid, signal.SIGKILL)
        deadline = time.monotonic() + PATIENCE
        while Path(f"/proc/{child_id}/stat").exists() and " Z " not in Path(
            f"/proc/{child_id}/stat"
        ).read_text(errors="replace"):
            assert time.monotonic() < deadline, "it outlives its parent"
            time.sleep(0.02)


def test_a_process_is_known_by_more_than_its_number() -> None:
    _, own = this_process()
    assert not is_gone(own)
    number, began, boot, space = own.split(" ")
    assert is_gone(f"{number} {int(began) - 1} {boot} {space}")  # the number was given again
    assert not is_gone(f"{number} {int(began) - 1} another-boot {space}")  # nobody can say
    assert not is_gone(number)


@pytest.mark.slow
def test_when_its_hours_end_a_site_is_asked_nothing_more(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    province = replace(load_province(), years=range(2024, 2026))
    with DemoProvince(province).serve() as proxy, program.database() as database:
        monkeypatch.setenv("http_proxy", proxy)
        replace(program, proxy=proxy).done("agencies", "import", str(REGISTRY))
        sites = choose_sites(database)
        over = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)
        walked = run_crawl(database, settings(), sites, lambda _: None, until=over)
        with database.snapshot() as session:
            states = {column.state for column in queries.columns(session)}
            causes = {visit.cause for visit in queries.visits(session)}
    assert walked.counts.get("requests", 0) == 0
    assert states <= {ColumnState.PARTIAL}
    assert all(cause.startswith("its hours ended at") for cause in causes)
