"""Figures as a check sees them: values, names, and which of them can be trusted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipelines.items import Figure, Finding, Reading
from pipelines.report.form import FORMS, Entry, Form, load_form, request_rows
from storage.vocabulary import Fault, Severity

TRUSTED = 0.9  # confidence below which a cell was not read surely (OCR, repaired text layers)


class Ledger:
    """The figures of one report beside its form."""

    def __init__(self, reading: Reading, form: Form) -> None:
        self.form = form
        self.figures = reading.figures
        self.unread = {
            key for f in reading.findings if f.fault is Fault.READER for key in f.cells
        } - set(reading.figures)

    @classmethod
    def of(cls, reading: Reading) -> Ledger | None:
        """The ledger of a reading, or None where it has no national form."""
        form = next((key for key in FORMS if key == reading.form), None)
        return cls(reading, load_form(form)) if form else None

    def value(self, key: str) -> int | float | None:
        """The number of a cell; None where it is blank, words, or not there."""
        figure = self.figures.get(key)
        return None if figure is None else figure.value

    def amount(self, key: str) -> int | float:
        """The number of a part of a sum: blank and not applicable count as 0."""
        return self.value(key) or 0

    def name(self, key: str) -> str:
        """A cell in the words of the form: 予以公开·自然人."""
        table_id, row_key, column_key = key.split(".")
        table = self.form.table(table_id)
        row = _label(row_key, (*table.rows, *request_rows()))
        return row if len(table.columns) == 1 else f"{row}·{_label(column_key, table.columns)}"

    def part(self, key: str, by: str) -> str:
        """A cell of a sum with its number, named by what tells it from the others."""
        name = self.name(key)
        row, _, column = name.partition("·")
        return f"{column if by == 'column' and column else row} {self.shown(key)}"

    def shown(self, key: str) -> str:
        """What a formula prints for a cell."""
        value = self.value(key)
        return "空" if value is None else plain(value)

    def doubtful(self, keys: Iterable[str]) -> bool:
        """Whether one of some cells was read with doubt."""
        figures = (self.figures.get(key) for key in keys)
        return any(f is not None and _is_doubtful(f) for f in figures)

    def finding(
        self, rule: str, severity: Severity, message: str, cells: Sequence[str], formula: str = ""
    ) -> Finding:
        """A finding of the agency's fault, or of the reader's where a cell is doubtful."""
        if self.doubtful(cells):
            note = f"{message}（相关单元格识读存疑，可能是本程序的误读）"
            return Finding(rule, Severity.WARNING, Fault.READER, note, tuple(cells), formula)
        return Finding(rule, severity, Fault.AGENCY, message, tuple(cells), formula)


def _is_doubtful(figure: Figure) -> bool:
    if figure.confidence < 1 and (figure.value or 0) < 0:
        return True  # in a picture a minus before a count is more often a speck or a rule
    return bool(figure.doubt) or figure.confidence < TRUSTED


def _label(key: str, entries: Iterable[Entry]) -> str:
    entry = next((entry for entry in entries if entry.key == key), None)
    return key if entry is None else entry.label.partition("（")[0] or entry.label


def equal(left: float, right: float) -> bool:
    """Whether two sums agree; decimals in 万元 are compared to a hundredth of a yuan."""
    return abs(left - right) < 1e-6


def plain(number: float) -> str:
    """A number as people write it: 1234567, 3.25."""
    return str(int(number)) if number == int(number) else f"{number:.6f}".rstrip("0")
