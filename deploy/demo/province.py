"""Who is in the province, which site carries whose reports, and what goes wrong there."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
REGISTRY = HERE / "registry.csv"


@dataclass(frozen=True)
class Agency:
    """One row of the registry, with what its office is busy with.

    ``workload`` is the usual count of each kind of act in a year. ``former_name`` is the name up to
    and including the report of ``renamed_after``.
    """

    id: str
    name: str
    agency_class: str
    parent_id: str
    workload: dict[str, int]
    subjects: tuple[str, ...]
    former_name: str = ""
    renamed_after: int = 0

    @property
    def is_government(self) -> bool:
        """Whether it is a government of county level or above, which reports on all below it."""
        return self.agency_class.startswith("government")

    def name_in(self, report_year: int) -> str:
        """The name the agency had when it wrote the report of a year."""
        return self.former_name if report_year <= self.renamed_after else self.name


@dataclass(frozen=True)
class Notice:
    """An article that is not an annual report."""

    title: str
    published_on: dt.date
    text: str


@dataclass(frozen=True)
class Site:
    """One web site: its CMS style, its charset, and whose reports its column lists."""

    host: str
    name: str
    site_id: str
    style: str
    charset: str
    rows_per_page: int
    agencies: tuple[Agency, ...]
    look_alikes: tuple[Notice, ...]
    robots: str = ""


@dataclass(frozen=True)
class Faults:
    """What goes wrong, by agency and report year."""

    missing: frozenset[tuple[str, int]]
    late: dict[tuple[str, int], dt.date]
    wrong_sum: dict[tuple[str, int], tuple[str, int]]
    without_numbers: frozenset[tuple[str, int]]


@dataclass(frozen=True)
class Province:
    """The whole demo province, as its data files describe it."""

    years: range
    today: dt.date
    agencies: dict[str, Agency]
    sites: tuple[Site, ...]
    faults: Faults
    news: tuple[str, ...]
    notices: tuple[str, ...]

    def children(self, agency: Agency) -> list[Agency]:
        """The agencies directly below one."""
        return [other for other in self.agencies.values() if other.parent_id == agency.id]


def _agencies(data: dict[str, Any]) -> dict[str, Agency]:
    agencies = {}
    with REGISTRY.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            details = data["agencies"][row["id"]]
            renamed = data["renamed"].get(row["id"], {})
            agencies[row["id"]] = Agency(
                id=row["id"],
                name=row["name"],
                agency_class=row["class"],
                parent_id=row["parent_id"],
                workload=data["workloads"][details["workload"]],
                subjects=tuple(details["subjects"]),
                former_name=renamed.get("former_name", ""),
                renamed_after=renamed.get("until_report_year", 0),
            )
    return agencies


def _site(host: str, data: dict[str, Any], agencies: dict[str, Agency]) -> Site:
    facts = data["sites"][host]
    return Site(
        host=host,
        name=facts["name"],
        site_id=facts["site_id"],
        style=facts["style"],
        charset=facts["charset"],
        rows_per_page=facts["rows_per_page"],
        agencies=tuple(agencies[agency_id] for agency_id in facts["agencies"]),
        look_alikes=tuple(Notice(**fields) for fields in data["look_alikes"].get(host, ())),
        robots=facts.get("robots", ""),
    )


def _faults(data: dict[str, list[dict[str, Any]]]) -> Faults:
    def place(fault: dict[str, Any]) -> tuple[str, int]:
        return fault["agency"], fault["year"]

    return Faults(
        missing=frozenset(map(place, data["missing"])),
        late={place(fault): fault["published_on"] for fault in data["late"]},
        wrong_sum={place(f): (f["cell"], f["too_much"]) for f in data["wrong_sum"]},
        without_numbers=frozenset(map(place, data["without_numbers"])),
    )


@cache
def load_province() -> Province:
    """The province of ``province.yaml`` and ``registry.csv``."""
    data = yaml.safe_load((HERE / "province.yaml").read_text(encoding="utf-8"))
    agencies = _agencies(data)
    first, last = data["years"]
    return Province(
        years=range(first, last + 1),
        today=data["today"],
        agencies=agencies,
        sites=tuple(_site(host, data, agencies) for host in data["sites"]),
        faults=_faults(data["faults"]),
        news=tuple(data["news"]),
        notices=tuple(data["notices"]),
    )
