"""Right cells and exact reports by medium and form: the targets, and the table."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tests.world.cells import Compared

# Share of right cells and of reports without a wrong one, by medium.
_DRAWN = (0.999, 0.99)
_SEEN = (0.997, 0.95)
TARGETS = {
    "html": (0.9995, 0.995),
    "docx": _DRAWN,
    "doc": _DRAWN,
    "pdf": _DRAWN,
    "ofd": _DRAWN,
    "scan": _SEEN,
    "png": _SEEN,
}
ALL = "all"


@dataclass
class Accuracy:
    """Counts of what was compared, by medium and form, and what was not perfect."""

    counts: defaultdict[tuple[str, str], Counter[str]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    imperfect: list[Compared] = field(default_factory=list)

    def count(self, one: Compared) -> None:
        """Adds a document."""
        facts = {
            "reports": 1,
            "exact": not one.wrong,
            "cells": one.cells,
            "wrong": len(one.wrong),
            "silent": len(one.silent),
            "blamed": sum(wrong.blamed for wrong in one.wrong),
            "doubtful": one.doubtful,
            "doubted_right": one.doubted_right,
            "forms": one.form_right,
            "unread": int(bool(one.error)),
        }
        for form in (one.rendition.form, ALL):
            self.counts[one.rendition.medium, form].update(facts)
        if one.wrong or not one.form_right:
            self.imperfect.append(one)


def missed(accuracy: Accuracy) -> list[str]:
    """The targets that a medium misses, one line each."""
    out: list[str] = []
    for (medium, form), counts in sorted(accuracy.counts.items()):
        if form != ALL:
            continue
        cells, exact = TARGETS.get(medium, (0.0, 0.0))
        if _right(counts) < cells:
            out.append(f"{medium}: cells {_right(counts):.3%}, wanted {cells:.2%}")
        if counts["exact"] < exact * counts["reports"]:
            share = counts["exact"] / counts["reports"]
            out.append(f"{medium}: exact reports {share:.2%}, wanted {exact:.1%}")
        if counts["silent"]:
            out.append(f"{medium}: {counts['silent']} wrong cells that no issue names")
    return out


def show(accuracy: Accuracy) -> None:
    """Prints the table; below it what misses its target."""
    table = Table("medium", "form", box=None, header_style="bold", padding=(0, 1, 0, 0))
    for title in (
        *("reports", "exact", "cells", "right", "wrong", "silent", "laid on the agency"),
        *("named doubtful", "of these right", "form right", "unread"),
    ):
        table.add_column(title, justify="right")
    for (medium, form), counts in sorted(accuracy.counts.items()):
        style = "bold" if form == ALL else ""
        table.add_row(medium, form, *(Text(cell, style=style) for cell in _cells(counts)))
    console = Console(width=170)
    console.print(table)
    for line in missed(accuracy):
        console.print(f"[red]missed[/]  {line}", highlight=False)


def _cells(counts: Counter[str]) -> list[str]:
    reports = counts["reports"]
    return [
        str(reports),
        f"{counts['exact'] / reports:.2%}",
        str(counts["cells"]),
        f"{_right(counts):.3%}",
        *(str(counts[name]) for name in ("wrong", "silent", "blamed", "doubtful", "doubted_right")),
        f"{counts['forms'] / reports:.2%}",
        str(counts["unread"]),
    ]


def _right(counts: Counter[str]) -> float:
    return 1 - counts["wrong"] / counts["cells"] if counts["cells"] else 1.0
