"""One database through a season: what is said on each check day, and what was noticed when.

``python -m tests.world.season --world DIR`` moves a world and the program's clock from check day to
check day. On each the columns are visited and the archived addresses asked again; then the states
are held against the truth, and so are versions, withdrawals and moves. Exit code 1 if a claim was
wrong, or a change not noticed at the first visit after it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console
from rich.table import Table

from storage.calendar import CHINA
from tests.program import ROOT, Program
from tests.world import clock, simulated
from tests.world.simulated import ServedWorld, World

CONFIRMED = "overdue_confirmed"
NEEDS_A_PERSON = 3
Key = tuple[str, int]


@dataclass
class DayResult:
    """What came of one check day; ``matrix`` counts (true state, state said)."""

    day: str
    matrix: Counter[tuple[str, str]] = field(default_factory=Counter)
    positives: int = 0
    hits: int = 0
    claimed: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    noticed: list[str] = field(default_factory=list)
    unnoticed: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Whether no claim was wrong and nothing was invented or went unnoticed."""
        return not (self.wrong or self.unnoticed or self.invented)


def run(world: World, home: Path, begin: str = "") -> Iterator[DayResult]:
    """Takes one database through the check days of a world; from ``begin`` on where it has been
    taken there before.
    """
    truth = world.truth
    days = [day for day in truth["check_days"] if day >= begin]
    before = max((day for day in truth["check_days"] if day < begin), default="")
    with world.serve(days[0]) as served:
        for day in days:
            program = _program(home, served, day)
            httpx.get(
                f"{served.proxy}/__world__/day", params={"day": day}, trust_env=False
            ).raise_for_status()
            served.reset()
            if not before:
                program.done("agencies", "import", str(world.registry))
            program.done("crawl", codes=(0, NEEDS_A_PERSON))  # a site may fall silent on the way
            program.done("revisit", "--older-than", "0")
            yield _judged(truth, program, before, day)
            before = day


def _program(home: Path, served: ServedWorld, day: str) -> Program:
    """The program as it is run on a day, without OCR: scans take long and are no part of this."""
    stubs = home / "stubs"
    environment = clock.clock_of(dt.date.fromisoformat(day), stubs)
    (stubs / "rapidocr.py").write_text('raise ImportError("left out")\n', encoding="utf-8")
    return Program(home, served.proxy, environment | {"PYTHONPATH": f"{ROOT}:{stubs}"})


def _judged(truth: dict[str, Any], program: Program, before: str, day: str) -> DayResult:
    result = DayResult(day)
    coverage = {_key(line): line for line in program.exported("coverage")}
    reports = {_key(line): line for line in program.exported("reports")}
    for row in truth["expectations"]:
        _hold_state(result, row, coverage.get(_key(row)))
    for report in truth["reports"]:
        _hold_versions(result, report, reports.get(_key(report)), before)
        _hold_withdrawal(result, report, reports.get(_key(report)), before)
    return result


def _key(line: dict[str, Any]) -> Key:
    return line["agency_id"], int(line["report_year"])


def _hold_state(result: DayResult, row: dict[str, Any], said: dict[str, Any] | None) -> None:
    entry = row["states"][result.day]
    fine = {entry["state"], *entry["accept"]}
    if entry.get("fresh", "").startswith("found"):
        fine.add(entry["fresh"])
    state = said["state"] if said else "none"
    result.matrix[entry["state"], state if state not in fine else f"{state} ok"] += 1
    result.claimed += state == CONFIRMED
    name = f"{row['agency_id']} {row['report_year']}"
    if state == CONFIRMED and CONFIRMED not in fine:
        result.wrong.append(f"{name}: {CONFIRMED}, is {entry['state']}")
    if entry["state"] == CONFIRMED:
        result.positives += 1
        result.hits += state == CONFIRMED
        if state != CONFIRMED:
            why = said["evidence"].get("not_confirmed_because", "") if said else ""
            result.missed.append(f"{name}: {state} {why}")


def _hold_versions(
    result: DayResult, report: dict[str, Any], said: dict[str, Any] | None, before: str
) -> None:
    """Versions that began since the last visit, where the one before could be seen then."""
    name = f"{report['agency_id']} {report['report_year']}"
    began = [v for v in report["versions"][1:] if before < v["from_day"] <= result.day]
    could = before and report["obtainable"].get(before) and report["obtainable"][result.day]
    new = [v for v in said["versions"][1:] if _day(v["first_seen"]) == result.day] if said else []
    for version in began if could else ():
        told = f"{name}: {version['change']} of {version['from_day']}"
        (result.noticed if new else result.unnoticed).append(told)
    if new and not began:
        result.invented.append(f"{name}: {len(new)} versions, {new[-1]['change']}")


def _hold_withdrawal(
    result: DayResult, report: dict[str, Any], said: dict[str, Any] | None, before: str
) -> None:
    name = f"{report['agency_id']} {report['report_year']}"
    gone_since = said["gone_since"] if said else None
    withdrawn = report["withdrawn_on"]
    is_gone = bool(withdrawn) and withdrawn <= result.day
    if said and is_gone and withdrawn > before:
        told = f"{name}: withdrawn on {withdrawn}"
        (result.noticed if gone_since else result.unnoticed).append(told)
    withdrawn_at = said["withdrawn_at"] if said else None
    if withdrawn_at and is_gone and _day(withdrawn_at) == result.day:
        result.noticed.append(f"{name}: said to be withdrawn")
    if gone_since and not is_gone:
        result.invented.append(f"{name}: not there since {gone_since}")


def _day(moment: str) -> str:
    return dt.datetime.fromisoformat(moment).astimezone(CHINA).date().isoformat()


# ------------------------------------------------------------------ showing


def show(name: str, results: list[DayResult]) -> None:
    """Prints a row for each day, the confusion matrix, and each thing by name."""
    console = Console(width=180)
    table = Table(title=name, box=None, header_style="bold", padding=(0, 1, 0, 0))
    headings = ("day", "rows", "states right", "claimed", "wrong", "confirmed of", "recall")
    for heading in (*headings, "noticed", "unnoticed", "invented"):
        table.add_column(heading, justify="right")
    for one in results:
        rows = sum(one.matrix.values())
        right = sum(n for (_, said), n in one.matrix.items() if said.endswith(" ok"))
        recall = f"{one.hits / one.positives:.1%}" if one.positives else ""
        table.add_row(
            one.day, str(rows), f"{right / rows:.1%}", str(one.claimed), str(len(one.wrong)),
            f"{one.hits}/{one.positives}", recall,
            *(str(len(some)) for some in (one.noticed, one.unnoticed, one.invented)),
        )  # fmt: skip
    console.print(table)
    for one in results:
        cells = ", ".join(f"{t}→{s} {n}" for (t, s), n in sorted(one.matrix.items()))
        console.print(f"{one.day}: {cells}", highlight=False, style="dim")
        for what in ("wrong", "missed", "noticed", "unnoticed", "invented"):
            for line in getattr(one, what):
                console.print(f"{one.day} {what}: {line}", highlight=False, markup=False)


def main() -> int:
    """Measures each world asked for."""
    parser = argparse.ArgumentParser(prog="tests.world.season", description=__doc__)
    parser.add_argument("--world", type=Path, action="append", required=True, help="a built world")
    parser.add_argument("--home", type=Path, help="keep the homes in this folder")
    parser.add_argument("--begin", default="", help="go on at this check day; with --home")
    parser.add_argument("--json", type=Path, help="append each day as a JSON line too")
    asked = parser.parse_args()
    if why := simulated.missing() or clock.missing():
        print(why, file=sys.stderr)
        return 1
    everything: list[DayResult] = []
    with tempfile.TemporaryDirectory(prefix="nianbao-season-") as scratch:
        for folder in asked.world:
            world = World(folder)
            home = (asked.home or Path(scratch)) / folder.name
            results = []
            for result in run(world, home.absolute(), asked.begin):
                print(f"{folder.name} {result.day}", file=sys.stderr)
                results.append(result)
                if asked.json:  # a season takes long: what is measured is kept at once
                    with asked.json.open("a", encoding="utf-8") as lines:
                        line = {"world": folder.name, **_as_dict(result)}
                        lines.write(f"{json.dumps(line, ensure_ascii=False)}\n")
            show(folder.name, results)
            everything += results
    return int(not all(one.passed for one in everything))


def _as_dict(result: DayResult) -> dict[str, Any]:
    matrix = [[*pair, number] for pair, number in sorted(result.matrix.items())]
    return {**vars(result), "matrix": matrix}


if __name__ == "__main__":
    sys.exit(main())
