"""A crawl process that ends well and has written nothing is no success."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler import walks
from crawler.run import choose_sites, run_crawl
from crawler.walks import CrawlProgress
from storage import archive
from storage.config import Settings
from storage.records import AgencyRecord
from storage.vocabulary import AgencyClass, CrawlOutcome
from tests.pipelines.home import opened_home


def unwatched(progress: CrawlProgress) -> None:
    """Nobody looks on."""


def test_a_crawl_that_lost_its_visits_has_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walks, "WALK_PROCESS", ("-c", "print('{\"ended\": 0}')"))
    linhe = AgencyRecord(
        id="linhe",
        name="临河县人民政府",
        cls=AgencyClass.GOVERNMENT,
        homepage="http://www.linhe.gov.cn/",
    )
    with opened_home(tmp_path) as home:
        with home.database.session() as session:
            archive.save_agencies(session, [linhe])
        sites = choose_sites(home.database, ["linhe"])
        ended = run_crawl(home.database, Settings(home=tmp_path), sites, unwatched)
    assert ended.outcome is CrawlOutcome.FAILED
    assert ended.cause.startswith("only 0 of 1 sites were visited to their end; see ")
