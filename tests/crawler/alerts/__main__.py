"""Kills the sender of alerts so often and counts: ``python -m tests.crawler.alerts --kills 50``."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.crawler.alerts.killing import killing
from tests.crawler.alerts.receivers import ADDRESSES, all_receivers


def main() -> None:
    """Prints how often each channel was told of each event."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--kills", type=int, default=50)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--database-url", default="", help="SQLite in a new folder without it")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        with (
            all_receivers(path) as street,
            killing(street, path / "home", given.seed, given.database_url) as scene,
        ):
            tally = scene.go(given.kills)
    print(f"{tally.kills} kills, {tally.events} events, {tally.refused} messages refused")
    print("| channel | events | never told | told once | repeated | not by key | nor by word |")
    print("|---|---|---|---|---|---|---|")
    for channel in ADDRESSES:
        cells = [
            tally.events,
            tally.told(tally.raw[channel], 0),
            tally.told(tally.raw[channel], 1),
            tally.told(tally.raw[channel], 2),
            tally.told(tally.by_key[channel], 2),
            tally.told(tally.unmarked[channel], 2),
        ]
        print(f"| {channel} | {' | '.join(map(str, cells))} |")


if __name__ == "__main__":
    main()
