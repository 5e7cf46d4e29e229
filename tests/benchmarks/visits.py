"""What a visit of a small site costs: processes that are kept, beside a new one for each visit.

python -m tests.benchmarks.visits 60
"""

from __future__ import annotations

import argparse
import tempfile
import time
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

import pytest

from crawler.schedule.tasks import Order, visit_columns
from crawler.walks import walking
from deploy.demo.province import REGISTRY, load_province
from deploy.demo.server import DemoProvince
from storage.config import settings
from tests.benchmarks.tables import show
from tests.program import Program

YEARS = 2  # of the demo province


def main() -> None:
    """Visits the sites of the demo province again and again, and prints the table."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.visits", description=__doc__)
    parser.add_argument("visits", type=int)
    asked = parser.parse_args()
    whole = load_province()
    lately = replace(whole, years=whole.years[-YEARS:])
    hosts = [site.host for site in lately.sites]
    with tempfile.TemporaryDirectory() as home, DemoProvince(lately).serve() as proxy:
        program = Program(Path(home), proxy)
        program.done("agencies", "import", str(REGISTRY))
        program.done("crawl", codes=(0, 3))
        kept = _visit(program, hosts, asked.visits, kept=True)
        new = _visit(program, hosts, asked.visits, kept=False)
    ratio = (kept[0] / new[0], kept[1] / new[1])
    rows = {"kept": kept, "new": new, "ratio": ratio}
    show(
        f"{asked.visits} visits",
        ("processes", "CPU s a visit", "seconds a visit"),
        [(name, *(f"{number:.2f}" for number in row)) for name, row in rows.items()],
    )


def _visit(program: Program, hosts: list[str], visits: int, *, kept: bool) -> tuple[float, float]:
    """Seconds of processor and of time that a visit took."""
    with pytest.MonkeyPatch.context() as patch, program.database() as database:
        for name, value in program.environment.items():
            patch.setenv(name, value)
        settings.cache_clear()
        cpu, began = _processor(), time.monotonic()
        with walking() if kept else nullcontext() as walkers:
            for number in range(visits):
                visit_columns(Order(database, (hosts[number % len(hosts)],), None, walkers))
        taken = time.monotonic() - began
    settings.cache_clear()
    return (_processor() - cpu) / visits, taken / visits


def _processor() -> float:
    """Seconds of processor of this process and of those below it that have ended."""
    used = (getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    main()
