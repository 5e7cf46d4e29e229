"""Each table in each format: every number of it is what the demo province's reports print."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import zip_longest
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest

from deploy.demo.expected import expected_matrix
from storage.database import Database, open_database
from storage.errors import ExportError
from storage.export import ExportFormat, What, export_file
from storage.export.formats import xlsx
from storage.export.release import digest_of, write_release
from storage.export.tables import table
from storage.form import cells
from storage.queries import ReportFilter
from tests.storage.demo_archive import PROVINCE, REPORTS, value_of

Rows = list[dict[str, Any]]
FORMATS = [ExportFormat.CSV, ExportFormat.PARQUET, ExportFormat.XLSX, ExportFormat.SQLITE]


def read(path: Path, what: What) -> Rows:
    """The rows of a file, nothing as None and numbers as numbers."""
    if path.suffix == ".parquet":
        return list(pq.read_table(path).to_pylist())
    if path.suffix == ".xlsx":
        with closing(openpyxl.load_workbook(path, read_only=True)) as book:
            header, *rows = book[what].iter_rows(values_only=True)
        return [dict(zip_longest(map(str, header), row)) for row in rows]
    if path.suffix == ".sqlite":
        with closing(sqlite3.connect(path)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(f"SELECT * FROM {what}")]  # noqa: S608
    with path.open(encoding="utf-8", newline="") as file:
        return [
            {name: value or None for name, value in row.items()} for row in csv.DictReader(file)
        ]


def as_number(value: Any) -> float | None:
    return None if value is None else float(value)


@pytest.fixture(params=FORMATS)
def form(request: pytest.FixtureRequest) -> ExportFormat:
    return ExportFormat(request.param)


def exported(
    database: Database,
    what: What,
    form: ExportFormat,
    folder: Path,
    wanted: ReportFilter | None = None,
) -> Rows:
    path = folder / f"{what}.{form}"
    with database.snapshot() as session:
        count = export_file(session, what, form, path, wanted)
    rows = read(path, what)
    assert len(rows) == count
    assert list(folder.iterdir()) == [path]
    assert tuple(rows[0]) == table(what).header
    return rows


def test_the_wide_panel(demo: Database, form: ExportFormat, tmp_path: Path) -> None:
    rows = exported(demo, What.REPORTS, form, tmp_path)
    found = {(row["agency_id"], int(row["report_year"])): row for row in rows}
    assert found.keys() == REPORTS.keys()
    for place, report in REPORTS.items():
        row = found[place]
        assert row["title"] == report.title
        assert str(row["published_on"])[:10] == report.published_on.isoformat()
        for key in cells():
            printed = value_of(report.cells[key]) if key in report.cells else None
            assert as_number(row[key]) == as_number(printed), (place, key)


def test_the_long_panel(demo: Database, form: ExportFormat, tmp_path: Path) -> None:
    year = 2022  # with the report that has no numbers
    rows = exported(demo, What.FIGURES, form, tmp_path, ReportFilter(report_year=year))
    found = {
        (row["agency_id"], int(row["report_year"]), row["cell"]): (
            row["raw"] or "",
            as_number(row["value"]),
        )
        for row in rows
    }
    assert len(found) == len(rows)
    assert found == {
        (*place, key): (printed, as_number(value_of(printed)))
        for place, report in REPORTS.items()
        for key, printed in report.cells.items()
        if report.year == year
    }


def test_coverage(demo: Database, form: ExportFormat, tmp_path: Path) -> None:
    rows = exported(demo, What.COVERAGE, form, tmp_path)
    assert {(row["agency_id"], int(row["report_year"])): row["state"] for row in rows} == {
        place: state.value for place, state in expected_matrix(PROVINCE).items()
    }


def test_a_part_of_it(demo: Database, tmp_path: Path) -> None:
    path = tmp_path / "part.csv"
    for what in (What.REPORTS, What.COVERAGE):
        with demo.snapshot() as session:
            wanted = ReportFilter("qinghe-finance", 2023, "云岭省")
            assert export_file(session, what, ExportFormat.CSV, path, wanted) == 1
            nowhere = ReportFilter(province="无省")
            assert export_file(session, what, ExportFormat.CSV, path, nowhere) == 0


def test_text_in_a_workbook_is_text(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    time = dt.datetime(2026, 1, 20, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    row = {
        "text": "=1+1",
        "bell": "一\a二",
        "link": "http://a/",
        "number": 3.5,
        "time": time,
        "none": None,
    }
    assert xlsx.write_xlsx("issues", tuple(row), [row], path) == 1
    (written,) = read(path, What.ISSUES)
    assert written == row | {"bell": "一_x0007_二", "time": dt.datetime(2026, 1, 20, 4, 0)}  # noqa: DTZ001
    assert openpyxl.load_workbook(path)["issues"]["A2"].data_type == "s"


def test_what_a_workbook_cannot_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    path = tmp_path / "book.xlsx"
    assert xlsx.write_xlsx("a", ("n",), [{"n": 1}, {"n": 2}], path) == 2
    with pytest.raises(ExportError, match="parquet"):
        xlsx.write_xlsx("a", ("n",), [{"n": 1}] * 3, path)
    with pytest.raises(ExportError, match="another format"):
        xlsx.write_xlsx("a", ("n",), [{"n": "长" * 32_768}], path)


def test_a_file_appears_when_it_is_whole(
    demo: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    with demo.snapshot() as session, pytest.raises(ExportError):
        export_file(session, What.REPORTS, ExportFormat.XLSX, tmp_path / "reports.xlsx")
    assert list(tmp_path.iterdir()) == []


NAMES = {"t3.requests_received.total": "新收申请 · 总计"}


@pytest.fixture(scope="module")
def release(demo_url: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the demo province; it is only read."""
    folder = tmp_path_factory.mktemp("release") / "release"
    opened = open_database(demo_url)
    with opened.snapshot() as session:
        written = write_release(session, folder, PROVINCE.today, NAMES)
    opened.dispose()
    assert written.rows[What.REPORTS] == len(REPORTS)
    assert written.digest == digest_of(folder / "SHA256SUMS")
    return folder


def test_a_release_is_checksummed_and_frozen(release: Path, demo: Database) -> None:
    sums = (release / "SHA256SUMS").read_text("utf-8").splitlines()
    listed = {name: digest for digest, name in (line.split("  ") for line in sums)}
    assert listed.keys() | {"SHA256SUMS"} == {path.name for path in release.iterdir()}
    for name, digest in listed.items():
        assert hashlib.sha256((release / name).read_bytes()).hexdigest() == digest
        assert not (release / name).stat().st_mode & 0o222
    with demo.snapshot() as session, pytest.raises(ExportError, match="already"):
        write_release(session, release, PROVINCE.today, {})


def test_the_same_data_give_the_same_release(release: Path, demo: Database) -> None:
    again = release.with_name("again")
    with demo.snapshot() as session:
        write_release(session, again, PROVINCE.today, NAMES)
    assert (again / "SHA256SUMS").read_bytes() == (release / "SHA256SUMS").read_bytes()


def test_a_release_is_a_valid_data_package(release: Path) -> None:
    """Frictionless reads each file by its schema: types, keys, words, sizes and digests."""
    ended = subprocess.run(
        [
            *(sys.executable, "-W", "ignore", "-m", "frictionless", "validate", "--json"),
            str(release / "datapackage.json"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    told = json.loads(ended.stdout)
    assert told["valid"], ended.stdout
    assert {task["name"]: task["stats"].get("rows", 0) for task in told["tasks"]} == {
        "reports": 139,
        "figures": sum(len(report.cells) for report in REPORTS.values()),
        "coverage": 140,
        "issues": 0,
        "agencies": 20,
    }


def test_a_release_describes_itself(release: Path) -> None:
    dictionary = (release / "data-dictionary.md").read_text("utf-8")
    assert "新收申请 · 总计. The number of this cell" in dictionary
    assert all(f"`{field.name}`" in dictionary for what in What for field in table(what).fields)
    readme = (release / "README.md").read_text("utf-8")
    assert "139 reports of 20 agencies, report years 2019 to 2025" in readme
    named = {path.name for path in release.iterdir()} - {"README.md", "SHA256SUMS"}
    assert all(f"`{name}`" in readme for name in named)
    with closing(sqlite3.connect(release / "nianbao.sqlite")) as connection:
        held = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        assert {name for (name,) in held} == set(What)
