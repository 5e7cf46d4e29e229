"""CSV and JSON Lines: what a stream can take."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TextIO

_ROWS_AT_ONCE = 100


def write_csv(header: Sequence[str], rows: Iterable[Mapping[str, Any]], out: TextIO) -> int:
    """Rows under a header, UTF-8, empty for nothing, times in ISO 8601; how many."""
    writer = csv.DictWriter(out, header, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    count = 0
    for row in _plain(rows):
        count += 1
        writer.writerow(row)
    return count


def csv_text(header: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """A small table as one text."""
    return "".join(csv_chunks(header, rows))


def csv_chunks(header: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """A table in pieces of some rows, to be sent one after the other."""
    stream = iter(rows)
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(header)
    writer = csv.DictWriter(out, header, extrasaction="ignore", lineterminator="\n")
    while some := list(islice(stream, _ROWS_AT_ONCE)):
        writer.writerows(_plain(some))
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()


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
