"""Readers of the site while a crawl writes into the same database.

    python -m tests.benchmarks.load --world DIR --readers 200

crawls a part of a world, serves it as a user would, and reads pages of it, each reader one after
another, for as long as the crawl of the whole world takes, its reading included.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import httpx

from tests.benchmarks.asking import readers_of, spread
from tests.benchmarks.asking import served as site_of
from tests.benchmarks.growth import part_of
from tests.benchmarks.tables import show
from tests.program import Program
from tests.world.__main__ import DAY
from tests.world.simulated import World, build, missing

READERS = 200
PART = 20  # agencies that are there before the crawl of all
WORDS = ("申请", "公开", "主动公开", "信息公开申请", "行政复议")
PATIENCE = 120.0  # seconds a reader waits before it counts as failed


@dataclass
class Load:
    """What readers met: milliseconds of each answer, and what failed."""

    taken: list[float] = field(default_factory=list)
    failed: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


def main() -> None:
    """Crawls, serves, reads, crawls; prints the table."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.load", description=__doc__)
    parser.add_argument("--world", type=Path, help="a world already built")
    parser.add_argument("--readers", type=int, nargs="+", default=[1, READERS])
    parser.add_argument("--workers", type=int, default=2, help="processes that answer")
    asked = parser.parse_args()
    if why := missing():
        raise SystemExit(why)
    rows: list[tuple[object, ...]] = []
    with tempfile.TemporaryDirectory(prefix="nianbao-load-") as folder:
        scratch = Path(folder)
        world = World(asked.world) if asked.world else build(1, "small", scratch / "world")
        part = part_of(world, world.truth, PART, scratch)
        with world.serve(DAY) as there:
            rows.append(("none", *_row(*_read_while(there.proxy, world, part, scratch, 0, 0))))
            for readers in asked.readers:
                told = _read_while(there.proxy, world, part, scratch, readers, asked.workers)
                rows.append((readers, *_row(*told)))
    columns = ("answers", "a second", "median ms", "p95", "failed", "crawl s")
    show("Readers of the site during a crawl", ("readers", *columns), rows)


def _row(load: Load, crawl: float) -> tuple[object, ...]:
    if not load.taken:
        return ("", "", "", "", "", crawl)
    speed = len(load.taken) / load.seconds
    failed = ", ".join(f"{what}: {n}" for what, n in load.failed.items()) or "0"
    return (f"{len(load.taken):,}", speed, *spread(load.taken), failed, crawl)


def _read_while(
    proxy: str, world: World, part: World, scratch: Path, readers: int, workers: int
) -> tuple[Load, float]:
    """What readers met, and how long the crawl took."""
    program = Program(scratch / f"home-{readers}", proxy)
    program.done("agencies", "import", str(part.registry))
    program.done("crawl")
    paths = _paths(program, part)
    program.done("agencies", "import", str(world.registry))
    if not readers:
        return Load(), _crawl(program)
    url = f"sqlite:///{program.home / 'nianbao.sqlite3'}"
    with site_of(url, program.home, workers) as site:
        return asyncio.run(_both(program, site, paths, readers))


def _crawl(program: Program) -> float:
    began = time.monotonic()
    program.done("crawl")
    return time.monotonic() - began


async def _both(program: Program, site: str, paths: list[str], readers: int) -> tuple[Load, float]:
    load, over = Load(), asyncio.Event()
    chance = random.Random(7)  # noqa: S311 - repeatable, not secret
    async with readers_of(site, readers, PATIENCE) as client:
        began = time.monotonic()
        reading = [
            asyncio.create_task(_read(client, paths, chance, load, over)) for _ in range(readers)
        ]
        crawl = await asyncio.to_thread(_crawl, program)
        over.set()
        await asyncio.gather(*reading)
    load.seconds = time.monotonic() - began
    return load, crawl


async def _read(
    client: httpx.AsyncClient,
    paths: list[str],
    chance: random.Random,
    load: Load,
    over: asyncio.Event,
) -> None:
    while not over.is_set():
        began = time.perf_counter()
        try:
            answer = await client.get(chance.choice(paths))
        except httpx.HTTPError as error:
            load.failed[type(error).__name__] += 1
            continue
        if answer.is_error:
            load.failed[str(answer.status_code)] += 1
        load.taken.append((time.perf_counter() - began) * 1000)


def _paths(program: Program, part: World) -> list[str]:
    """As many addresses of each kind of page."""
    reports = [(one["agency_id"], one["report_year"]) for one in program.exported("reports")]
    cities = sorted({agency["city"] for agency in part.agencies})
    kinds = (
        [f"/?city={quote(city)}" for city in cities],
        [f"/coverage?city={quote(city)}" for city in cities],
        [f"/agencies/{agency_id}" for agency_id, _ in reports],
        [f"/reports/{agency_id}/{year}" for agency_id, year in reports],
        [f"/api/v1/reports/{agency_id}/{year}" for agency_id, year in reports],
        ["/api/v1/statistics/grant_rate?by=city", "/ranking?measure=granted", "/issues"],
        [f"/search?q={quote(word)}" for word in WORDS],
    )
    most = max(map(len, kinds))
    return [kind[number % len(kind)] for kind in kinds for number in range(most)]


if __name__ == "__main__":
    main()
