"""``nianbao schedule`` as it is run: a province is visited, read and judged by itself."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from deploy.demo.expected import expected_reports
from deploy.demo.province import REGISTRY, load_province
from deploy.demo.server import DemoProvince
from storage import queries
from storage.records import RunRecord
from storage.vocabulary import DocumentState, RunOutcome
from tests.program import Program

PROVINCE = replace(load_province(), years=range(2025, 2026))
PATIENCE = 300.0  # seconds until something that does not come fails the test


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    with DemoProvince(PROVINCE).serve() as proxy:
        program = Program(tmp_path / "home", proxy)
        program.done("agencies", "import", str(REGISTRY))
        yield program


def listed(program: Program) -> list[dict[str, Any]]:
    return [json.loads(line) for line in program.done("schedule", "--list", "--json").splitlines()]


def runs(program: Program) -> tuple[RunRecord, ...]:
    with program.database() as database, database.snapshot() as session:
        return queries.runs(session)


def until(program: Program, process: subprocess.Popen[bytes], come: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not come():
        assert process.poll() is None, "the scheduler ended by itself"
        assert time.monotonic() < deadline, f"it does not come: {runs(program)}"
        time.sleep(0.1)


def all_is_read(program: Program) -> bool:
    with program.database() as database, database.snapshot() as session:
        ended = {run.outcome for run in queries.runs(session)} == {RunOutcome.FINISHED}
        documents = {document.state for document in queries.documents(session)}
    return ended and documents == {DocumentState.READ}


def end(process: subprocess.Popen[bytes], how: signal.Signals) -> int:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process.pid, how)
    return process.wait()


def test_what_runs_when_is_told_before_anything_ran(program: Program) -> None:
    lines = listed(program)
    assert {line["kind"] for line in lines} == {
        "columns", "revisits", "coverage", "alerts", "verify",
    }  # fmt: skip
    assert sum(len(line["sites"]) for line in lines if line["kind"] == "columns") == 4
    assert all(line["next"] and line["last"] is None for line in lines)
    assert "coverage" in program.done("schedule", "--list")


def test_json_goes_with_list(program: Program) -> None:
    assert program("schedule", "--json").returncode == 2


def test_a_fault_in_the_windows_is_told_at_once(program: Program) -> None:
    (program.home / "windows.toml").write_text("[[window]]\n")
    ended = program("schedule")
    assert ended.returncode == 1
    assert "windows.toml" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.slow
def test_a_province_is_visited_and_read_although_the_scheduler_is_killed(program: Program) -> None:
    process = program.start("schedule")
    until(program, process, lambda: any(run.outcome is RunOutcome.RUNNING for run in runs(program)))
    end(process, signal.SIGKILL)
    process = program.start("schedule")
    try:
        until(program, process, lambda: all_is_read(program))
    finally:
        code = end(process, signal.SIGTERM)
    assert code == 0
    found = {(line["agency_id"], line["report_year"]) for line in program.exported("reports")}
    assert found == set(expected_reports(PROVINCE))
    assert program.done("verify").endswith(" 0 problems\n")
    told = [line for line in listed(program) if "run" in line]
    assert {line["outcome"] for line in told} == {"finished"}
    assert {line["job"].split()[0] for line in told} == {"new", "process"}
