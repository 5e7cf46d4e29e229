"""The floor: cells of our own documents that are read right, and never fewer."""

from __future__ import annotations

import csv
from pathlib import Path

FILE = Path(__file__).with_name("floor.csv")


def floors() -> dict[tuple[str, str], int]:
    """The least number of cells right, by medium and form."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return {
            (line["medium"], line["form"]): int(line["right"]) for line in csv.DictReader(lines)
        }
