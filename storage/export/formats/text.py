"""CSV and JSON Lines: what a stream can take."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TextIO


def write_csv(header: Sequence[str], rows: Iterable[Mapping[str, Any]], out: TextIO) -> int:
    """Rows under a header, UTF-8, empty for nothing, times in ISO 8601; how many."""
    writer = csv.DictWriter(out, header, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    count = 0
    for row in _plain(rows):
        count += 1
        writer.writerow(row)
    return count


def write_lines(lines: Iterable[Mapping[str, Any]], out: TextIO) -> int:
    """One JSON object a line; how many."""
    count = 0
    for line in _plain(lines):
        count += 1
        out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
    return count


def _plain(rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield {
            name: value.isoformat() if hasattr(value, "isoformat") else value
            for name, value in row.items()
        }
