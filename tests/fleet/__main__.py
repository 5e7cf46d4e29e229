"""Kills the members of a fleet at random, and looks whether anything was lost or done twice.

    python -m tests.fleet --workers 4 --schedulers 2 --kills 200

A PostgreSQL, an S3 server and the demo province, or a simulated world, on this machine; each member
has a home of its own, as if it stood elsewhere. ``--refuse`` is the share of requests that the S3
server refuses; ``--deaths`` so many of the kills hit the database, which is gone for up to
``--outage`` seconds.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import Counter
from contextlib import AbstractContextManager
from pathlib import Path

from rich.console import Console
from rich.progress import track

from tests.fleet.inspection import inspect
from tests.fleet.killing import Fleet, open_work, opened, visit_again, wait_until
from tests.fleet.webs import Web, province, world
from tests.object_store import ObjectStore, served
from tests.postgresql import dead, server
from tests.world.simulated import World

POSTGRESQL = "postgresql"  # the folder of its data
PATIENCE = 3600.0  # seconds that a fleet may take when nobody kills it any more


def main() -> None:
    options = _options()
    with (
        tempfile.TemporaryDirectory(dir=options.folder) as folder,
        server(Path(folder) / POSTGRESQL) as url,
        served() as store,
        _web(options) as web,
    ):
        shared = {"NIANBAO_DATABASE_URL": url, "NIANBAO_ARCHIVE_URL": store.url}
        fleet = Fleet(Path(folder), web.proxy, {**store.environment, **shared})
        fleet.register(web.registry)
        _live(fleet, web, store, options)
        sound = _inspect(fleet, web)
    raise SystemExit(0 if sound else 1)


def _web(options: argparse.Namespace) -> AbstractContextManager[Web]:
    return world(World(options.world)) if options.world else province(options.years)


def _live(fleet: Fleet, web: Web, store: ObjectStore, options: argparse.Namespace) -> None:
    """Lets the fleet work, kills it and its database, and waits until all is done."""
    chance = random.Random(options.seed)  # noqa: S311 - repeatable, not secret
    deaths = set(chance.sample(range(options.kills), options.deaths))
    killed: Counter[str] = Counter()
    began = time.monotonic()
    with opened(fleet) as database, fleet.running(options.workers, options.schedulers):
        store.refuses = options.refuse
        for number in track(range(options.kills), "kills", console=Console(stderr=True)):
            time.sleep(chance.uniform(0.2, options.pause))
            if number in deaths:
                with dead(fleet.home / POSTGRESQL):
                    time.sleep(chance.uniform(1, options.outage))
                killed["database"] += 1
            else:
                killed[fleet.kill_one(chance)] += 1
            if number % 10 == 9:
                visit_again(database, web.hosts)
        store.refuses = 0.0
        killing = time.monotonic() - began
        visit_again(database, web.hosts)
        healed = wait_until(lambda: open_work(database) == 0, PATIENCE, "the queue is empty")
    print(f"killed: {dict(killed)} in {killing:.0f} s; whole again after {healed:.0f} s")


def _inspect(fleet: Fleet, web: Web) -> bool:
    """Whether nothing was lost, done twice, or asked too fast."""
    for name in [member.program.home.name for member in fleet.members]:
        fleet.program(name)("verify", "--repair")
    first = fleet.program("first")
    with opened(fleet) as database:
        sound = inspect(first, database, web)
    print(first("fleet").stdout)
    return sound


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--schedulers", type=int, default=2)
    parser.add_argument("--kills", type=int, default=20, help="of members and database")
    parser.add_argument("--deaths", type=int, default=2, help="of the kills: the database's")
    parser.add_argument("--outage", type=float, default=20.0, help="seconds of one, at most")
    parser.add_argument("--refuse", type=float, default=0.0)
    parser.add_argument("--pause", type=float, default=3.0, help="seconds between kills, at most")
    parser.add_argument("--years", type=int, default=7, help="of the demo province")
    parser.add_argument("--world", type=Path, help="a simulated world already built, instead")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=None)
    return parser.parse_args()


if __name__ == "__main__":
    main()
