"""Finding: what part of the reports, and at how many requests, beside two other crawls."""

from __future__ import annotations

import csv
import importlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
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
    """One crawl: the addresses it took for reports, and what it cost.

    ``claimed`` has for each address the requests that had been sent when it was first met.
    """

    name: str
    claimed: Mapping[str, int]
    requests: int
    seconds: float


@dataclass(frozen=True)
class Outcome:
    """What a run came to: ``needed`` requests were sent until the last of its reports was met."""

    run: Run
    found: int
    wanted: int
    right: int
    claims: int
    needed: int

    @property
    def per_report(self) -> float:
        """Requests for each report found: what is asked after the last of them is not counted."""
        return self.needed / max(1, self.found)


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
        """The true cells of an HTML report, as of the day; empty for all else.

        A page that only carries a file or a picture of its tables is no HTML report.
        """
        normal = self._truth.normal(url)
        key = self.sources.get(normal)
        if key is None or self._truth.media[normal] != "html":
            return {}
        found: dict[str, Any] = self._truth.version(self._truth.reports[key])["figures"]
        return found

    def judge(self, run: Run) -> Outcome:
        """What a run came to, by address."""
        met: dict[Any, int] = {}
        claims: dict[str, int] = {}
        for url, asked in run.claimed.items():
            claims.setdefault(self._truth.normal(url), asked)
        for url, asked in claims.items():
            if (key := self.sources.get(url)) in self.wanted:
                met[key] = min(asked, met.get(key, asked))
        right = sum(url in self.sources for url in claims)
        needed = max(met.values(), default=run.requests)
        return Outcome(run, len(met), len(self.wanted), right, len(claims), needed)


def measure_finding(served: ServedWorld, scratch: Path, budget: int) -> Program:
    """Prints the tables; gives the home of our own crawl."""
    answers = Answers(served)
    runs = [_peer(name, served, scratch, budget) for name in ("breadth-first", "link rules")]
    program, run = _ours(served, scratch)
    peers, ours = [answers.judge(peer) for peer in runs], answers.judge(run)
    rows = [_row(outcome, answers.floor) for outcome in (*peers, ours)]
    floor = (
        "floor: reports + columns",
        len(answers.wanted),
        "",
        "",
        answers.floor,
        "",
        "",
        1.0,
        "",
    )
    title = f"Finding (peers: {budget:,} pages a host at the most)"
    show(title, _COLUMNS, [*rows, floor])
    show(
        "Requests for each report found, beside ours: a peer's last requests, in vain, not counted",
        ("", "per report", "ours", "times ours", "of the reports", "ours"),
        [_beside(peer, ours) for peer in peers],
    )
    return program


_COLUMNS = (
    "",
    "found",
    "recall",
    "precision",
    "requests",
    "until the last",
    "per report",
    "× floor",
    "seconds",
)


def _row(outcome: Outcome, floor: int) -> tuple[object, ...]:
    run = outcome.run
    return (
        run.name,
        outcome.found,
        share(outcome.found, outcome.wanted),
        share(outcome.right, outcome.claims),
        run.requests,
        outcome.needed,
        outcome.per_report,
        run.requests / floor,
        run.seconds,
    )


def _beside(peer: Outcome, ours: Outcome) -> tuple[object, ...]:
    return (
        peer.run.name,
        peer.per_report,
        ours.per_report,
        peer.per_report / ours.per_report,
        share(peer.found, peer.wanted),
        share(ours.found, ours.wanted),
    )


def _ours(served: ServedWorld, scratch: Path) -> tuple[Program, Run]:
    program = Program(scratch / "home", served.proxy)
    served.reset()
    program.done("agencies", "import", str(served.world.registry))
    started = time.monotonic()
    program.done("crawl")
    seconds = time.monotonic() - started
    requests = served.statistics()["total"]["requests"]
    claimed = {line["source_url"]: requests for line in program.exported("reports")}
    return program, Run("nianbao (reading included)", claimed, requests, seconds)


def _peer(name: str, served: ServedWorld, scratch: Path, budget: int) -> Run:
    served.reset()
    with served.world.registry.open(encoding="utf-8", newline="") as file:
        homes = sorted({row["homepage"] for row in csv.DictReader(file)} - {""})
    out = scratch / f"{name}.jsonl"
    seconds = run_peer(name, served, scratch, home_pages=homes, budget=budget, out=str(out))
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    requests = served.statistics()["total"]["requests"]
    claimed: dict[str, int] = {}
    for line in lines:
        claimed.setdefault(line["url"], line["asked"])
    return Run(name, claimed, requests, seconds)


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
