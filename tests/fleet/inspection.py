"""What those that were killed left: is all of it there, once, and asked for politely."""

from __future__ import annotations

from storage.database import Database
from tests.fleet.killing import DELAY, TOLERANCE, twice
from tests.fleet.webs import Web
from tests.program import Program


def inspect(program: Program, database: Database, web: Web) -> bool:
    """Prints what was found of a web and how it was met; whether nothing is wrong with it."""
    double = twice(database)
    found = web.found(program)
    verified = program("verify").stdout.strip().splitlines()[-1]
    hosts = web.manners()
    hasty = {host: one for host, one in hosts.items() if one.shortest <= DELAY - TOLERANCE}
    crowded = {host: one for host, one in hosts.items() if one.most_at_once > 1}
    print(f"reports: {found.found} of {found.wanted}; strange: {found.strange}")
    print(f"documents twice: {len(double)}")
    print(
        f"{len(hosts)} hosts, {sum(one.requests for one in hosts.values())} requests; "
        f"shortest pause {min(one.shortest for one in hosts.values()):.3f} s (delay {DELAY} s); "
        f"asked too fast: {len(hasty)}; asked by two at once: {len(crowded)}"
    )
    for host, one in sorted((hasty | crowded).items()):
        print(f"  {host}: {one}")
    print(f"verify: {verified}")
    whole = found.found >= web.enough * found.wanted
    clean = not found.strange and not double and verified.endswith(" 0 problems")
    return whole and clean and not hasty and not crowded
