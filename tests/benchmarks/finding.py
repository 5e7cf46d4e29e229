"""Finding: what part of the reports, and at how many requests, beside two other crawls."""

from __future__ import annotations

import csv
import importlib
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from storage.models import Capture, Crawl
from tests.benchmarks.tables import share, show
from tests.program import ROOT, Program
from tests.world.simulated import SHARED, ServedWorld


@dataclass(frozen=True)
class Run:
    """One crawl: the addresses it took for reports, and what it cost."""

    name: str
    claimed: frozenset[str]
    requests: int
    seconds: float


class Answers:
    """Which addresses are reports, out of the truth of a world."""

    def __init__(self, served: ServedWorld) -> None:
        sys.path.insert(0, str(SHARED))
        sys.dont_write_bytecode = True  # reference material stays as it is
        self._truth: Any = importlib.import_module("world.score").Truth(
            served.world.truth, served.day, True
        )
        self.sources = {
            self._truth.normal(source["url"]): key
            for key, report in self._truth.reports.items()
            for source in report["sources"]
        }
        self.wanted = {
            key
            for key, report in self._truth.reports.items()
            if report["valid"] and self._truth.obtainable(report)
        }
        columns = [url for url, what in self._truth.urls.items() if what["kind"] == "annual_column"]
        self.floor = len(self.wanted) + len(columns)

    def figures(self, url: str) -> dict[str, Any]:
        """The true cells of the report at an address, as of the day; empty where there are none."""
        key = self.sources.get(self._truth.normal(url))
        if key is None:
            return {}
        found: dict[str, Any] = self._truth.version(self._truth.reports[key])["figures"]
        return found

    def row(self, run: Run) -> tuple[object, ...]:
        """A run as a row: recall and precision by address, requests, and against the floor."""
        urls = {self._truth.normal(url) for url in run.claimed}
        found = {self.sources[url] for url in urls if url in self.sources} & self.wanted
        return (
            run.name,
            share(len(found), len(self.wanted)),
            share(sum(url in self.sources for url in urls), len(urls)),
            run.requests,
            run.requests / max(1, len(found)),
            run.requests / self.floor,
            run.seconds,
        )


def measure_finding(served: ServedWorld, scratch: Path, budget: int) -> Program:
    """Prints the table; gives the home of our own crawl."""
    answers = Answers(served)
    peers = [_peer(name, served, scratch, budget) for name in ("breadth-first", "link rules")]
    program, ours = _ours(served, scratch)
    rows = [answers.row(run) for run in (*peers, ours)]
    floor = ("floor: reports + columns", "", "", answers.floor, "", 1.0, "")
    columns = ("", "recall", "precision", "requests", "per report", "× floor", "seconds")
    show(f"Finding ({budget:,} pages a host at the most)", columns, [*rows, floor])
    return program


def _ours(served: ServedWorld, scratch: Path) -> tuple[Program, Run]:
    program = Program(scratch / "home", served.proxy)
    served.reset()
    program.done("agencies", "import", str(served.world.registry))
    started = time.monotonic()
    program.done("crawl")
    seconds = time.monotonic() - started
    requests = served.statistics()["total"]["requests"]
    claimed = frozenset(line["source_url"] for line in program.exported("reports"))
    return program, Run("nianbao (reading included)", claimed, requests, seconds)


def _peer(name: str, served: ServedWorld, scratch: Path, budget: int) -> Run:
    served.reset()
    with served.world.registry.open(encoding="utf-8", newline="") as file:
        homes = sorted({row["homepage"] for row in csv.DictReader(file)} - {""})
    out = scratch / f"{name}.jsonl"
    seconds = run_peer(name, served, scratch, home_pages=homes, budget=budget, out=str(out))
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    requests = served.statistics()["total"]["requests"]
    return Run(name, frozenset(line["url"] for line in lines), requests, seconds)


def run_peer(name: str, served: ServedWorld, scratch: Path, **task: Any) -> float:
    """Runs a spider of ``peers``; its seconds."""
    path = scratch / f"{name}.task.json"
    path.write_text(json.dumps(task), encoding="utf-8")
    started = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.peers", name, str(path)],
        env={**os.environ, "http_proxy": served.proxy, "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        check=True,
    )
    return time.monotonic() - started


def measure_pages(served: ServedWorld, program: Program, scratch: Path) -> None:
    """Pages a second of our walk, archived and judged, beside Scrapy that only fetches them."""
    with program.database() as database, database.snapshot() as session:
        crawl = session.scalars(select(Crawl).order_by(Crawl.id)).first()
        assert crawl is not None
        assert crawl.finished_at is not None
        urls = list(session.scalars(select(Capture.url).where(Capture.crawl_id == crawl.id)))
        seconds = (crawl.finished_at - crawl.started_at).total_seconds()
    served.reset()
    task: dict[str, Any] = {"urls": urls, "budget": len(urls), "out": str(scratch / "none.jsonl")}
    bare = run_peer("bare Scrapy", served, scratch, **task)
    rows = [
        ("bare Scrapy", len(urls), bare, len(urls) / bare),
        ("nianbao", len(urls), seconds, len(urls) / seconds),
    ]
    show("The same pages, process start included", ("", "pages", "seconds", "pages/s"), rows)
