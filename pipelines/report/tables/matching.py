"""Printed rows to rows of a form: labels alike, order kept (a sequence alignment)."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.report.form import Entry
from pipelines.report.labels import ALIKE, SURE, likeness
from pipelines.report.tables.rows import PrintedRow

_OTHER_GROUP = 0.3  # taken off where the group printed beside the row is another one
_FLOOR = 0.5  # a match must beat this to be better than none


def match_rows(
    rows: Sequence[PrintedRow], entries: Sequence[Entry], groups: Sequence[Entry] = ()
) -> list[Entry | None]:
    """For each printed row, the row of the form it is, or None.

    Equal labels (其他, 总计, 1. 2. 3.) are told apart by order, and by the group beside them; both
    sequences are in printed order, rows may be missing or added on either side.
    """
    scores = [[_score(row, entry, groups) for entry in entries] for row in rows]
    wide = len(entries)
    best = [[0.0] * (wide + 1) for _ in range(len(rows) + 1)]
    for i in range(len(rows) - 1, -1, -1):
        for j in range(wide - 1, -1, -1):
            gain = scores[i][j] - _FLOOR
            taken = gain + best[i + 1][j + 1] if gain > 0 else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], taken)
    return _trace(scores, best, entries)


def _trace(
    scores: list[list[float]], best: list[list[float]], entries: Sequence[Entry]
) -> list[Entry | None]:
    out: list[Entry | None] = [None] * len(scores)
    i = j = 0
    while i < len(scores) and j < len(entries):
        gain = scores[i][j] - _FLOOR
        if gain > 0 and abs(best[i][j] - gain - best[i + 1][j + 1]) < 1e-9:
            out[i] = entries[j]
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return out


def _score(row: PrintedRow, entry: Entry, groups: Sequence[Entry]) -> float:
    if not row.label:
        return 0.0
    score = likeness(row.label, entry)
    if score < ALIKE:
        return 0.0
    return score - (_OTHER_GROUP if _elsewhere(row, entry, groups) else 0.0)


def _elsewhere(row: PrintedRow, entry: Entry, groups: Sequence[Entry]) -> bool:
    """Whether a group is printed beside the row, and it is not the entry's."""
    beside = {
        group.key for group in groups for label in row.labels[:-1] if likeness(label, group) >= SURE
    }
    return bool(beside) and entry.group not in beside and entry.group != ""
