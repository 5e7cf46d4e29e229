"""Growth: what a crawl of a large world costs as its registry grows, on parts of one world."""

from __future__ import annotations

import csv
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select

from storage.models import Capture, Crawl
from tests.benchmarks.finding import run_peer
from tests.benchmarks.memory import Peak, peak_below
from tests.benchmarks.plots import draw
from tests.benchmarks.tables import show
from tests.program import Program
from tests.world.simulated import ServedWorld, World

COLUMNS = (
    *("agencies", "sites", "pages", "pages/s", "bare Scrapy", "ratio", "reading s"),
    *("walk MiB", "tree MiB", "per report", "recall", "coverage s", "export s", "revisit s"),
)


@dataclass(frozen=True)
class Walked:
    """The addresses that a crawl asked for, and the seconds it took from first to last."""

    urls: list[str]
    seconds: float


@dataclass(frozen=True)
class Cost:
    """What a crawl of so many agencies cost; times are seconds, ``bare`` that of bare Scrapy."""

    agencies: int
    sites: int
    pages: int
    walk: float
    bare: float
    reading: float
    peak: Peak
    per_report: float
    recall: float
    coverage: float
    export: float
    revisit: float

    @property
    def row(self) -> tuple[object, ...]:
        """A row of the table."""
        return (
            *(self.agencies, self.sites, self.pages, self.pages / self.walk),
            *(self.pages / self.bare, f"{self.bare / self.walk:.2f}", self.reading),
            *(round(self.peak.walk), round(self.peak.tree)),
            *(f"{self.per_report:.2f}", f"{self.recall:.2%}"),
            *(self.coverage, self.export, self.revisit),
        )


def measure_growth(
    served: ServedWorld, sizes: list[int], scratch: Path, plot: Path | None = None
) -> None:
    """Prints the table: a row for each number of agencies, each on the same served world.

    It is printed anew with each row: a large one takes an hour. ``plot`` gets the curves.
    """
    truth = served.world.truth
    costs: list[Cost] = []
    for size in sizes:
        costs.append(_measure(served, part_of(served.world, truth, size, scratch), scratch))
        rows = [cost.row for cost in costs]
        show("Growth (pages/s of the walk, archived and judged)", COLUMNS, rows)
    if plot is not None:
        draw(
            plot,
            "A crawl as its registry grows",
            "Each curve is over the number of agencies; a level one is linear growth.",
            _curves(costs),
        )


def _curves(costs: list[Cost]) -> dict[str, dict[int, float]]:
    def curve(number: Callable[[Cost], float]) -> dict[int, float]:
        return {cost.agencies: number(cost) for cost in costs}

    return {
        "pages/s of the walk": curve(lambda one: one.pages / one.walk),
        "of bare Scrapy's speed": curve(lambda one: one.bare / one.walk),
        "requests for each report": curve(lambda one: one.per_report),
        "MiB of a process that walks": curve(lambda one: one.peak.walk),
        "seconds of reading for each agency": curve(lambda one: one.reading / one.agencies),
        "seconds of coverage for each agency": curve(lambda one: one.coverage / one.agencies),
    }


def part_of(world: World, truth: dict[str, Any], size: int, scratch: Path) -> World:
    """The first ``size`` agencies, and on to the end of their place, with what is true of them."""
    lines = world.agencies
    ends = (n for n in range(size, len(lines)) if lines[n]["class"].startswith("government"))
    lines = lines[: next(ends, len(lines))]
    part = World(scratch / f"part-{size}")
    part.folder.mkdir()
    with part.registry.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, lines[0])
        writer.writeheader()
        writer.writerows(lines)
    ids = {line["id"] for line in lines}
    of_part = {
        name: [one for one in truth[name] if one["agency_id"] in ids]
        for name in ("reports", "expectations")
    }
    (part.folder / "truth.json").write_text(json.dumps(truth | of_part), encoding="utf-8")
    return part


def _measure(whole: ServedWorld, part: World, scratch: Path) -> Cost:
    served = ServedWorld(part, whole.proxy, whole.day)
    homes = [line["homepage"] for line in part.agencies]
    hosts = {urlsplit(home).hostname for home in homes if home}
    _draw(served, hosts, scratch)
    program = Program(scratch / f"home-{part.folder.name}", served.proxy)
    served.reset()
    program.done("agencies", "import", str(part.registry))
    with peak_below(os.getpid()) as peak:
        crawl = _seconds(program, "crawl")
    walked = _walked(program)
    recall, per_report = _scored(program, served)
    bare = _bare(served, walked, scratch)
    coverage = _seconds(program, "coverage", "--as-of", served.day, codes=(0, 3))
    export = _seconds(program, "export", "reports", "-o", str(scratch / "reports.jsonl"))
    revisit = _seconds(program, "crawl")
    return Cost(
        agencies=len(homes),
        sites=len(hosts),
        pages=len(walked.urls),
        walk=walked.seconds,
        bare=bare,
        reading=crawl - walked.seconds,
        peak=peak,
        per_report=per_report,
        recall=recall,
        coverage=coverage,
        export=export,
        revisit=revisit,
    )


def _draw(served: ServedWorld, hosts: set[str | None], scratch: Path) -> None:
    """Has the world draw its pages: what a page costs its server at first is nobody's here."""
    urls = [url for url in served.world.truth["urls"] if urlsplit(url).hostname in hosts]
    run_peer("bare Scrapy", served, scratch, urls=urls, budget=len(urls), out=_nowhere(scratch))


def _bare(served: ServedWorld, walked: Walked, scratch: Path) -> float:
    served.reset()
    urls = walked.urls
    return run_peer(
        "bare Scrapy", served, scratch, urls=urls, budget=len(urls), out=_nowhere(scratch)
    )


def _nowhere(scratch: Path) -> str:
    return str(scratch / "none.jsonl")


def _walked(program: Program) -> Walked:
    with program.database() as database, database.snapshot() as session:
        crawl = session.scalars(select(Crawl).order_by(Crawl.id)).first()
        assert crawl is not None
        assert crawl.finished_at is not None
        urls = list(session.scalars(select(Capture.url).where(Capture.crawl_id == crawl.id)))
        return Walked(urls, (crawl.finished_at - crawl.started_at).total_seconds())


def _scored(program: Program, served: ServedWorld) -> tuple[float, float]:
    """Recall, and requests for each report found."""
    reports = program.home / "reports.jsonl"
    program.done("export", "reports", "-o", str(reports))
    score = served.score(reports, None, program.home / "score.json")
    return score["discovery"]["recall"], score["manners"]["requests_per_found_report"]


def _seconds(program: Program, *arguments: str, codes: tuple[int, ...] = (0,)) -> float:
    started = time.monotonic()
    program.done(*arguments, codes=codes)
    return time.monotonic() - started
