"""Table 2: what an agency issued, decided and charged, in the form of each year."""

from __future__ import annotations

from collections.abc import Iterator

from deploy.demo.draw import draw
from deploy.demo.form import form_of
from deploy.demo.province import Agency

Figures = dict[str, int]

# What there is at the start, in times of the usual count of a year.
OPENING_STOCK = {
    "rules": 3,
    "normative_documents": 4,
    "licensing": 1,
    "other_external_services": 1,
    "penalties": 1,
    "compulsory_measures": 1,
    "fees": 1,
}
WORKLOAD_OF = {
    "normative_documents": "documents",
    "other_external_services": "licensing",
    "compulsory_measures": "compulsory",
}
ITEM_ROWS = [
    ("t2_5", "licensing"),
    ("t2_5", "other_external_services"),
    ("t2_6", "penalties"),
    ("t2_6", "compulsory_measures"),
    ("t2_8", "fees"),
]


def proactive_disclosure(agency: Agency, years: range) -> Iterator[Figures]:
    """Table 2 of each year, keyed ``table.row.column``; stocks run on from year to year."""
    stocks = {row: _opening_stock(agency, row) for row in OPENING_STOCK}
    for year in years:
        table = _table_2019 if form_of(year) == "ogi_2019" else _table_2021
        yield table(agency, year, stocks)


def _usual(agency: Agency, row: str) -> int:
    return agency.workload[WORKLOAD_OF.get(row, row)]


def _opening_stock(agency: Agency, row: str) -> int:
    usual = _usual(agency, row)
    most = usual * OPENING_STOCK[row] if row in ("rules", "normative_documents") else min(usual, 60)
    return draw((most + 1) // 2, most, agency.id, row)


def _table_2019(agency: Agency, year: int, stocks: dict[str, int]) -> Figures:
    cells: Figures = {}
    for row in ("rules", "normative_documents"):
        produced = draw(0, _usual(agency, row), agency.id, year, row)
        disclosed = draw(0, produced, agency.id, year, row, "disclosed")
        stocks[row] += disclosed
        cells[f"t2_1.{row}.newly_produced"] = produced
        cells[f"t2_1.{row}.newly_disclosed"] = disclosed
        cells[f"t2_1.{row}.total_disclosed"] = stocks[row]
    for table, row in ITEM_ROWS:
        change = draw(-min(stocks[row], 2), 3, agency.id, year, row) if stocks[row] else 0
        cells[f"{table}.{row}.items_previous_year"] = stocks[row]
        cells[f"{table}.{row}.items_change"] = change
        stocks[row] += change
        if row != "fees":
            cells[f"{table}.{row}.decisions"] = _decisions(agency, year, row)
    projects = draw(0, agency.workload["procurement"], agency.id, year, "procurement")
    cells["t2_9.procurement.procurement_projects"] = projects
    cells["t2_9.procurement.procurement_amount"] = projects * draw(8, 90, agency.id, year, "amount")
    return cells


def _decisions(agency: Agency, year: int, row: str) -> int:
    usual = _usual(agency, row)
    return draw(usual * 2 // 3, usual * 4 // 3, agency.id, year, row, "decisions")


def _table_2021(agency: Agency, year: int, stocks: dict[str, int]) -> Figures:
    cells: Figures = {}
    for row in ("rules", "normative_documents"):
        usual = _usual(agency, row)
        issued = draw(0, usual, agency.id, year, row)
        repealed = draw(0, min(stocks[row], usual // 2), agency.id, year, row, "repealed")
        stocks[row] += issued - repealed
        cells[f"t2_1.{row}.issued_this_year"] = issued
        cells[f"t2_1.{row}.repealed_this_year"] = repealed
        cells[f"t2_1.{row}.in_force"] = stocks[row]
    cells["t2_5.licensing.decisions"] = _decisions(agency, year, "licensing")
    cells["t2_6.penalties.decisions"] = _decisions(agency, year, "penalties")
    cells["t2_6.compulsory_measures.decisions"] = _decisions(agency, year, "compulsory_measures")
    cells["t2_8.fees.amount_wan_yuan"] = _decisions(agency, year, "fees")
    return cells
