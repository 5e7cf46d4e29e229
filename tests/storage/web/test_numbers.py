"""Every number of a report's page is that of the export, and leads to its cell in the original."""

from __future__ import annotations

import io
import json
from typing import Any

import httpx
import pytest
from lxml.etree import _Element
from lxml.html import HtmlElement, document_fromstring

from storage import queries
from storage.export import ExportFormat, What, export_text
from tests.pipelines.home import Home
from tests.storage.web.test_pages import PAGES


@pytest.fixture(scope="module")
def exported(home: Home) -> dict[tuple[str, int], dict[str, Any]]:
    out = io.StringIO()
    with home.database.snapshot() as session:
        export_text(session, What.REPORTS, ExportFormat.JSONL, out)
    lines = map(json.loads, out.getvalue().splitlines())
    return {(line["agency_id"], line["report_year"]): line for line in lines}


def _cells(text: str) -> dict[str, HtmlElement]:
    found = list(document_fromstring(text).iterfind(".//td[@data-cell]"))
    cells = {cell.get("data-cell") or "": cell for cell in found}
    assert len(cells) == len(found)
    return cells


def _raw(cell: HtmlElement) -> str:
    (raw,) = cell.iterfind(".//span[@class='raw']")
    return _text(raw)


def _text(element: _Element) -> str:
    return "".join(map(str, element.itertext())).strip()


def test_every_number_on_every_report_page_is_that_of_the_export(
    client: httpx.Client, exported: dict[tuple[str, int], dict[str, Any]]
) -> None:
    compared = 0
    for (agency_id, year), line in exported.items():
        cells = _cells(client.get(f"/reports/{agency_id}/{year}").text)
        assert set(line["figures"]) <= set(cells)
        for key, figure in line["figures"].items():
            cell = cells[key]
            value = cell.get("data-value")
            assert (float(value) if value else None) == figure["value"], (agency_id, year, key)
            assert cell.get("data-state") == figure["state"]
            assert _raw(cell) == (figure["raw"].strip() or "空")
            compared += 1
    assert len(exported) == 14
    assert compared == 14 * 200


def test_a_number_read_otherwise_than_printed_is_shown_beside_it(client: httpx.Client) -> None:
    cells = _cells(client.get("/reports/civil/2023").text)
    printed = _text(cells["t3.requests_received.total"])
    assert "1234件" in printed
    assert "读作 1234" in printed
    assert "读作" not in _text(cells["t3.outcome_granted.total"])
    assert "空" in _text(cells["t4.reconsideration.total"])


def test_the_totals_of_the_agency_page_are_those_of_the_export(
    client: httpx.Client, exported: dict[tuple[str, int], dict[str, Any]]
) -> None:
    for agency_id in ("qinghe", "water", "civil"):
        page = document_fromstring(client.get(f"/agencies/{agency_id}").text)
        for row in page.iterfind(".//table[@class='plain years']/tbody/tr"):
            shown = [_text(cell) for cell in row]
            line = exported.get((agency_id, int(shown[0])))
            received = line and line["figures"]["t3.requests_received.total"]["value"]
            assert shown[4] == ("—" if received is None else f"{received:,}")


def test_each_cell_leads_to_its_place_in_the_original(client: httpx.Client, home: Home) -> None:
    with home.database.snapshot() as session:
        version = queries.versions(session, "civil", 2023)[-1]
        document = queries.document(session, version.document_id)
    assert document is not None
    for key, figure in list(version.figures.items())[::7]:
        place = {"table": figure.table, "row": figure.row, "column": figure.column}
        shown = client.get(f"/archive/{document.digest}", params=place).text
        (marked,) = document_fromstring(shown).iterfind(".//*[@id='nianbao-cell']")
        assert _text(marked) == figure.raw.strip(), key


def test_a_version_keeps_its_address_and_its_numbers(client: httpx.Client) -> None:
    newest = client.get("/reports/civil/2024").text
    links = [link.get("href") or "" for link in document_fromstring(newest).iterfind(".//td/a")]
    first, last = (link for link in links if "/versions/" in link)
    assert _raw(_cells(client.get(first).text)["t3.requests_received.total"]) == "4"
    assert _raw(_cells(client.get(last).text)["t3.requests_received.total"]) == "9"
    assert f"http://{client.base_url.netloc.decode()}{last}" in newest  # in the citation
    assert client.get(f"/api/v1{first}").json()["version"]["number"] == 1


def test_each_page_leads_to_its_data(client: httpx.Client) -> None:
    for path in PAGES:
        page = document_fromstring(client.get(path).text)
        for link in page.iterfind(".//p[@class='data']/a"):
            assert client.get(link.get("href") or "").status_code == 200, (path, link.get("href"))
