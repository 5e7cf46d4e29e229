"""One crawl of a world by the real program, a revisit, and what both came to."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from storage.models import Column, Document, Issue, ListingEntry, Report, ReportVersion
from tests.program import Program
from tests.world.simulated import ServedWorld

# Wrong in either of these names the wrong body in public.
_AGENCY = ("wrong_agency", "wrong_agency_and_year")
_YEAR = ("wrong_year", "wrong_agency_and_year")


@dataclass(frozen=True)
class Measurement:
    """What a crawl of a world came to; shares are from 0 to 1, None where nothing was counted."""

    name: str
    wanted: int
    found: int
    recall: float | None
    precision: float | None
    wrong_agency: int
    wrong_year: int
    duplicates: int
    html_cells: float | None
    html_exact: float | None
    requests_per_report: float | None
    robots_violations: int
    concurrency: int
    states: float | None
    wrongly_overdue: int
    requests_per_column: float | None = None
    new_on_revisit: int | None = None
    recall_by_family: dict[str, float | None] = field(default_factory=dict)
    score: dict[str, Any] = field(default_factory=dict, repr=False)


def measure(
    name: str, served: ServedWorld, home: Path, *, without: str = "", revisit: bool = True
) -> Measurement:
    """Crawls a world from an empty home and scores it.

    Args:
        name: what the row of the table is called.
        served: the world.
        home: an empty folder.
        without: a listing family to leave to the generic reader.
        revisit: whether the same day is crawled once more.
    """
    program = Program(home, served.proxy)
    served.reset()
    program.done("agencies", "import", str(served.world.registry))
    _crawl(program, without)
    score = served.score(*exports(program, served.day), home / "score.json")
    facts = _facts(name, score)
    if revisit:
        facts |= _revisit(program, served, without)
    return Measurement(**facts)


def _crawl(program: Program, without: str) -> None:
    if without:
        program.done(without, "crawl", module="tests.world.without")
    else:
        program.done("crawl")


def exports(program: Program, day: str) -> tuple[Path, Path]:
    """The reports and the coverage of a crawled home, as files in it."""
    reports, coverage = program.home / "reports.jsonl", program.home / "coverage.jsonl"
    program.done("export", "reports", "-o", str(reports))
    program.done("export", "coverage", "--as-of", day, "-o", str(coverage))
    return reports, coverage


def _facts(name: str, score: dict[str, Any]) -> dict[str, Any]:
    found, manners, coverage = score["discovery"], score["manners"], score["coverage"]
    html = score["cells"]["groups"].get("medium:html", {})
    verdicts = Counter(found["verdicts"])
    return {
        "name": name,
        "wanted": found["wanted"],
        "found": found["found"],
        "recall": found["recall"],
        "precision": found["precision"],
        "wrong_agency": sum(verdicts[one] for one in _AGENCY),
        "wrong_year": sum(verdicts[one] for one in _YEAR),
        "duplicates": found["duplicates_left"],
        "html_cells": html.get("cell_accuracy"),
        "html_exact": html.get("exact_share"),
        "requests_per_report": manners["requests_per_found_report"],
        "robots_violations": manners["robots_violations"],
        "concurrency": manners["max_concurrency_on_a_host"],
        "states": coverage["state_accuracy"],
        "wrongly_overdue": len(coverage["wrongly_confirmed"]),
        "recall_by_family": found["recall_by_family"],
        "score": score,
    }


def _revisit(program: Program, served: ServedWorld, without: str) -> dict[str, Any]:
    """The same day again: each column is asked, nothing is new."""
    before, asked = contents(program), _asked(served)
    _crawl(program, without)
    after = contents(program)
    columns = before["site_column"]
    return {
        "requests_per_column": round((_asked(served) - asked) / columns, 2) if columns else None,
        "new_on_revisit": sum(after[table] - before[table] for table in after),
    }


def _asked(served: ServedWorld) -> int:
    """Requests so far, robots.txt not counted: each host is asked for it once a crawl."""
    hosts = served.statistics()["hosts"].values()
    return sum(host["requests"] - host["kinds"].get("robots", 0) for host in hosts)


def contents(program: Program) -> dict[str, int]:
    """How many rows each table of findings has."""
    tables = (Column, Document, Report, ReportVersion, ListingEntry, Issue)
    with program.database() as database, database.snapshot() as session:
        return {
            table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0
            for table in tables
        }


def as_line(measurement: Measurement) -> str:
    """A measurement as a JSON line, for comparisons over time."""
    facts = {name: value for name, value in vars(measurement).items() if name != "score"}
    return json.dumps(facts, ensure_ascii=False)
