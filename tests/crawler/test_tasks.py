"""What a walk is told: whether the whole site is to be looked over once more."""

from __future__ import annotations

import datetime as dt

import pytest

from crawler.spiders import tasks
from crawler.spiders.tasks import load_orders
from crawler.spiders.walk import SiteTask
from storage import archive
from storage.calendar import CHINA
from storage.database import Database
from storage.records import AgencyRecord
from storage.vocabulary import AgencyClass, CrawlOutcome

HOST = "www.qinghe.gov.cn"
COUNTY = AgencyRecord(
    "qinghe", "清河县人民政府", cls=AgencyClass.GOVERNMENT, homepage=f"http://{HOST}/"
)
BUREAU = AgencyRecord("civil", "清河县民政局", parent_id="qinghe")


def at(day: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day} 10:00").replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("walked", "columns_read", "today", "searches"),
    [
        (None, None, "2026-01-31", False),  # nothing of 2025 is due before the day is over
        (None, None, "2026-02-01", True),
        ("2026-01-12", "2026-02-01", "2026-02-02", True),  # its columns alone were read
        ("2026-02-01", None, "2026-03-31", False),
        ("2026-02-01", None, "2026-04-01", True),  # the government's own was due
        ("2026-04-01", None, "2026-12-31", False),
    ],
)
def test_once_after_each_due_date_a_site_is_looked_over(
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    walked: str | None,
    columns_read: str | None,
    today: str,
    searches: bool,
) -> None:
    with database.session() as session:
        archive.save_agencies(session, [COUNTY, BUREAU])
        site = archive.save_site(session, HOST, COUNTY.homepage)
        for day, counts in ((walked, {"walked": 1}), (columns_read, {"columns": 1})):
            if day:
                crawl = archive.start_crawl(session, {})
                finished = CrawlOutcome.FINISHED
                archive.save_visit(session, crawl, site.id, finished, counts, "", at(day))
        orders = {"sites": [site.id], "shares": [[site.id]], "budget": 10}
        crawl = archive.start_crawl(session, orders)
    monkeypatch.setattr(tasks, "_now", lambda: at(today).astimezone(dt.UTC))
    (task,) = load_orders(database, crawl, "0").tasks
    assert isinstance(task, SiteTask)
    assert task.searches is searches
