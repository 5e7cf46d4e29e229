"""One annual report: who, which year, when published, and what each cell prints."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from deploy.demo.disclosure import Figures
from deploy.demo.draw import draw
from deploy.demo.numbers import figures
from deploy.demo.prose import Prose, write_prose
from deploy.demo.province import Agency, Province


@dataclass(frozen=True)
class Report:
    """A published report; ``cells`` has what is printed, keyed ``table.row.column``."""

    agency: Agency
    year: int
    published_on: dt.date
    cells: dict[str, str]
    prose: Prose

    @property
    def title(self) -> str:
        """The title, with the name the agency had that year."""
        return f"{self.agency.name_in(self.year)}{self.year}年政府信息公开工作年度报告"


def published_reports(province: Province) -> Iterator[Report]:
    """Every report that was published, by agency and year."""
    numbers = figures(province)
    for agency in province.agencies.values():
        for year in province.years:
            if (agency.id, year) not in province.faults.missing:
                yield _report(province, agency, year, numbers[agency.id, year])


def _report(province: Province, agency: Agency, year: int, numbers: Figures) -> Report:
    place = agency.id, year
    prose = write_prose(agency, year, numbers)
    if place in province.faults.wrong_sum:
        cell, too_much = province.faults.wrong_sum[place]
        numbers = numbers | {cell: numbers[cell] + too_much}
    cells = {key: _print_cell(key, value) for key, value in numbers.items()}
    if place in province.faults.without_numbers:
        cells = {key: "" if key.startswith("t2_") else "/" for key in cells}
    published_on = province.faults.late.get(place) or _publication_day(agency, year)
    return Report(agency, year, published_on, cells, prose)


def _print_cell(key: str, value: int) -> str:
    column = key.rsplit(".", 1)[1]
    if column == "items_change" and value > 0:
        return f"+{value}"
    # The form of 2019 names no unit for this column, so agencies write it into the cell.
    if column == "procurement_amount" and value:
        return f"{value}万元"
    return str(value)


def _publication_day(agency: Agency, year: int) -> dt.date:
    month = 3 if agency.is_government else 1
    return dt.date(year + 1, month, draw(8, 29, agency.id, year, "published"))
