"""What reading a table gives: figures, and findings where a cell could not be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipelines.extract.grid import Cell
from pipelines.items import Figure, Finding
from pipelines.report.cells import read_cell
from storage.vocabulary import Fault, Severity


@dataclass
class Found:
    """Figures by key, in the order read, and what went wrong on the way."""

    figures: dict[str, Figure] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def add(self, key: str, cell: Cell, table: int, row: int) -> None:
        """A cell read; a second copy of one is compared and not kept."""
        value, state, doubt = read_cell(cell.text)
        figure = Figure(
            key, cell.text, value, state, table, row, cell.column, cell.confidence, doubt
        )
        first = self.figures.setdefault(key, figure)
        if first is not figure and (first.value, first.state) != (value, state):
            self._differs(first, figure)

    def _differs(self, first: Figure, second: Figure) -> None:
        self.findings.append(
            Finding(
                "reader.copies_differ",
                Severity.WARNING,
                Fault.AGENCY,
                f"同一表格出现两次且数据不一致：{first.key} 先“{first.raw}”后“{second.raw}”",
                (first.key,),
            )
        )

    def unplaced(self, keys: Iterable[str], label: str, raw: Iterable[str]) -> None:
        """A row whose values cannot be put under their headers with certainty."""
        cells = tuple(key for key in keys if key not in self.figures)
        shown = "、".join(text.strip() for text in raw if text.strip()) or "空白"
        if cells:
            self.findings.append(
                Finding(
                    "reader.column_uncertain",
                    Severity.ERROR,
                    Fault.READER,
                    f"“{label.strip()}”一行的数据（{shown}）属于哪一列无法确定，未读取",
                    cells,
                )
            )

    def unknown_row(self, label: str, raw: Iterable[str]) -> None:
        """A row with numbers whose label is no row of the form."""
        shown = "、".join(text.strip() for text in raw)
        self.findings.append(
            Finding(
                "reader.label_unknown",
                Severity.WARNING,
                Fault.READER,
                f"“{label.strip()}”一行（{shown}）与表样各行均不相符，未读取",
            )
        )
