"""A document beside what is printed in it, cell by cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.report.judgement import Judgement
from storage.vocabulary import CellState

Meaning = tuple[int | float | None, CellState]
"""Value and state of a cell: what has to be right."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Numbers of cells of one document, and the keys of those that are not right.

    ``wrong`` are read otherwise than printed, or not printed at all; ``named`` are not read and
    named in a finding; ``silent`` are neither read nor named.
    """

    cells: int
    right: int
    wrong: tuple[str, ...]
    named: tuple[str, ...]
    silent: tuple[str, ...]


def compare(judgement: Judgement, printed: Mapping[str, Meaning]) -> Compared:
    """Holds what was read against what is printed."""
    read = {key: (figure.value, figure.state) for key, figure in judgement.reading.figures.items()}
    told = {cell for finding in judgement.findings for cell in finding.cells}
    unread = [key for key in printed if key not in read]
    return Compared(
        cells=len(printed),
        right=sum(read.get(key) == meaning for key, meaning in printed.items()),
        wrong=tuple(key for key, meaning in read.items() if printed.get(key) != meaning),
        named=tuple(key for key in unread if key in told),
        silent=tuple(key for key in unread if key not in told),
    )
