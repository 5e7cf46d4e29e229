"""The demo province end to end: what the program says is what its pages were drawn from."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from deploy.demo.expected import WRONG_SUM_RULES, due_on, expected_matrix, expected_reports
from deploy.demo.province import REGISTRY, load_province
from deploy.demo.server import DemoProvince
from storage.models import Capture, Document, Issue, ListingEntry, Payload, ReportVersion
from tests.postgresql import run, sibling
from tests.program import Program
from tests.worked_questions import answered, worked_questions

pytestmark = pytest.mark.slow

PROVINCE = load_province()
LATELY = replace(PROVINCE, years=PROVINCE.years[-2:])
AS_OF = ("--as-of", PROVINCE.today.isoformat())
ALIKE = {notice.title for site in PROVINCE.sites for notice in site.look_alikes}

Place = tuple[str, int]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The home that ``nianbao demo`` leaves."""
    home = tmp_path_factory.mktemp("demo") / "data"
    program = Program(home)
    program.done("demo", "--home", str(home))
    return program


@pytest.fixture(scope="module")
def reports(demo: Program) -> dict[Place, dict[str, Any]]:
    lines = demo.exported("reports")
    found = {place_of(line): line for line in lines}
    assert len(found) == len(lines)
    return found


def place_of(line: dict[str, Any]) -> Place:
    return line["agency_id"], line["report_year"]


def as_read(printed: str) -> dict[str, Any]:
    """The record of a cell that prints this."""
    if printed in ("", "/"):
        state = "not_applicable" if printed else "blank"
        return {"raw": printed, "value": None, "state": state}
    value = int(printed.removesuffix("万元"))
    return {"raw": printed, "value": value, "state": "number" if value else "zero"}


def test_every_cell_of_every_report_is_as_printed(reports: dict[Place, dict[str, Any]]) -> None:
    expected = expected_reports()
    assert reports.keys() == expected.keys()
    for place, report in expected.items():
        line = reports[place]
        assert line["title"] == report.title
        assert line["published_on"] == report.published_on.isoformat()
        assert line["valid"]
        assert line["figures"] == {key: as_read(text) for key, text in report.cells.items()}


def test_coverage_is_the_matrix_expected(demo: Program) -> None:
    rows = demo.exported("coverage", *AS_OF)
    assert len(rows) == len(expected_matrix())
    assert {place_of(row): row["state"] for row in rows} == {
        place: state.value for place, state in expected_matrix().items()
    }
    for row in rows:
        agency = PROVINCE.agencies[row["agency_id"]]
        assert row["due_on"] == due_on(agency, row["report_year"]).isoformat()


def test_coverage_asks_for_a_person(demo: Program) -> None:
    assert demo("coverage", *AS_OF).returncode == 3
    assert demo("coverage", "--year", "2024", *AS_OF).returncode == 0


def test_only_the_named_faults_are_found(reports: dict[Place, dict[str, Any]]) -> None:
    (wrong,) = PROVINCE.faults.wrong_sum
    (silent,) = PROVINCE.faults.without_numbers
    (late,) = PROVINCE.faults.late
    assert {
        place: {issue["rule"] for issue in line["issues"]}
        for place, line in reports.items()
        if line["issues"]
    } == {
        wrong: set(WRONG_SUM_RULES),
        silent: {"R19_no_blank_cells"},
        late: {"R21_on_time"},
    }
    cell, _ = PROVINCE.faults.wrong_sum[wrong]
    named = {issue["rule"]: set(issue["cells"]) for issue in reports[wrong]["issues"]}
    assert cell in named["R01_row_sum"]
    assert cell in named["R02_outcomes_sum"]


def test_the_worked_questions_have_the_answers_of_their_page(demo: Program) -> None:
    with demo.database() as database, database.snapshot() as session:
        for worked in worked_questions():
            assert answered(session, worked) == worked.rows, worked.question


def test_a_search_finds_what_the_prose_says(demo: Program) -> None:
    expected = {
        place
        for place, report in expected_reports().items()
        if "养老服务" in "".join((*report.prose.overview, report.prose.problems))
    }
    lines = demo.done("search", "养老服务", "--limit", "500", "--json").splitlines()
    assert expected
    assert {place_of(json.loads(line)) for line in lines} == expected


def test_a_release_has_every_cell_as_printed(demo: Program, tmp_path: Path) -> None:
    demo.done("release", str(tmp_path / "panel"), *AS_OF)
    with (tmp_path / "panel" / "reports.csv").open(encoding="utf-8") as file:
        rows = {(row["agency_id"], int(row["report_year"])): row for row in csv.DictReader(file)}
    assert rows.keys() == expected_reports().keys()
    for place, report in expected_reports().items():
        printed = {key: as_read(text)["value"] for key, text in report.cells.items()}
        assert {key: rows[place][key] for key in printed} == {
            key: "" if value is None else str(value) for key, value in printed.items()
        }


def test_statistics_are_sums_of_what_is_printed(demo: Program) -> None:
    expected: Counter[int] = Counter()
    for report in expected_reports().values():
        if not report.agency.is_government:
            cell = as_read(report.cells["t3.requests_received.total"])
            expected[report.year] += cell["value"] or 0
    told = demo.done("stats", "requests_received", "--csv").splitlines()
    assert {int(row["report_year"]): int(row["counted"]) for row in csv.DictReader(told)} == (
        expected
    )


def test_a_renamed_agency_is_one_agency(reports: dict[Place, dict[str, Any]]) -> None:
    last = PROVINCE.agencies["qinghe-data"].renamed_after
    for year in PROVINCE.years:
        name = "清河市大数据管理局" if year <= last else "清河市数据局"
        assert reports["qinghe-data", year]["title"].startswith(f"{name}{year}年")


@pytest.mark.parametrize("government", ["qinghe", "chengshui", "yanqiao"])
def test_a_government_and_its_office_are_apart(
    government: str, reports: dict[Place, dict[str, Any]]
) -> None:
    for year in PROVINCE.years:
        whole, office = reports[government, year], reports[f"{government}-office", year]
        assert whole["source_url"] != office["source_url"]
        assert whole["title"].replace("人民政府", "人民政府办公室") == office["title"]


def test_look_alikes_are_rejected_with_reasons(demo: Program) -> None:
    with demo.database() as database, database.snapshot() as session:
        rows = session.scalars(select(ListingEntry)).all()
        documents = set(session.scalars(select(Document.list_title)))
    assert {row.title for row in rows if row.verdict == "lookalike"} == ALIKE
    assert all(row.reason for row in rows if row.title in ALIKE)
    assert not documents & ALIKE


def kept(program: Program) -> dict[str, int]:
    """How much of each there is."""
    tables = (Payload, Document, ReportVersion, ListingEntry, Issue)
    with program.database() as database, database.snapshot() as session:
        return {
            t.__tablename__: session.scalar(select(func.count()).select_from(t)) or 0
            for t in tables
        }


def test_a_second_crawl_brings_nothing_new(demo: Program) -> None:
    before, reports = kept(demo), demo.exported("reports")
    with DemoProvince().serve() as proxy:
        Program(demo.home, proxy).done("crawl")
    assert kept(demo) == before
    assert demo.exported("reports") == reports
    with demo.database() as database, database.snapshot() as session:
        new = session.execute(
            select(Capture.url, Capture.record_type).where(Capture.crawl_id == 2)
        ).all()
    # One question for each column, and nothing else.
    assert len(new) == len(PROVINCE.sites)
    assert {kind for _, kind in new} == {"revisit"}


def test_the_archive_is_what_the_database_says(demo: Program) -> None:
    assert demo.done("verify").endswith(" 0 problems\n")


@pytest.fixture
def on_postgresql(postgresql: str, tmp_path: Path) -> Iterator[Program]:
    run(postgresql, "CREATE DATABASE demo")
    with DemoProvince(LATELY).serve() as proxy:
        url = sibling(postgresql, "demo")
        yield Program(tmp_path / "home", proxy, {"NIANBAO_DATABASE_URL": url})
    run(postgresql, "DROP DATABASE demo WITH (FORCE)")


def test_postgresql_gives_the_same(on_postgresql: Program) -> None:
    program = on_postgresql
    program.done("agencies", "import", str(REGISTRY))
    program.done("crawl")
    first = kept(program)
    program.done("crawl")
    assert kept(program) == first
    assert {place_of(line): line["figures"] for line in program.exported("reports")} == {
        place: {key: as_read(text) for key, text in report.cells.items()}
        for place, report in expected_reports(LATELY).items()
    }
    with program.database() as database, database.snapshot() as session:
        assert session.bind is not None
        assert session.bind.dialect.name == "postgresql"
    program.done("verify")
