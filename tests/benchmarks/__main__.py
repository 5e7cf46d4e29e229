"""Prints what this machine gives: finding, fetching, reading, storing, searching, judging."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.benchmarks.finding import measure_finding, measure_pages
from tests.benchmarks.growth import measure_growth
from tests.benchmarks.questions import measure_questions
from tests.benchmarks.reading import measure_reading
from tests.benchmarks.store import measure_store
from tests.world.__main__ import DAY
from tests.world.simulated import World, build, missing

BUDGET = 20_000  # pages of a host that a crawl which follows every link may ask for


def main() -> None:
    """Measures; without a simulated world only what needs none."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="of the world to crawl")
    parser.add_argument("--world", type=Path, help="a world already built")
    parser.add_argument("--budget", type=int, default=BUDGET, help="pages of a host for the peers")
    parser.add_argument(
        "--growth",
        type=int,
        nargs="+",
        metavar="AGENCIES",
        help="instead: crawl parts of a large world with so many agencies each",
    )
    parser.add_argument("--plot", type=Path, help="with --growth: the curves as an HTML page")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="nianbao-bench-") as folder:
        scratch = Path(folder)
        if not asked.growth:
            measure_store(scratch)
            measure_questions(scratch)
        if why := missing():
            print(f"not measured: finding, fetching, reading: {why}")
            return
        size = "large" if asked.growth else "small"
        world = World(asked.world) if asked.world else build(asked.seed, size, scratch / "world")
        with world.serve(DAY, latency_ms=0) as served:
            if asked.growth:
                measure_growth(served, asked.growth, scratch, asked.plot)
                return
            program = measure_finding(served, scratch, asked.budget)
            measure_pages(served, program, scratch)
            measure_reading(served, program)


if __name__ == "__main__":
    main()
