"""Crawl, revisit, score, one table; exit code 1 if a target is missed."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.world.measure import Measurement, as_line, measure
from tests.world.simulated import World, build, missing
from tests.world.targets import TARGETS, TARGETS_WITHOUT, missed, show

DAY = "2026-04-15"  # two weeks after the last due date of the reports for 2025


def main() -> int:
    """Measures each world asked for."""
    asked = _arguments()
    if why := missing():
        print(why, file=sys.stderr)
        return 1
    targets = TARGETS_WITHOUT if asked.without else TARGETS
    with tempfile.TemporaryDirectory(prefix="nianbao-world-") as folder:
        scratch = Path(folder)
        rows = [
            row
            for name, world in _worlds(asked, scratch)
            for row in _measured(name, world, asked, scratch)
        ]
    show(rows, targets)
    if asked.json:
        asked.json.write_text("".join(f"{as_line(row)}\n" for row in rows), encoding="utf-8")
    return int(any(missed(row, targets) for row in rows))


def _worlds(asked: argparse.Namespace, scratch: Path) -> Iterator[tuple[str, World]]:
    for folder in asked.world:
        yield folder.name, World(folder)
    for seed in asked.seed or ([] if asked.world else [1]):
        name = f"{asked.size} {seed}"
        yield name, build(seed, asked.size, scratch / name)


def _measured(
    name: str, world: World, asked: argparse.Namespace, scratch: Path
) -> Iterator[Measurement]:
    with world.serve(asked.day) as served:
        for family in asked.without or [""]:
            row = f"{name} without {family}" if family else name
            yield measure(row, served, scratch / "homes" / row, without=family, revisit=not family)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.world", description=__doc__)
    parser.add_argument("--seed", type=int, action="append", help="may be given again (default 1)")
    parser.add_argument("--size", choices=("small", "medium", "large"), default="small")
    parser.add_argument(
        "--world", type=Path, action="append", default=[], help="a world already built"
    )
    parser.add_argument("--day", default=DAY, help="the day on which the world is visited")
    parser.add_argument(
        "--without",
        action="append",
        metavar="FAMILY",
        help="leave this listing family, or all, to the generic reader; may be given again",
    )
    parser.add_argument("--json", type=Path, help="write each row as a JSON line too")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
