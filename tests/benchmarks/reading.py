"""Reading: HTML reports a second, and the cells that are right, beside plain lxml."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

from lxml import html

from pipelines.extract.charset import decode
from pipelines.extract.dispatch import extract
from pipelines.report.judgement import judge
from storage import queries
from storage.vocabulary import Medium
from storage.warc import WarcStore
from tests.benchmarks.finding import Answers
from tests.benchmarks.tables import share, show
from tests.program import Program
from tests.world.simulated import ServedWorld

SAMPLE = 200
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")

Figures = dict[str, float | None]
Reader = Callable[[bytes, str, list[str]], Figures]


def ours(body: bytes, url: str, keys: list[str]) -> Figures:
    """Read by label and position, and checked."""
    judgement = judge(extract(body, url), url)
    return {key: figure.value for key, figure in judgement.reading.figures.items()}


def in_order(body: bytes, url: str, keys: list[str]) -> Figures:
    """The numbers of all tables in the order of the page, taken for the cells of the form."""
    tree = html.fromstring(decode(body)[0].encode(), parser=html.HTMLParser(encoding="utf-8"))
    cells = ["".join(map(str, cell.itertext())).strip() for cell in tree.iter("td")]
    numbers = [float(text) for text in cells if _NUMBER.fullmatch(text)]
    return dict(zip(keys, numbers, strict=False))


READERS: dict[str, Reader] = {"lxml, numbers in order": in_order, "nianbao, with checks": ours}


def measure_reading(served: ServedWorld, program: Program) -> None:
    """Prints the table, over HTML reports of the newest forms that our crawl archived."""
    sample = _sample(served, program)
    rows = [_row(name, reader, sample) for name, reader in READERS.items()]
    columns = ("", "reports", "reports/s", "cells right", "reports without a wrong cell")
    show("Reading HTML, one process", columns, rows)


def _row(
    name: str, reader: Reader, sample: list[tuple[bytes, str, dict[str, Any]]]
) -> tuple[object, ...]:
    right = whole = exact = 0
    started = time.perf_counter()
    read = [reader(body, url, list(truth)) for body, url, truth in sample]
    seconds = time.perf_counter() - started
    for figures, (_, _, truth) in zip(read, sample, strict=True):
        hits = sum(key in figures and figures[key] == one["value"] for key, one in truth.items())
        right, whole, exact = right + hits, whole + len(truth), exact + (hits == len(truth))
    return name, len(sample), len(sample) / seconds, share(right, whole), share(exact, len(sample))


def _sample(served: ServedWorld, program: Program) -> list[tuple[bytes, str, dict[str, Any]]]:
    """Bodies with their address and true cells."""
    answers = Answers(served)
    store = WarcStore(str(program.home / "archive"))
    found: list[tuple[bytes, str, dict[str, Any]]] = []
    with program.database() as database, database.snapshot() as session:
        for report in queries.reports(session, queries.ReportFilter()):
            figures = answers.figures(report.source_url)
            if len(found) == SAMPLE or report.medium is not Medium.HTML or not figures:
                continue
            document = queries.documents(session, url=report.source_url)
            location = queries.payload_location(session, next(iter(document)).digest)
            if location is not None:
                found.append((store.read(location).payload, report.source_url, figures))
    return found
