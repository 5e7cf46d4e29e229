"""Searching and judging, beside SQLite's own means and a join in pandas.

FTS5's trigrams cannot hold a word of two characters, which most Chinese words are: what it does not
find of them is in the column of hits.
"""

from __future__ import annotations

import datetime as dt
import random
import sqlite3
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import select

from pipelines.coverage.judge import judge_coverage
from storage import queries
from storage.database import Database
from storage.models import Agency, Report, ReportVersion
from storage.search import Question, search
from tests.benchmarks.synthetic import YEARS, fill
from tests.benchmarks.tables import show
from tests.program import Program

REPORTS = 20_000
ASKED = 40  # words of each length
HITS = 20
TODAY = dt.date(2026, 4, 15)


def measure_questions(scratch: Path) -> None:
    """Prints both tables, over an invented archive."""
    program = Program(scratch / "asked")
    with program.database() as database:
        fill([database], REPORTS, lambda done: None)
        _search(database, scratch / "texts.sqlite3")
        _judge(database)


def _search(database: Database, path: Path) -> None:
    peer = _texts(database, path)
    chance = random.Random(7)  # noqa: S311 - repeatable, not secret
    said = [text for (text,) in peer.execute("SELECT text FROM plain ORDER BY rowid")]
    asking = {
        "LIKE over the texts": _like(peer, "plain"),
        "LIKE by FTS5's trigrams": _like(peer, "trigrams"),
        "nianbao": _ours(database),
    }
    rows: list[tuple[object, ...]] = []
    for length in (2, 4):
        words = [_word(chance, said, length) for _ in range(ASKED)]
        for name, ask in asking.items():
            found, taken = zip(*(_timed(ask, word) for word in words), strict=True)
            rows.append((f"{length} characters", name, median(taken), max(taken), sum(found)))
    peer.close()
    columns = ("words of", "", "median ms", "worst ms", "hits")
    show(f"Searching {REPORTS:,} reports: the newest {HITS} that hold a word", columns, rows)


def _word(chance: random.Random, said: list[str], length: int) -> str:
    text = chance.choice(said)
    start = chance.randrange(len(text) - length)
    return text[start : start + length]


def _texts(database: Database, path: Path) -> sqlite3.Connection:
    """The texts in a plain table, and under an index of three characters each."""
    peer = sqlite3.connect(path)
    peer.execute("CREATE TABLE plain (text)")
    peer.execute("CREATE VIRTUAL TABLE trigrams USING fts5(text, tokenize='trigram')")
    with database.snapshot() as session, peer:
        ids = session.scalars(select(Report.id)).all()
        for start in range(0, len(ids), 500):
            texts = queries.report_texts(session, ids[start : start + 500])
            rows = [(one.report_id, "".join(part.text for part in one.sections)) for one in texts]
            for table in ("plain", "trigrams"):
                peer.executemany(f"INSERT INTO {table} (rowid, text) VALUES (?, ?)", rows)  # noqa: S608
    return peer


def _like(peer: sqlite3.Connection, table: str) -> Callable[[str], int]:
    newest = f"SELECT rowid FROM {table} WHERE text LIKE ? ORDER BY rowid DESC LIMIT ?"  # noqa: S608
    return lambda word: len(peer.execute(newest, (f"%{word}%", HITS)).fetchall())


def _ours(database: Database) -> Callable[[str], int]:
    def ask(word: str) -> int:
        with database.snapshot() as session:
            return len(search(session, Question(text=word), limit=HITS).hits)

    return ask


def _timed(ask: Callable[[str], int], word: str) -> tuple[int, float]:
    began = time.perf_counter()
    return ask(word), (time.perf_counter() - began) * 1000


def _judge(database: Database) -> None:
    joined, theirs = _seconds(lambda: _joined(database))
    judged, ours = _seconds(lambda: judge_coverage(database, TODAY))
    rows: list[tuple[object, ...]] = [
        ("pandas: is there a report, in time?", f"{joined:,}", theirs, joined / theirs),
        ("nianbao: states with evidence, written", f"{judged:,}", ours, judged / ours),
        ("ratio", "", "", f"{judged / ours / (joined / theirs):.2f}"),
    ]
    show("Judging coverage", ("", "agency-years", "s", "agency-years/s"), rows)


def _seconds(judge: Callable[[], int]) -> tuple[int, float]:
    began = time.perf_counter()
    return judge(), time.perf_counter() - began


def _joined(database: Database) -> int:
    """What a researcher does with two lists: every agency with every year, joined with reports."""
    pd: Any = import_module("pandas")  # of the group ``bench``
    with database.snapshot() as session:
        agencies = pd.DataFrame({"agency": session.scalars(select(Agency.id)).all()})
        found = pd.DataFrame(
            session.execute(
                select(Report.agency_id, Report.report_year, ReportVersion.published_on).join(
                    ReportVersion, ReportVersion.report_id == Report.id
                )
            ).all(),
            columns=["agency", "year", "published_on"],
        )
    grid = agencies.merge(pd.DataFrame({"year": list(YEARS)}), how="cross")
    joined = grid.merge(found, how="left", on=["agency", "year"])
    due = pd.to_datetime(joined["year"].add(1).astype(str) + "-01-31")
    published = pd.to_datetime(joined["published_on"])
    joined["state"] = "missing"
    joined.loc[published <= due, "state"] = "on time"
    joined.loc[published > due, "state"] = "late"
    return len(joined)
