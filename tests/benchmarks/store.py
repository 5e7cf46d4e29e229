"""Storing: answers a second onto the disk, beside warcio alone."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from storage import archive
from storage.database import open_database
from storage.records import Exchange
from storage.warc import WarcStore
from tests.benchmarks.tables import show

ANSWERS = 1_000
BODY = 30_000  # bytes; an annual report in HTML has 20,000 to 60,000


def exchanges() -> Iterator[Exchange]:
    """Answers as a crawl gets them, each with another body that shrinks as HTML does."""
    for number in range(ANSWERS):
        row = f"<tr><td>{number}</td><td>本年新收政府信息公开申请数量</td></tr>\n"
        yield Exchange(
            url=f"http://www.example.org/{number}.html",
            method="GET",
            request_headers=(("User-Agent", "benchmark"),),
            request_body=b"",
            status=200,
            headers=(("Content-Type", "text/html; charset=utf-8"),),
            body=(row * (BODY // len(row.encode())) + str(number)).encode(),
            fetched_at=dt.datetime.now(dt.UTC),
            http_version="HTTP/1.1",
        )


Write = Callable[[Exchange], object]


@contextmanager
def plain(folder: Path) -> Iterator[Write]:
    """warcio alone: the response record, left to the system to bring to the disk."""
    with (folder / "plain.warc.gz").open("wb") as stream:
        yield _writer(stream)


@contextmanager
def plain_and_safe(folder: Path) -> Iterator[Write]:
    """warcio alone, but each record on the disk before the next, as the archive has it."""
    with (folder / "safe.warc.gz").open("wb") as stream:
        write = _writer(stream)

        def write_and_wait(exchange: Exchange) -> None:
            write(exchange)
            stream.flush()
            os.fsync(stream.fileno())

        yield write_and_wait


def _writer(stream: object) -> Write:
    writer = WARCWriter(stream, gzip=True)

    def write(exchange: Exchange) -> None:
        headers = StatusAndHeaders("200 OK", list(exchange.headers), protocol="HTTP/1.1")
        record = writer.create_warc_record(
            exchange.url, "response", payload=BytesIO(exchange.body), http_headers=headers
        )
        writer.write_record(record)

    return write


@contextmanager
def store(folder: Path) -> Iterator[Write]:
    """Our WARC files: response and request, each answer on the disk."""
    opened = WarcStore(str(folder / "files"))
    yield opened.write
    opened.close()


@contextmanager
def store_and_index(folder: Path) -> Iterator[Write]:
    """The same with the row of each answer, in a transaction of its own, as a crawl does it."""
    opened = WarcStore(str(folder / "indexed"))
    database = open_database(f"sqlite:///{folder / 'benchmark.sqlite3'}")
    with database.session() as session:
        crawl = archive.start_crawl(session, {})

    def write(exchange: Exchange) -> None:
        with database.session() as session:
            archive.store_exchange(session, opened, crawl, exchange)

    yield write
    opened.close()
    database.dispose()


WAYS = {
    "warcio": plain,
    "warcio, each record on the disk": plain_and_safe,
    "nianbao, files": store,
    "nianbao, files and index": store_and_index,
}


def measure_store(folder: Path) -> None:
    """Prints the table."""
    answers = list(exchanges())
    rows = []
    for name, way in WAYS.items():
        with way(folder) as write:
            started = time.perf_counter()
            for answer in answers:
                write(answer)
            seconds = time.perf_counter() - started
        rows.append((name, len(answers), len(answers) / seconds))
    show(f"Storing answers of {BODY:,} bytes", ("", "answers", "answers/s"), rows)
