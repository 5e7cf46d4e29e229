"""What has to be reached, and the table that shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tests.world.measure import Measurement


@dataclass(frozen=True)
class Target:
    """A column of the table with the bound its number has to keep, where it has one."""

    title: str
    field: str
    at_least: float | None = None
    at_most: float | None = None
    percent: bool = False

    def kept(self, value: float | None) -> bool:
        """Whether a number keeps the bound; nothing counted breaks none."""
        if value is None:
            return True
        low = self.at_least is not None and value < self.at_least
        high = self.at_most is not None and value > self.at_most
        return not (low or high)

    def printed(self, value: float | None) -> str:
        """The number as the table shows it."""
        if value is None:
            return ""
        return f"{value:.2%}" if self.percent else f"{value:g}"


TARGETS = (
    Target("wanted", "wanted"),
    Target("found", "found"),
    Target("recall", "recall", at_least=0.97, percent=True),
    Target("precision", "precision", at_least=0.995, percent=True),
    Target("wrong agency", "wrong_agency", at_most=0),
    Target("wrong year", "wrong_year", at_most=0),
    Target("twice", "duplicates", at_most=0),
    Target("HTML cells", "html_cells", at_least=0.998, percent=True),
    Target("exact", "html_exact", percent=True),
    Target("requests/report", "requests_per_report"),
    Target("robots broken", "robots_violations", at_most=0),
    Target("at once", "concurrency", at_most=1),
    Target("states", "states", percent=True),
    Target("wrongly overdue", "wrongly_overdue", at_most=0),
    Target("revisit: requests/column", "requests_per_column", at_most=1.2),
    Target("new", "new_on_revisit", at_most=0),
)
# With a family's adapter taken away the generic reader alone finds its lists.
GENERIC_RECALL = Target("recall", "recall", at_least=0.90, percent=True)
TARGETS_WITHOUT = tuple(
    GENERIC_RECALL if target.field == "recall" else Target(target.title, target.field)
    for target in TARGETS
    if target.field in ("wanted", "found", "recall", "wrong_agency", "wrong_year")
)


def missed(measurement: Measurement, targets: Iterable[Target] = TARGETS) -> list[str]:
    """The targets that a measurement misses, one line each."""
    return [
        f"{measurement.name}: {target.title} {target.printed(_value(measurement, target))}"
        for target in targets
        if not target.kept(_value(measurement, target))
    ]


def show(measurements: Iterable[Measurement], targets: tuple[Target, ...] = TARGETS) -> None:
    """Prints one table; what misses its target is red, and named below."""
    rows = list(measurements)
    table = Table("world", box=None, header_style="bold", padding=(0, 1, 0, 0))
    for target in targets:
        table.add_column(target.title, justify="right")
    for row in rows:
        table.add_row(row.name, *(_cell(row, target) for target in targets))
    console = Console(width=200)
    console.print(table)
    for row in rows:
        families = "  ".join(
            f"{family} {share:.2%}"
            for family, share in row.recall_by_family.items()
            if share is not None
        )
        console.print(f"[dim]{row.name}: recall by family[/]  {families}", highlight=False)
        for line in missed(row, targets):
            console.print(f"[red]missed[/]  {line}", highlight=False)


def _cell(measurement: Measurement, target: Target) -> Text:
    value = _value(measurement, target)
    return Text(target.printed(value), style="" if target.kept(value) else "red")


def _value(measurement: Measurement, target: Target) -> Any:
    return getattr(measurement, target.field)
