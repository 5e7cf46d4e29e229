"""Reads every rendition of every report of a simulated web, and shows how many cells are right.

    python -m tests.world.media --world FOLDER            (or make media SEED=1 SIZE=small)
    python -m tests.world.media --seed 12 --size medium --most scan=80 --most png=80

No crawl: each report is fetched from where it stands and read as ``nianbao process`` reads the
archive, in confined processes on all cores. Exit code 1 if a target is missed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipelines.identify.gather import Whereabouts
from pipelines.jobs import ReadJob
from pipelines.pool import ReadingPool
from storage.records import Exchange
from storage.warc import WarcStore
from tests.world.__main__ import DAY
from tests.world.accuracy import Accuracy, missed, show
from tests.world.cells import Compared, compare
from tests.world.renditions import Fetched, fetch, renditions, sample
from tests.world.simulated import World, build, missing


def main() -> int:
    """Measures the worlds asked for, all in one table."""
    asked = _arguments()
    if why := missing():
        print(why, file=sys.stderr)
        return 1
    most = {medium: int(count) for medium, _, count in (one.partition("=") for one in asked.most)}
    accuracy = Accuracy()
    with tempfile.TemporaryDirectory(prefix="nianbao-media-") as folder:
        for world in _worlds(asked, Path(folder)):
            for one in measured(world, asked.day, asked.medium, most, Path(folder) / "archive"):
                accuracy.count(one)
    show(accuracy)
    if asked.wrong:
        asked.wrong.write_text("".join(f"{line}\n" for line in _lines(accuracy)), encoding="utf-8")
    return int(bool(missed(accuracy)))


def measured(
    world: World, day: str, media: Iterable[str], most: dict[str, int], archive: Path
) -> Iterator[Compared]:
    """The renditions of a world as they stand on a day, read and compared.

    Args:
        world: the world.
        day: on which it is visited.
        media: only these; all where there are none.
        most: of each medium, where not all.
        archive: a folder for the answers.
    """
    wanted = [
        one
        for one in sample(renditions(world.truth, day), most)
        if one.form != "narrative_2008" and (not media or one.medium in media)
    ]
    store = WarcStore(str(archive))
    with world.serve(day, latency_ms=0) as served:
        jobs = {
            number: (one, _job(store, number, one))
            for number, one in enumerate(fetch(served, wanted))
        }
    started = time.monotonic()
    with ReadingPool(str(archive), ()) as pool:
        for result in pool.read([job for _, job in jobs.values()]):
            fetched = jobs[result.document_id][0]
            yield compare(fetched.rendition, result)
    seconds = time.monotonic() - started
    print(f"{world.folder.name}: {len(jobs)} of {len(wanted)} documents, read in {seconds:.0f} s")
    store.close()


def _job(store: WarcStore, number: int, one: Fetched) -> ReadJob:
    exchange = Exchange(
        one.rendition.url, "GET", (), b"", 200, one.headers, one.body, dt.datetime.now(dt.UTC)
    )
    url = one.rendition.url
    return ReadJob(number, url, store.write(exchange), Whereabouts(url=url))


def _worlds(asked: argparse.Namespace, scratch: Path) -> Iterator[World]:
    for folder in asked.world:
        yield World(folder)
    for seed in asked.seed or ([] if asked.world else [1]):
        yield build(seed, asked.size, scratch / f"{asked.size} {seed}")


def _lines(accuracy: Accuracy) -> Iterator[str]:
    for one in accuracy.imperfect:
        yield json.dumps(
            {
                "url": one.rendition.url,
                "medium": one.rendition.medium,
                "form": one.rendition.form,
                "layout": one.rendition.layout,
                "form_right": one.form_right,
                "error": one.error,
                "wrong": [vars_of(wrong) for wrong in one.wrong],
            },
            ensure_ascii=False,
        )


def vars_of(wrong: object) -> dict[str, object]:
    """The facts of a wrong cell."""
    return {name: getattr(wrong, name) for name in ("key", "got", "true", "named", "blamed")}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.world.media", description=__doc__)
    parser.add_argument("--seed", type=int, action="append", help="may be given again (default 1)")
    parser.add_argument("--size", choices=("small", "medium", "large"), default="small")
    parser.add_argument(
        "--world", type=Path, action="append", default=[], help="a world already built"
    )
    parser.add_argument("--day", default=DAY, help="the day on which the world is visited")
    parser.add_argument("--medium", action="append", default=[], help="only this one")
    parser.add_argument(
        "--most",
        action="append",
        default=[],
        metavar="MEDIUM=NUMBER",
        help="a sample of this medium; recognising pictures takes seconds each",
    )
    parser.add_argument("--wrong", type=Path, help="write each imperfect reading as a JSON line")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
