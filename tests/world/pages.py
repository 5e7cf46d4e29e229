"""What the site shows of a crawled world, number by number beside the exports and the truth.

    python -m tests.world.pages --world DIR

crawls the world, serves what came of it as a user would, and reads every report's page, every sheet
of the coverage matrix, the first page of every year, every agency's page and every statistic.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import isclose
from pathlib import Path
from typing import Any

import httpx

from storage.form import STATISTICS_TABLE
from storage.models import CaseOutcome, RequestOutcome
from storage.statistics import MEASURES, Kind, Measure
from storage.statistics.ask import BODIES
from storage.statistics.measures import Cells
from tests.benchmarks.asking import served
from tests.benchmarks.tables import show
from tests.program import Program
from tests.storage.web.shown import cells_shown, matrix_shown, overview_shown, received_shown
from tests.world.__main__ import DAY
from tests.world.measure import measure
from tests.world.simulated import World, build, missing

Key = tuple[str, int]
Group = tuple[str, int]  # city and year
Parts = tuple[float, float] | None  # what is counted, and of how many
Figures = Mapping[str, Mapping[str, Any]]
DRAWN = "report pages, cells of scans and pictures"
"""What a reader of pictures mistakes is otherwise than in truth; R12 or R27 says that it doubts."""
_PICTURES = ("attach_scan", "image_tables", "png_page")
RECEIVED = ("t3.requests_received.total", f"{STATISTICS_TABLE}.requests_received.value")


@dataclass
class Compared:
    """Numbers of one kind of page: how many, and those that are otherwise elsewhere."""

    numbers: int = 0
    not_exported: list[str] = field(default_factory=list)
    not_true: list[str] = field(default_factory=list)

    def add(self, what: str, shown: object, exported: object, true: object) -> None:
        """One number as shown, as exported and as true; equal floats may differ in the last bit."""
        self.numbers += 1
        if not _same(shown, exported):
            self.not_exported.append(f"{what}: {shown}, exported {exported}")
        if not _same(shown, true):
            self.not_true.append(f"{what}: {shown}, true {true}")


@dataclass(frozen=True)
class Known:
    """What the exports of a crawl say, and what is true on the day of it."""

    reports: dict[Key, dict[str, Any]]
    states: dict[Key, str]
    agencies: dict[str, dict[str, str]]
    truth: dict[str, Any]
    day: str

    @cached_property
    def true_reports(self) -> dict[Key, dict[str, Any]]:
        """The reports of the world."""
        return {_key(one): one for one in self.truth["reports"]}

    @cached_property
    def true_states(self) -> dict[Key, str]:
        """Their states on the day, to a visitor who was never here before."""
        states = {_key(one): one["states"][self.day] for one in self.truth["expectations"]}
        return {key: one.get("fresh") or one["state"] for key, one in states.items()}

    def is_drawn(self, key: Key) -> bool:
        """Whether a report's numbers stand nowhere but in scans or pictures."""
        return key in self.true_reports and self.true_reports[key]["medium"] in _PICTURES

    def true_figures(self, key: Key) -> Figures:
        """The cells of a report as they are printed on the day; none if there is no such report."""
        if key not in self.true_reports:
            return {}
        stood = [one for one in self.true_reports[key]["versions"] if one["from_day"] <= self.day]
        figures: Figures = stood[-1]["figures"] if stood else {}
        return figures


def compare(client: httpx.Client, known: Known) -> dict[str, Compared]:
    """Reads the site; what is shown of each kind."""
    return {
        "report pages, cells": _reports(client, known, drawn=False),
        DRAWN: _reports(client, known, drawn=True),
        "agency pages, requests received": _agencies(client, known),
        "coverage matrix, states": _matrix(client, known),
        "first page, reports of a year": _overviews(client, known),
        "statistics by city and year": _statistics(client, known),
    }


def _reports(client: httpx.Client, known: Known, *, drawn: bool) -> Compared:
    compared = Compared()
    for key, line in known.reports.items():
        if known.is_drawn(key) != drawn:
            continue
        shown = cells_shown(_page(client, f"/reports/{key[0]}/{key[1]}"))
        true = known.true_figures(key)
        for name, figure in line["figures"].items():
            cell, exported = shown.pop(name, None), (figure["value"], figure["state"])
            # what is counted in sentences the world has no truth of
            printed = figure if name.startswith("prose.") else true.get(name)
            stands = printed and (printed["value"], printed["state"])
            compared.add(f"{key} {name}", cell and (cell.value, cell.state), exported, stands)
        for name in shown:
            compared.add(f"{key} {name}", "a cell", None, None)
    return compared


def _agencies(client: httpx.Client, known: Known) -> Compared:
    compared = Compared()
    for ident in sorted({agency_id for agency_id, _ in known.reports}):
        for year, received in received_shown(_page(client, f"/agencies/{ident}")).items():
            line = known.reports.get((ident, year))
            # a report that is not valid is shown, but its numbers are no agency's
            exported = line["figures"] if line and line["valid"] else {}
            name = next((one for one in RECEIVED if one in exported), "")
            true = known.true_figures((ident, year)) if name else {}
            compared.add(f"{ident} {year}", received, _value(exported, name), _value(true, name))
    return compared


def _matrix(client: httpx.Client, known: Known) -> Compared:
    compared = Compared()
    shown: dict[Key, str] = {}
    years = {year for _, year in known.states}
    asked: dict[str, Any] = {"from": min(years), "to": max(years), "page": 1}
    while sheet := matrix_shown(_page(client, "/coverage", **asked)):
        shown |= sheet
        asked["page"] += 1
    for key in sorted(shown.keys() | known.states.keys()):
        compared.add(str(key), shown.get(key), known.states.get(key), known.true_states.get(key))
    return compared


def _overviews(client: httpx.Client, known: Known) -> Compared:
    compared = Compared()
    for year in sorted({year for _, year in known.states}):
        due, published, late, missing_, *_ = overview_shown(_page(client, "/", year=year))
        exported, true = (
            Counter(state for (_, one), state in states.items() if one == year)
            for states in (known.states, known.true_states)
        )
        for what, number, count in (
            ("due", due, _due),
            ("published", published, lambda of: of["found_on_time"] + of["found_late"]),
            ("late", late, lambda of: of["found_late"]),
            ("missing", missing_, lambda of: of["overdue_confirmed"]),
        ):
            compared.add(f"{year} {what}", number, count(exported), count(true))
    return compared


def _due(states: Counter[str]) -> int:
    return states.total() - states["not_required"] - states["agency_ceased"]


def _statistics(client: httpx.Client, known: Known) -> Compared:
    compared = Compared()
    bodies = {ident for ident, one in known.agencies.items() if one["class"] in BODIES}
    held = {key for key, one in known.reports.items() if key[0] in bodies and one["valid"]}
    for one in MEASURES:
        answer = client.get(f"/api/v1/statistics/{one.key}", params={"by": "city"})
        rows = answer.raise_for_status().json()["rows"]
        shown = {(row["group"]["city"], row["report_year"]): row["value"] for row in rows}
        assert len(shown) == len(rows), f"{one.key}: a city has a year twice"
        exported: dict[Group, list[Parts]] = defaultdict(list)
        true: dict[Group, list[Parts]] = defaultdict(list)
        for key in held:
            figures, group = known.reports[key]["figures"], (known.agencies[key[0]]["city"], key[1])
            for cells in one.cells:
                if any(name in figures for name in _names(cells)):
                    exported[group].append(parts := _reckoned(cells, figures))
                    # what was not read is left out on the page, which says so
                    true[group].append(parts and _reckoned(cells, known.true_figures(key)))
        for group in sorted(shown.keys() | exported.keys()):
            compared.add(
                f"{one.key} {group}",
                shown.get(group),
                _together(one, exported[group]),
                _together(one, true[group]),
            )
    return compared


def _together(measure: Measure, parts: list[Parts]) -> float | None:
    """A measure of several reports, reckoned without the database."""
    counted = [one for one in parts if one is not None]
    if not counted:
        return None
    over, under = sum(one for one, _ in counted), sum(one for _, one in counted)
    if measure.kind is Kind.COUNT:
        return over
    return over / under if under else None


def _names(cells: Cells) -> Iterator[str]:
    yield from _keys(cells, (*cells.counted, *cells.of, *cells.less))


def _reckoned(cells: Cells, figures: Figures) -> Parts:
    """What is counted and of how many; None where a cell that is needed holds no number."""
    counted, of, less = (
        [_value(figures, key) for key in _keys(cells, names)]
        for names in (cells.counted, cells.of, cells.less)
    )
    if None in (*counted, *of, *less):
        return None
    return sum(counted), sum(of) - sum(less)


def _keys(cells: Cells, names: tuple[str, ...]) -> Iterator[str]:
    if cells.table is RequestOutcome:
        yield from (f"t3.{name}.{one}" for one in cells.rows["applicant"] for name in names)
    elif cells.table is CaseOutcome:
        yield from (f"t4.{one}.{name}" for one in cells.rows["block"] for name in names)
    else:
        yield from (f"{STATISTICS_TABLE}.{name}.value" for name in names)


def _value(figures: Figures, key: str) -> Any:
    return figures[key]["value"] if key in figures else None


def _same(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float | int):
        return isclose(one, other)
    return one == other


def _page(client: httpx.Client, path: str, **asked: Any) -> str:
    return client.get(path, params=asked).raise_for_status().text


def look(program: Program, world: World, day: str) -> dict[str, Compared]:
    """Serves the home of a crawled and exported world, and compares."""
    known = Known(
        {_key(one): one for one in _lines(program.home / "reports.jsonl")},
        {_key(one): one["state"] for one in _lines(program.home / "coverage.jsonl")},
        {agency["id"]: agency for agency in world.agencies},
        world.truth,
        day,
    )
    url = f"sqlite:///{program.home / 'nianbao.sqlite3'}"
    with (
        served(url, program.home, workers=2) as site,
        httpx.Client(base_url=site, trust_env=False, timeout=60) as client,
    ):
        return compare(client, known)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _key(line: Mapping[str, Any]) -> Key:
    return line["agency_id"], line["report_year"]


def main() -> int:
    """Crawls, serves, compares; exit code 1 if a page shows what the export does not say."""
    parser = argparse.ArgumentParser(prog="tests.world.pages", description=__doc__)
    parser.add_argument("--world", type=Path, help="a world already built")
    parser.add_argument("--home", type=Path, help="a home already crawled and exported")
    parser.add_argument("--named", type=int, default=10, help="differences to name of each kind")
    asked = parser.parse_args()
    if why := missing():
        print(why, file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="nianbao-pages-") as folder:
        scratch = Path(folder)
        world = World(asked.world) if asked.world else build(1, "small", scratch / "world")
        program = Program(asked.home or scratch / "home")
        if not asked.home:
            with world.serve(DAY) as there:
                measure(world.folder.name, there, program.home, revisit=False)
        found = look(program, world, DAY)
    for one in found.values():
        for line in (*one.not_exported[: asked.named], *one.not_true[: asked.named]):
            print(line)
    show(
        "Numbers that pages show",
        ("page", "compared", "not as exported", "not as in truth"),
        [
            (name, f"{one.numbers:,}", len(one.not_exported), len(one.not_true))
            for name, one in found.items()
        ],
    )
    return int(any(one.not_exported for one in found.values()))


if __name__ == "__main__":
    sys.exit(main())
