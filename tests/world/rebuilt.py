"""What the archive of a crawled world gives back: its database, table by table, and its backup.

    python -m tests.world.rebuilt --world DIR

crawls and revisits the world, makes a second database from the WARC files alone and holds the two
against one another; then saves a backup, restores it, and prints the log of the drill.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.tables import CONSOLE, show
from tests.program import Program
from tests.tables import OF_THE_DATABASE, WHEN_JUDGED, contents, differences
from tests.world.__main__ import DAY
from tests.world.simulated import World, build, missing

COLUMNS = ("table", "rows", "only in the crawl's", "only in the rebuilt")


def main() -> None:
    """Crawls, rebuilds, compares, saves, restores; exit code 1 if anything is not the same."""
    parser = argparse.ArgumentParser(prog="tests.world.rebuilt", description=__doc__)
    parser.add_argument("--world", type=Path, help="a simulated world already built")
    asked = parser.parse_args()
    if why := missing():
        raise SystemExit(why)
    with tempfile.TemporaryDirectory(prefix="nianbao-rebuilt-") as folder:
        scratch = Path(folder)
        world = World(asked.world) if asked.world else build(1, "small", scratch / "world")
        crawled = _crawled(world, scratch / "home")
        same = _rebuild(crawled, scratch / "rebuilt")
        _drill(crawled, scratch / "backup")
    sys.exit(0 if same else 1)


def _crawled(world: World, home: Path) -> Program:
    with world.serve(DAY) as served:
        program = Program(home, served.proxy)
        program.done("agencies", "import", str(world.registry))
        program.done("crawl", codes=(0, 3))
        program.done("revisit", "--older-than", "0", codes=(0, 3))
    program.done("coverage", "--as-of", DAY, codes=(0, 3))
    return program


def _rebuild(crawled: Program, home: Path) -> bool:
    """Whether the archive alone gives the same rows."""
    again = Program(home, settings={"NIANBAO_ARCHIVE_URL": str(crawled.home / "archive")})
    began = time.monotonic()
    again.done("rebuild", "--as-of", DAY, codes=(0, 3))
    seconds = time.monotonic() - began
    with crawled.database() as one, again.database() as other:
        rows = {name: found.total() for name, found in contents(one).items()}
        apart = differences(one, other)
    nothing: tuple[list[object], list[object]] = ([], [])
    show(
        f"Rebuilt from the archive in {seconds:.0f} s",
        COLUMNS,
        [(name, f"{n:,}", *map(len, apart.get(name, nothing))) for name, n in rows.items()],
    )
    columns = ", ".join(".".join(one) for one in sorted(WHEN_JUDGED))
    CONSOLE.print(f"left out: {', '.join(sorted(OF_THE_DATABASE))}; {columns}\n")
    for name, sides in apart.items():
        for side, found in zip(COLUMNS[2:], sides, strict=True):
            CONSOLE.print(*(f"{name}, {side}: {row}" for row in found[:3]), sep="\n")
    return not apart


def _drill(crawled: Program, folder: Path) -> None:
    for what in ("save", "drill"):
        CONSOLE.print(crawled.done(what, str(folder), module="deploy.backup"), end="")


if __name__ == "__main__":
    main()
