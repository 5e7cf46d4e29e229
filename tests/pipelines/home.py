"""A home with an archive: the agencies of one portal, and pages put where a crawl puts them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipelines.items import MetColumn, MetDocument, MetRow
from pipelines.keep import keep_column, keep_document
from pipelines.process import ProcessSummary, process_documents, process_pending
from pipelines.report.form import load_form
from storage import archive, queries
from storage.config import settings
from storage.database import Database, open_database
from storage.records import AgencyRecord, Exchange
from storage.vocabulary import AgencyClass, ColumnState
from storage.warc import WarcStore
from tests.pipelines.report.printed import Layout, page

HOST = "www.qinghe.gov.cn"
COLUMN = f"http://{HOST}/zfxxgknb/"
VISIT = dt.datetime(2025, 4, 15, 2, 0, tzinfo=dt.UTC)
COUNTY = AgencyRecord(
    id="qinghe",
    name="清河县人民政府",
    cls=AgencyClass.GOVERNMENT,
    province="江原省",
    city="临江市",
    county="清河县",
    homepage=f"http://{HOST}/",
)
CIVIL = AgencyRecord(
    id="civil", name="清河县民政局", province="江原省", city="临江市", county="清河县",
    parent_id="qinghe",
)  # fmt: skip
WATER = AgencyRecord(
    id="water", name="清河县水务局", province="江原省", city="临江市", county="清河县",
    parent_id="qinghe",
)  # fmt: skip


def report_page(
    name: str, year: int = 2024, published: str = "", received: int = 0, **more: str
) -> bytes:
    """A report of the 2021 form, all zero but for the requests of natural persons.

    ``more`` are cells of table 3 of natural persons and of the total, by the names of their rows.
    """
    cells = dict.fromkeys(load_form("ogi_2021").keys, "0")
    for row in ("requests_received", "outcome_granted", "outcomes_total"):
        cells |= {f"t3.{row}.natural_person": str(received), f"t3.{row}.total": str(received)}
    for row, text in more.items():
        cells |= {f"t3.{row}.natural_person": text, f"t3.{row}.total": text}
    text = page("ogi_2021", cells, Layout()).decode().replace("清河县民政局", name)
    day = f"<p>发布日期：{published}</p>" if published else ""
    return text.replace("2024年", f"{year}年").replace("<p>", f"{day}<p>", 1).encode()


@dataclass
class Home:
    """A database and an archive, with one site and its column."""

    database: Database
    store: WarcStore
    site_id: int

    def list_reports(self, *rows: tuple[str, str, bytes], at: dt.datetime = VISIT) -> None:
        """Archives reports and their column in a crawl: each row is name, title and page."""
        met = tuple(
            MetRow(COLUMN + name, title, None, COLUMN, "report", "") for name, title, _ in rows
        )
        with self.database.session() as session:
            crawl_id = archive.start_crawl(session, {})
            keep_column(session, crawl_id, _column(self.site_id, met), at)
            for row, (_, title, body) in zip(met, rows, strict=True):
                capture = archive.store_exchange(
                    session, self.store, crawl_id, exchange(row.url, body, at)
                )
                document = MetDocument(
                    self.site_id, row.url, capture.id, capture.digest, COLUMN, title
                )
                keep_document(session, document, at)

    def read(self) -> ProcessSummary:
        """Reads what waits."""
        return process_pending(self.database, watch=unwatched)

    def read_again(self) -> ProcessSummary:
        """Reads every document once more."""
        with self.database.snapshot() as session:
            documents = list(queries.documents(session))
        return process_documents(self.database, documents, watch=unwatched)


def unwatched(done: int, total: int) -> None:
    """Nobody looks on."""


def _column(site_id: int, rows: tuple[MetRow, ...]) -> MetColumn:
    return MetColumn(
        site_id, COLUMN, "政府信息公开年报", ("首页",), "generic", rows, (1,), 1, len(rows),
        ColumnState.COMPLETE, complete=True, closed=True,
    )  # fmt: skip


def exchange(url: str, body: bytes, at: dt.datetime, status: int = 200) -> Exchange:
    """An answer of the site."""
    headers = (
        ("Content-Type", "text/html; charset=utf-8"),
        ("ETag", hashlib.sha256(body).hexdigest()),
    )
    return Exchange(url, "GET", (), b"", status, headers, body, at)


@contextmanager
def opened_home(folder: Path) -> Iterator[Home]:
    """An empty home whose registry has a county and two of its departments."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NIANBAO_HOME", str(folder))
        settings.cache_clear()
        database = open_database(settings().database)
        store = WarcStore(settings().archive)
        with database.session() as session:
            archive.save_agencies(session, [COUNTY, CIVIL, WATER])
            site = archive.save_site(session, HOST, COUNTY.homepage)
        yield Home(database, store, site.id)
        store.close()
        database.dispose()
    settings.cache_clear()
