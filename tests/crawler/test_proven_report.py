"""A report on a proven host, through the real program: found, given away, shown as such."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from storage import queries
from tests.crawler.paper_site import listing, page, report
from tests.crawler.tls_servers import Web, served
from tests.program import Program

HOST, OTHER = "www.linhe.gov.cn", "www.linhexian.gov.cn"
TITLE = "县财政局2025年政府信息公开工作年度报告"
FOOTER = "<p>政府网站标识码：1301230044</p>"
PAGES = {
    HOST: {
        "/": page("临河县人民政府", f'<a href="http://{OTHER}/nb/">政府信息公开年报</a>'),
    },
    OTHER: {
        "/nb/": listing("政府信息公开年报", [("/nb/2025.html", TITLE, "2026-01-20")], FOOTER),
        "/nb/2025.html": report(TITLE),
    },
}
REGISTRY = (
    "id,name,class,division_code,county,parent_id,homepage,first_report_year\n"
    f"linhe,临河县人民政府,government_county_level_and_above,130123,临河县,,http://{HOST}/,2025\n"
    "czj,临河县财政局,department_county_level_and_above,130123,临河县,linhe,,2025\n"
)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    home: Path = tmp_path_factory.mktemp("proven")
    (home / "registry.csv").write_text(REGISTRY, encoding="utf-8")
    with served(Web(lambda host, path: PAGES.get(host, {}).get(path), {})) as proxy:
        program = Program(home, proxy)
        program.done("agencies", "import", str(home / "registry.csv"))
        program.done("crawl")
    return program


def test_it_is_given_to_an_agency_of_the_site_that_proved_the_host(program: Program) -> None:
    (found,) = program.exported("reports")
    assert (found["agency_id"], found["report_year"]) == ("czj", 2025)


def test_the_proof_is_kept(program: Program) -> None:
    with program.database() as database, database.snapshot() as session:
        (proof,) = queries.proven_hosts(session)
        captures = queries.captures(session, f"http://{OTHER}/nb/")
    assert (proof.host, proof.linked_from) == (OTHER, f"http://{HOST}/")
    assert proof.capture_id in {capture.id for capture in captures}


def test_the_report_shows_why_its_host_counts(program: Program) -> None:
    assert "1301230044" in program.done("show", "czj", "2025")
    (source,) = json.loads(program.done("show", "czj", "2025", "--json"))["sources"]
    assert source["url"] == f"http://{OTHER}/nb/2025.html"
    assert source["transport"] == "http"
    assert "linked from" in source["proof"]


def test_the_evidence_of_what_is_missing_names_it(program: Program) -> None:
    told = program.done("coverage", "--as-of", "2026-04-15", "--json")
    lines = {line["agency_id"]: line for line in map(json.loads, told.splitlines())}
    (place,) = lines["linhe"]["evidence"]["places"]
    assert place["transport"] == "http"
    assert [one.partition(":")[0] for one in place["proven_hosts"]] == [OTHER]
