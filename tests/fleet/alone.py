"""One machine, SQLite: a crawl is killed again and again, begun anew, and at last left to end.

python -m tests.fleet.alone --kills 100 --world DIR
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from pathlib import Path

from tests.fleet.inspection import inspect
from tests.fleet.killing import DELAY
from tests.fleet.webs import Web, province, world
from tests.program import Program, kill_group
from tests.world.simulated import World


def main() -> None:
    """Kills, and looks what is left; exit code 1 if anything is wrong."""
    parser = argparse.ArgumentParser(prog="tests.fleet.alone", description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--pause", type=float, default=8.0, help="seconds between kills, at most")
    parser.add_argument("--years", type=int, default=7, help="of the demo province")
    parser.add_argument("--world", type=Path, help="a simulated world already built, instead")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    there = world(World(options.world)) if options.world else province(options.years)
    with tempfile.TemporaryDirectory(prefix="nianbao-alone-") as folder, there as web:
        program = Program(Path(folder), web.proxy, {"NIANBAO_DOWNLOAD_DELAY": str(DELAY)})
        program.done("agencies", "import", str(web.registry))
        _live(program, web, options)
        with program.database() as database:
            sound = inspect(program, database, web)
    raise SystemExit(0 if sound else 1)


def _live(program: Program, web: Web, options: argparse.Namespace) -> None:
    chance = random.Random(options.seed)  # noqa: S311 - repeatable, not secret
    began, ended = time.monotonic(), 0
    for _ in range(options.kills):
        process = program.start("crawl")
        time.sleep(chance.uniform(0.5, options.pause))
        ended += not kill_group(process)
    killing = time.monotonic() - began
    before = sum(one.requests for one in web.manners().values())
    program.done("crawl", codes=(0, 3))
    healed = time.monotonic() - began - killing
    print(
        f"killed {options.kills - ended} times in {killing:.0f} s, at {before} requests; "
        f"ended by itself before {ended} times; whole again after {healed:.0f} s"
    )


if __name__ == "__main__":
    main()
