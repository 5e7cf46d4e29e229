"""The program with a listing family taken away, so that the generic reader is alone with its sites.

python -m tests.world.without FAMILY crawl       the command line
python -m tests.world.without FAMILY             a process that walks, which it starts

``all`` takes every family away: then each site is one of a vendor that nobody has met.
"""

from __future__ import annotations

import sys

from crawler import walks
from crawler.cli import main as command_line
from crawler.spiders import listings
from crawler.spiders.__main__ import main as walk_process

ALL = "all"


def main(family: str, arguments: list[str]) -> None:
    """Goes on as the one process or the other."""
    names = [one.name for one in listings.FAMILIES]
    if family not in (*names, ALL):
        raise SystemExit(f"{family}: no listing family; there are {', '.join(names)}, {ALL}")
    listings.FAMILIES = tuple(one for one in listings.FAMILIES if family not in (one.name, ALL))
    if not arguments:
        sys.exit(walk_process())
    walks.WALK_PROCESS = ("-m", __spec__.name, family)
    sys.argv = ["nianbao", *arguments]
    command_line()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
