"""The sums that a form must keep, as equations between its cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipelines.items import Figure
from pipelines.report.checks.sums import CASE_PARTS, INDICATORS
from pipelines.report.form import Form
from storage.vocabulary import CellState


@dataclass(frozen=True, slots=True)
class Equation:
    """Cells whose sum on the left is their sum on the right."""

    left: tuple[str, ...]
    right: tuple[str, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        """All cells in it."""
        return (*self.left, *self.right)

    def holds(self, figures: Mapping[str, Figure]) -> bool | None:
        """Whether both sides agree; None where one has words or is not there.

        Blank cells and signs for nothing count as 0, unless there is nothing else on a side.
        """
        sides = [
            [figures[key] for key in side if key in figures] for side in (self.left, self.right)
        ]
        if any(figure.state is CellState.TEXT for side in sides for figure in side):
            return None
        if not all(any(figure.value is not None for figure in side) for side in sides):
            return None
        left, right = (sum(figure.value or 0 for figure in side) for side in sides)
        return abs(left - right) < 1e-6


def equations(form: Form, figures: Mapping[str, Figure]) -> Iterator[Equation]:
    """Every equation of a form; of a hybrid between the rows that it prints."""
    if form.key == "stats_2014":
        yield from _of_indicators()
        return
    columns = [column.key for column in form.table("t3").columns]
    rows = list(dict.fromkeys(key.split(".")[1] for key in figures if key.startswith("t3.")))
    for row in rows:
        yield _with_total(f"t3.{row}", columns)
    outcomes = [row for row in rows if row.startswith("outcome_")]
    for column in columns:
        done = f"t3.outcomes_total.{column}"
        yield Equation(tuple(f"t3.{row}.{column}" for row in outcomes), (done,))
        yield Equation(
            (f"t3.requests_received.{column}", f"t3.requests_carried_over.{column}"),
            (done, f"t3.requests_carried_forward.{column}"),
        )
    cases = form.table("t4")
    for block in cases.rows:
        yield _with_total(f"t4.{block.key}", [column.key for column in cases.columns])


def _with_total(row: str, columns: list[str]) -> Equation:
    parts = tuple(f"{row}.{column}" for column in columns if column != "total")
    return Equation(parts, (f"{row}.total",))


def _of_indicators() -> Iterator[Equation]:
    for _, whole, parts in INDICATORS.values():
        yield Equation(tuple(f"stats.{part}.value" for part in parts), (f"stats.{whole}.value",))
    for block in ("reconsideration", "litigation"):
        parts = tuple(f"stats.{block}_{part}.value" for part in CASE_PARTS)
        yield Equation(parts, (f"stats.{block}_total.value",))
