"""Every number of a report's page is that of the export, and leads to its cell in the original."""

from __future__ import annotations

import io
import json
from collections import Counter
from typing import Any

import httpx
import pytest
from lxml.html import document_fromstring

from storage import queries
from storage.export import ExportFormat, What, export_text
from tests.pipelines.home import Home
from tests.storage.web.shown import (
    ShownCell,
    cell_elements,
    cells_shown,
    matrix_shown,
    overview_shown,
    raw_of,
    received_shown,
    text_of,
)
from tests.storage.web.test_pages import PAGES


@pytest.fixture(scope="module")
def exported(home: Home) -> dict[tuple[str, int], dict[str, Any]]:
    out = io.StringIO()
    with home.database.snapshot() as session:
        export_text(session, What.REPORTS, ExportFormat.JSONL, out)
    lines = map(json.loads, out.getvalue().splitlines())
    return {(line["agency_id"], line["report_year"]): line for line in lines}


def test_every_number_on_every_report_page_is_that_of_the_export(
    client: httpx.Client, exported: dict[tuple[str, int], dict[str, Any]]
) -> None:
    compared = 0
    for (agency_id, year), line in exported.items():
        shown = cells_shown(client.get(f"/reports/{agency_id}/{year}").text)
        assert shown == {
            key: ShownCell(figure["value"], figure["state"], figure["raw"].strip() or "空")
            for key, figure in line["figures"].items()
        }
        compared += len(shown)
    assert len(exported) == 14
    assert compared == 14 * 200


def test_a_number_read_otherwise_than_printed_is_shown_beside_it(client: httpx.Client) -> None:
    cells = cell_elements(client.get("/reports/civil/2023").text)
    printed = text_of(cells["t3.requests_received.total"])
    assert "1234件" in printed
    assert "读作 1234" in printed
    assert "读作" not in text_of(cells["t3.outcome_granted.total"])
    assert "空" in text_of(cells["t4.reconsideration.total"])


def test_the_totals_of_the_agency_page_are_those_of_the_export(
    client: httpx.Client, exported: dict[tuple[str, int], dict[str, Any]]
) -> None:
    for agency_id in ("qinghe", "water", "civil"):
        shown = received_shown(client.get(f"/agencies/{agency_id}").text)
        assert any(shown.values())
        for year, received in shown.items():
            line = exported.get((agency_id, year))
            assert received == (line and line["figures"]["t3.requests_received.total"]["value"])


def test_the_matrix_and_the_overview_are_those_of_the_export(
    client: httpx.Client, home: Home
) -> None:
    out = io.StringIO()
    with home.database.snapshot() as session:
        export_text(session, What.COVERAGE, ExportFormat.JSONL, out)
    judged = {
        (line["agency_id"], line["report_year"]): line["state"]
        for line in map(json.loads, out.getvalue().splitlines())
    }
    shown = matrix_shown(client.get("/coverage").text)
    assert shown == judged
    for year in (2022, 2025):
        of_year = Counter(state for (_, one), state in judged.items() if one == year)
        due, published, late, missing, *_ = overview_shown(client.get(f"/?year={year}").text)
        assert published == of_year["found_on_time"] + of_year["found_late"]
        assert late == of_year["found_late"]
        assert missing == of_year["overdue_confirmed"]
        assert due == of_year.total() - of_year["not_required"]


def test_each_cell_leads_to_its_place_in_the_original(client: httpx.Client, home: Home) -> None:
    with home.database.snapshot() as session:
        version = queries.versions(session, "civil", 2023)[-1]
        document = queries.document(session, version.document_id)
    assert document is not None
    for key, figure in list(version.figures.items())[::7]:
        place = {"table": figure.table, "row": figure.row, "column": figure.column}
        shown = client.get(f"/archive/{document.digest}", params=place).text
        (marked,) = document_fromstring(shown).iterfind(".//*[@id='nianbao-cell']")
        assert text_of(marked) == figure.raw.strip(), key


def test_a_version_keeps_its_address_and_its_numbers(client: httpx.Client) -> None:
    newest = client.get("/reports/civil/2024").text
    links = [link.get("href") or "" for link in document_fromstring(newest).iterfind(".//td/a")]
    first, last = (link for link in links if "/versions/" in link)
    assert raw_of(cell_elements(client.get(first).text)["t3.requests_received.total"]) == "4"
    assert raw_of(cell_elements(client.get(last).text)["t3.requests_received.total"]) == "9"
    assert f"http://{client.base_url.netloc.decode()}{last}" in newest  # in the citation
    assert client.get(f"/api/v1{first}").json()["version"]["number"] == 1


def test_each_page_leads_to_its_data(client: httpx.Client) -> None:
    for path in PAGES:
        page = document_fromstring(client.get(path).text)
        for link in page.iterfind(".//p[@class='data']/a"):
            assert client.get(link.get("href") or "").status_code == 200, (path, link.get("href"))
