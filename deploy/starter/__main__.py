import csv
import sys
from pathlib import Path

from crawler.registry import COLUMNS, read_registry
from deploy.starter.central import central_bodies
from deploy.starter.divisions import governments
from deploy.starter.wheels import Divisions, HomePages

REGISTRY = Path(__file__).parents[2] / "crawler" / "starter" / "registry.csv"


def main(sites: str, divisions: str) -> None:
    home_pages = HomePages.of_wheel(Path(sites))
    rows = [
        *central_bodies(home_pages),
        *governments(Divisions.of_wheel(Path(divisions)), home_pages),
    ]
    with REGISTRY.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{len(read_registry(REGISTRY))} agencies in {REGISTRY}")  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
