"""What the site asks of the room that reads. It is handed in: this room does not know that one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from storage.database import Session
from storage.records import CaptureRecord, ExpectationRecord, FigureRecord, VersionRecord
from storage.vocabulary import ExpectationState

MARK = "nianbao-cell"
"""The id of the cell in an archived page that is asked for."""


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table as the form prints it.

    ``columns`` and ``rows`` are labels from the outermost to the innermost, those of merged cells
    repeated; ``keys`` are the cells ``table.row.column``, row by row, none in a row of headings.
    """

    id: str
    section: str
    caption: str
    columns: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, ...], ...]
    keys: tuple[tuple[str, ...], ...]


class CellChange(NamedTuple):
    """A cell that prints something else; None where it is not there."""

    cell: str
    before: FigureRecord | None
    after: FigureRecord | None


class TextChange(NamedTuple):
    """Sentences of a section that went, and those that came in their place."""

    section: str
    before: tuple[str, ...]
    after: tuple[str, ...]


class Statement(NamedTuple):
    """What can be said of a report, in parts; the first line of the first may be cited."""

    title: str
    parts: tuple[StatementPart, ...]


class StatementPart(NamedTuple):
    """A heading with lines, and the archived answers that these rest on."""

    heading: str
    lines: tuple[str, ...]
    captures: tuple[CaptureRecord, ...]


class StateWords(NamedTuple):
    """What a state is called in Chinese, what it means, and what may not be said of it."""

    name: str
    meaning: str
    may_not_say: str


class Place(NamedTuple):
    """Where a cell stands in a document: table, row and column, counted from 0."""

    table: int
    row: int
    column: int


class Reader(Protocol):
    """Forms, differences, statements and originals, as the room that reads knows them."""

    def tables(self, version: VersionRecord) -> Sequence[PrintedTable]:
        """The tables that a version's form prints and that have a figure; none if unknown."""

    def changed_cells(self, before: VersionRecord, after: VersionRecord) -> Sequence[CellChange]:
        """The cells that differ, in the order of the form."""

    def changed_text(self, before: VersionRecord, after: VersionRecord) -> Sequence[TextChange]:
        """The sentences that differ, section by section."""

    def state_words(self, state: ExpectationState) -> StateWords | None:
        """The words for a state that can be cited."""

    def statement(
        self, session: Session, judged: ExpectationRecord, today: dt.date
    ) -> Statement | None:
        """What a state rests on, in Chinese; None for an agency that is not in the registry."""

    def markup(self, body: bytes, declared_charset: str, place: Place | None) -> str | None:
        """An archived page as text, the cell at a place with the id :data:`MARK`.

        None where the bytes are no markup.
        """


class _Plain:
    """Knows nothing of reading: what the database holds is shown as it is."""

    def tables(self, version: VersionRecord) -> Sequence[PrintedTable]:
        return ()

    def changed_cells(self, before: VersionRecord, after: VersionRecord) -> Sequence[CellChange]:
        return ()

    def changed_text(self, before: VersionRecord, after: VersionRecord) -> Sequence[TextChange]:
        return ()

    def state_words(self, state: ExpectationState) -> StateWords | None:
        return None

    def statement(
        self, session: Session, judged: ExpectationRecord, today: dt.date
    ) -> Statement | None:
        return None

    def markup(self, body: bytes, declared_charset: str, place: Place | None) -> str | None:
        return None


PLAIN: Reader = _Plain()
