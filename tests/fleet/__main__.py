"""Kills the members of a fleet at random, and looks whether anything was lost or done twice.

    python -m tests.fleet --workers 4 --schedulers 2 --kills 200

A PostgreSQL, an S3 server and the demo province on this machine; each member has a home of its own,
as if it stood elsewhere. ``--refuse`` is the share of requests that the S3 server refuses;
``--cuts`` so many times every connection of the database is cut.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from deploy.demo.expected import expected_reports
from deploy.demo.province import REGISTRY, load_province
from tests.fleet.killing import (
    DELAY,
    TOLERANCE,
    Fleet,
    open_work,
    opened,
    twice,
    visit_again,
    wait_until,
)
from tests.fleet.watched import WatchedProvince
from tests.object_store import served
from tests.postgresql import run, server


def main() -> None:
    options = _options()
    province = load_province()
    province = replace(province, years=province.years[-options.years :])
    reports = expected_reports(province)
    hosts = tuple(site.host for site in province.sites)
    chance = random.Random(options.seed)  # noqa: S311 - repeatable, not secret
    watched = WatchedProvince(province)
    with (
        tempfile.TemporaryDirectory(dir=options.folder) as folder,
        server(Path(folder) / "pg") as url,
        served() as store,
        watched.serve() as proxy,
    ):
        shared = {"NIANBAO_DATABASE_URL": url, "NIANBAO_ARCHIVE_URL": store.url}
        fleet = Fleet(Path(folder), proxy, {**store.environment, **shared})
        fleet.program("first").done("agencies", "import", str(REGISTRY))
        killed: dict[str, int] = {}
        began = time.monotonic()
        with opened(fleet) as database, fleet.running(options.workers, options.schedulers):
            store.refuses = options.refuse
            for number in range(options.kills):
                time.sleep(chance.uniform(0.2, options.pause))
                if options.cuts and number % max(1, options.kills // options.cuts) == 0:
                    cut(url)
                    killed["database"] = killed.get("database", 0) + 1
                kind = fleet.kill_one(chance)
                killed[kind] = killed.get(kind, 0) + 1
                if number % 10 == 9:
                    visit_again(database, hosts)
            store.refuses = 0.0
            killing = time.monotonic() - began
            visit_again(database, hosts)
            healed = wait_until(lambda: open_work(database) == 0, 900, "the queue is empty")
        with opened(fleet) as database:
            double = twice(database)
        last = fleet.program("worker-0")
        for name in [member.program.home.name for member in fleet.members]:
            fleet.program(name)("verify", "--repair")
        found = {(one["agency_id"], one["report_year"]) for one in last.exported("reports")}
        verified = last("verify").stdout.strip().splitlines()[-1]
        aside = last("fleet").stdout
    print(f"killed: {killed} in {killing:.0f} s; whole again after {healed:.0f} s")
    strange = len(found - set(reports))
    print(f"reports: {len(found & set(reports))} of {len(reports)}; strange: {strange}")
    print(f"documents twice: {len(double)}")
    for host, one in sorted(watched.watch.hosts.items()):
        print(
            f"{host}: {one.requests} requests, at most {one.most_at_once} at once, "
            f"shortest pause {one.shortest:.3f} s (delay {DELAY} s)"
        )
    print(f"verify: {verified}")
    print(aside)
    polite = all(
        one.most_at_once == 1 and one.shortest > DELAY - TOLERANCE
        for one in watched.watch.hosts.values()
    )
    sound = found == set(reports) and not double and verified.endswith(" 0 problems")
    raise SystemExit(0 if polite and sound else 1)


def cut(url: str) -> None:
    """Cuts every connection of the database but ours."""
    run(url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
        "AND backend_type = 'client backend'")  # fmt: skip


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--schedulers", type=int, default=2)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--cuts", type=int, default=2)
    parser.add_argument("--refuse", type=float, default=0.0)
    parser.add_argument("--pause", type=float, default=3.0, help="seconds between kills, at most")
    parser.add_argument("--years", type=int, default=7)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=None)
    return parser.parse_args()


if __name__ == "__main__":
    main()
