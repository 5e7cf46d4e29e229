"""The evidence for a state: told in Chinese, and packed so that a stranger can check it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator

from crawler.cli import app
from storage import archive
from storage.errors import RegistryError
from storage.vocabulary import SiteState
from tests.pipelines.home import CIVIL, COLUMN, COUNTY, VISIT, WATER, Home, exchange, report_page


def title(name: str, year: int) -> str:
    return f"{name}{year}年政府信息公开工作年度报告"


@pytest.fixture
def visited(home: Home) -> Home:
    """A portal read to its end after the due date; of the water bureau 2024 is missing."""
    reports = [(COUNTY, 2024), (CIVIL, 2024), (CIVIL, 2023), (WATER, 2023)]
    home.list_reports(
        *(
            (f"{who.id}{year}.html", title(who.name, year), report_page(who.name, year))
            for who, year in reports
        )
    )
    with home.database.session() as session:
        archive.set_site_state(session, home.site_id, SiteState.REACHABLE, "", VISIT)
    home.read()
    return home


def run(*arguments: str) -> str:
    done = CliRunner().invoke(app, [*arguments, "--as-of", "2025-04-20"])
    if done.exception:
        raise done.exception
    return done.stdout


def test_a_missing_report_is_explained_with_the_answers_it_rests_on(visited: Home) -> None:
    told = run("coverage", "--explain", WATER.id, "2024")
    assert "overdue_confirmed" in told
    assert "2025年1月31日" in told
    assert COLUMN in told
    assert "2025-04-15 10:00:00" in told  # 02:00 in UTC
    assert "读到最后一页" in told
    assert "所列报告年度：2023、2024" in told
    with visited.database.snapshot() as session:
        capture = (
            session.connection()
            .exec_driver_sql("SELECT digest, warc_file, warc_offset FROM capture WHERE id = 1")
            .one()
        )
    assert all(str(part) in told for part in capture)


def test_a_list_whose_first_page_was_unchanged_is_shown_with_its_whole_reading(
    visited: Home,
) -> None:
    def read(captures: tuple[int, ...], days: int) -> None:
        with visited.database.session() as session:
            crawl_id = archive.start_crawl(session, {})
            at = VISIT + dt.timedelta(days=days)
            archive.save_column_reading(
                session, 1, crawl_id, at, captures, len(captures), 4, 4, complete=True, years=()
            )

    read((1, 2, 3), 1)
    read((4,), 2)
    told = run("coverage", "--explain", WATER.id, "2024")
    assert "2025-04-16 10:00:00读取3页、4条；读到最后一页" in told
    assert "2025-04-17 10:00:00读取1页、4条；首页与前次相同" in told
    assert told.count("存档：") == 4


def test_a_found_report_is_explained_with_its_versions(visited: Home) -> None:
    told = run("coverage", "--explain", CIVIL.id, "2024")
    assert "found_on_time" in told
    assert "不作逾期论" in told  # it prints no date, and nobody looked before
    assert f"{COLUMN}civil2024.html" in told
    assert "首次见到：2025-04-15 10:00:00" in told


@pytest.mark.parametrize("year", ["2007", "2024", "2030"])
def test_any_year_can_be_explained(visited: Home, year: str) -> None:
    assert f"水务局{year}年" in run("coverage", "--explain", WATER.id, year)


def test_an_unknown_agency_is_one_line(visited: Home) -> None:
    with pytest.raises(RegistryError, match="not in the registry"):
        run("coverage", "--explain", "nobody", "2024")


@pytest.mark.parametrize("agency", [WATER.id, CIVIL.id])
def test_a_stranger_checks_a_bundle_with_standard_tools(
    visited: Home, tmp_path: Path, agency: str
) -> None:
    # the same bytes met again: a revisit record, which needs the one it refers to
    url = f"{COLUMN}civil2024.html"
    with visited.database.session() as session:
        crawl_id = archive.start_crawl(session, {})
        again = exchange(url, report_page(CIVIL.name, 2024), VISIT + dt.timedelta(days=1))
        archive.store_exchange(session, visited.store, crawl_id, again)
    bundle, folder = tmp_path / "bundle.zip", tmp_path / "bundle"
    run("evidence", agency, "2024", "-o", str(bundle))
    with zipfile.ZipFile(bundle) as packed:
        packed.extractall(folder)

    def tool(*command: str) -> bytes:
        return subprocess.run(command, cwd=folder, check=True, capture_output=True).stdout

    warcio = str(Path(sys.executable).with_name("warcio"))
    tool("sha256sum", "-c", "--strict", "SHA256SUMS")
    sums = (folder / "SHA256SUMS").read_text("utf-8")
    assert {line.split()[1] for line in sums.splitlines()} == {
        path.name for path in folder.iterdir() if path.name != "SHA256SUMS"
    }
    tool(warcio, "check", "evidence.warc.gz")
    with (folder / "evidence.warc.gz").open("rb") as stream:
        kinds = [record.rec_type for record in ArchiveIterator(stream, check_digests="raise")]
    assert kinds[0] == "warcinfo"
    assert kinds.count("request") == kinds.count("response") + kinds.count("revisit")
    assert ("revisit" in kinds) == (agency == CIVIL.id)
    index = json.loads((folder / "index.json").read_text("utf-8"))
    assert index["captures"]
    for capture in index["captures"]:
        if capture["record_type"] == "response":
            payload = tool(
                warcio, "extract", "--payload", "evidence.warc.gz", str(capture["offset"])
            )
            assert hashlib.sha256(payload).hexdigest() == capture["payload_sha256"]
    page = (folder / "index.html").read_text("utf-8")
    statement = (folder / "statement.txt").read_text("utf-8")
    for capture in index["captures"]:
        assert capture["payload_sha256"] in page
        assert capture["payload_sha256"] in statement
    assert index["coverage"]["state"] in statement


def test_the_same_evidence_gives_the_same_statement(visited: Home, tmp_path: Path) -> None:
    files = []
    for name in ("one.zip", "two.zip"):
        run("evidence", WATER.id, "2024", "-o", str(tmp_path / name))
        with zipfile.ZipFile(tmp_path / name) as packed:
            files.append({one: packed.read(one) for one in ("statement.txt", "index.html")})
    assert files[0] == files[1]
