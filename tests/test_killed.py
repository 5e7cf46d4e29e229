"""A crawl killed at any moment loses nothing and makes nothing twice."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from deploy.demo.expected import expected_reports
from deploy.demo.province import REGISTRY, load_province
from deploy.demo.server import DemoProvince
from storage.database import Database
from storage.models import Crawl, Document, Report, ReportVersion
from storage.vocabulary import CrawlOutcome, DocumentState
from tests.program import Program, kill_group

pytestmark = pytest.mark.slow

SEED = 20260131
PROVINCE = replace(load_province(), years=range(2024, 2026))
REPORTS = expected_reports(PROVINCE)
WALKS, READINGS = 6, 4  # so many of the ten die while they ask, so many while they read
PATIENCE = 60.0  # seconds until a moment that does not come fails the test


class SlowProvince(DemoProvince):
    """Answers after a while, so that there is a moment to die in, and counts what it was asked."""

    answered = 0

    def answer(self, url: str, form: str = "") -> tuple[HTTPStatus, str, bytes]:
        time.sleep(0.02)
        self.answered += 1
        return super().answer(url, form)


@dataclass(frozen=True)
class Moment:
    """When a crawl dies: ``seconds`` after ``what`` has come ``count`` further."""

    what: str
    count: int
    seconds: float


def moments(generator: random.Random) -> Iterator[Moment]:
    """Ten moments spread over the whole of the work, each at random in its part of it."""
    asked = (len(REPORTS) + 30) // WALKS
    for _ in range(WALKS):
        yield Moment("asked", generator.randint(1, asked), generator.uniform(0, 0.1))
    for part in range(READINGS):
        written = len(REPORTS) * part // READINGS + generator.randrange(len(REPORTS) // READINGS)
        yield Moment("written", written, generator.uniform(0, 0.05))


@pytest.fixture
def province() -> SlowProvince:
    return SlowProvince(PROVINCE)


def test_ten_deaths_lose_nothing(province: SlowProvince, tmp_path: Path) -> None:
    with province.serve() as proxy:
        whole, killed = Program(tmp_path / "whole", proxy), Program(tmp_path / "killed", proxy)
        for program in (whole, killed):
            program.done("agencies", "import", str(REGISTRY))
        whole.done("crawl")
        for moment in moments(random.Random(SEED)):  # noqa: S311 - repeatable, not secret
            die_at(killed, province, moment)
        killed.done("crawl")
    assert outcomes(killed) == {
        CrawlOutcome.INTERRUPTED: WALKS,
        CrawlOutcome.FINISHED: READINGS + 1,  # asking ends before reading begins
    }
    assert content(killed) == content(whole)
    assert killed.done("verify").endswith(" 0 problems\n")
    assert [path for path in (killed.home / "archive").iterdir() if path.suffix != ".gz"] == []
    nothing_twice(killed)


def die_at(program: Program, province: SlowProvince, moment: Moment) -> None:
    """Starts a crawl and kills its whole process group at a moment.

    Answers that were on their way when the one before died do not count as its own.
    """
    with program.database() as database:
        before = begun(database)
        start: int | None = None
        process = program.start("crawl")
        try:
            deadline = time.monotonic() + PATIENCE
            while start is None or moment.count > (
                province.answered - start if moment.what == "asked" else written(database)
            ):
                if start is None and begun(database) > before:
                    start = province.answered
                assert process.poll() is None, f"the crawl ended before {moment}"
                assert time.monotonic() < deadline, f"{moment} did not come"
                time.sleep(0.01)
            time.sleep(moment.seconds)
            assert process.poll() is None, f"the crawl ended before {moment}"
        finally:
            kill_group(process)


def begun(database: Database) -> int:
    with database.snapshot() as session:
        return session.scalar(select(func.count()).select_from(Crawl)) or 0


def written(database: Database) -> int:
    with database.snapshot() as session:
        return session.scalar(select(func.count()).select_from(Report)) or 0


def outcomes(program: Program) -> Counter[CrawlOutcome]:
    with program.database() as database, database.snapshot() as session:
        return Counter(session.scalars(select(Crawl.outcome)))


def content(program: Program) -> dict[tuple[str, int], Any]:
    """What was found, apart from when."""
    return {
        (line["agency_id"], line["report_year"]): {
            **{name: value for name, value in line.items() if name != "first_seen"},
            "versions": [(v["number"], v["content_digest"]) for v in line["versions"]],
        }
        for line in program.exported("reports")
    }


def nothing_twice(program: Program) -> None:
    with program.database() as database, database.snapshot() as session:
        documents = session.scalars(select(Document)).all()
        versions = session.scalar(select(func.count()).select_from(ReportVersion))
    assert len({document.url for document in documents}) == len(documents)
    assert {document.state for document in documents} == {DocumentState.READ}
    assert versions == len(REPORTS)
