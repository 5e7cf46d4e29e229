"""What an archive costs as the country grows: invented archives of more and more agencies.

    python -m tests.benchmarks.scaling 1000 10000 100000 --plot scaling.html

Ten reports for each agency are put into SQLite, then the program judges coverage and answers.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from storage.database import open_database
from tests.benchmarks.asking import one_by_one, served, spread
from tests.benchmarks.memory import peak_below
from tests.benchmarks.plots import draw
from tests.benchmarks.synthetic import YEARS, fill, scene
from tests.benchmarks.tables import show
from tests.program import Program
from tests.world.__main__ import DAY

COLUMNS = (
    *("agencies", "reports", "KiB a report", "coverage s", "ms an agency", "coverage MiB"),
    *("matrix ms", "agency ms", "report ms", "statistics ms", "search ms"),
)
# The questions of tests.benchmarks.asking that stand in the table.
ASKED = (
    *("matrix of a province", "agency page", "report page"),
    *("grant rate by province and year", "search, 4 characters"),
)


@dataclass(frozen=True)
class Cost:
    """What an archive of some agencies costs; milliseconds are medians."""

    agencies: int
    size: float
    coverage: float
    memory: float
    asked: dict[str, float]

    @property
    def reports(self) -> int:
        """How many there are."""
        return self.agencies * len(YEARS)

    @property
    def row(self) -> tuple[object, ...]:
        """A row of the table."""
        each = self.coverage / self.agencies * 1000
        return (
            *(f"{self.agencies:,}", f"{self.reports:,}", self.size, self.coverage, each),
            *(round(self.memory), *self.asked.values()),
        )


def main() -> None:
    """Measures each size; the table is printed anew with each."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.scaling", description=__doc__)
    parser.add_argument("agencies", type=int, nargs="+")
    parser.add_argument("--plot", type=Path, help="write the curves as an HTML page too")
    asked = parser.parse_args()
    costs: list[Cost] = []
    for agencies in asked.agencies:
        with tempfile.TemporaryDirectory(prefix="nianbao-scaling-") as folder:
            costs.append(measure(agencies, Path(folder)))
        show("An archive in SQLite", COLUMNS, [cost.row for cost in costs])
    if asked.plot:
        draw(
            asked.plot,
            "An archive in SQLite as the country grows",
            "Over the number of agencies, ten reports each. What is told for each report or agency "
            "is level where growth is linear.",
            _curves(costs),
        )


def _curves(costs: list[Cost]) -> dict[str, dict[int, float]]:
    curves = {
        "KiB in the database for each report": {one.agencies: one.size for one in costs},
        "ms of coverage for each agency": {
            one.agencies: one.coverage / one.agencies * 1000 for one in costs
        },
        "KiB of memory for each agency, coverage": {
            one.agencies: one.memory / one.agencies * 1024 for one in costs
        },
    }
    for question in ASKED:
        curves[f"ms: {question}"] = {one.agencies: one.asked[question] for one in costs}
    return curves


def measure(agencies: int, folder: Path) -> Cost:
    """Fills, judges, asks."""
    program = Program(folder)
    path = folder / "nianbao.sqlite3"
    url = f"sqlite:///{path}"
    database = open_database(url)
    fill([database], agencies * len(YEARS), lambda _: None)
    database.dispose()
    size = path.stat().st_size / 1024 / (agencies * len(YEARS))
    with served(url, folder, workers=1) as site:
        taken = one_by_one(site, scene(agencies * len(YEARS)))
    began = time.monotonic()
    with peak_below(os.getpid()) as peak:
        program.done("coverage", "--as-of", DAY, "--year", str(YEARS[-1]), codes=(0, 3))
    seconds = time.monotonic() - began
    medians = {name: float(spread(taken[name])[0].replace(",", "")) for name in ASKED}
    return Cost(agencies, size, seconds, peak.tree, medians)


if __name__ == "__main__":
    main()
