"""Growth: what a crawl of a large world costs as its registry grows, on parts of one world."""

from __future__ import annotations

import csv
import json
import os
import time
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


def measure_growth(
    served: ServedWorld, sizes: list[int], scratch: Path, plot: Path | None = None
) -> None:
    """Prints the table: a row for each number of agencies, each on the same served world.

    It is printed anew with each row: a large one takes an hour. ``plot`` gets the curves.
    """
    truth = served.world.truth
    rows: list[tuple[object, ...]] = []
    for size in sizes:
        rows.append(_row(served, part_of(served.world, truth, size, scratch), scratch))
        show("Growth (pages/s of the walk, archived and judged)", COLUMNS, rows)
    if plot is not None:
        _draw_curves(plot, rows)


def _draw_curves(plot: Path, rows: list[tuple[object, ...]]) -> None:
    named = [dict(zip(COLUMNS, map(_number, row), strict=True)) for row in rows]

    def curve(name: str, of: str = "") -> dict[int, float]:
        return {int(one["agencies"]): one[name] / (one[of] if of else 1) for one in named}

    draw(
        plot,
        "A crawl as its registry grows",
        "Each curve is over the number of agencies; a level one is linear growth.",
        {
            "pages/s of the walk": curve("pages/s"),
            "of bare Scrapy's speed": curve("ratio"),
            "requests for each report": curve("per report"),
            "MiB of a process that walks": curve("walk MiB"),
            "seconds of reading for each agency": curve("reading s", "agencies"),
            "seconds of coverage for each agency": curve("coverage s", "agencies"),
        },
    )


def _number(cell: object) -> float:
    text = str(cell)
    return float(text.rstrip("%")) / (100 if text.endswith("%") else 1)


def part_of(world: World, truth: dict[str, Any], size: int, scratch: Path) -> World:
    """The first ``size`` agencies, and on to the end of their place, with what is true of them."""
    with world.registry.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
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


def _row(whole: ServedWorld, part: World, scratch: Path) -> tuple[object, ...]:
    served = ServedWorld(part, whole.proxy, whole.day)
    with part.registry.open(encoding="utf-8", newline="") as file:
        homes = [line["homepage"] for line in csv.DictReader(file)]
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
    return (
        *(len(homes), len(hosts), len(walked.urls)),
        *_speeds(walked, bare),
        *_costs(peak, crawl - walked.seconds),
        *(f"{per_report:.2f}", f"{recall:.2%}", coverage, export, revisit),
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


def _speeds(walked: Walked, bare: float) -> tuple[object, ...]:
    pages = len(walked.urls)
    return pages / walked.seconds, pages / bare, f"{bare / walked.seconds:.2f}"


def _costs(peak: Peak, reading: float) -> tuple[object, ...]:
    return reading, round(peak.walk), round(peak.tree)


def _seconds(program: Program, *arguments: str, codes: tuple[int, ...] = (0,)) -> float:
    started = time.monotonic()
    program.done(*arguments, codes=codes)
    return time.monotonic() - started
