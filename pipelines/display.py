"""What the site asks of this room: forms as printed, differences, statements, originals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from pipelines.coverage.dossier import stored_dossier
from pipelines.coverage.statement import state
from pipelines.coverage.states import state_words
from pipelines.extract.charset import decode
from pipelines.extract.html_blocks import placed_blocks
from pipelines.extract.html_content import article
from pipelines.extract.html_grid import PlacedGrid
from pipelines.extract.html_tree import parse
from pipelines.report import differences
from pipelines.report.form import FORMS, Entry, Table, load_form, request_groups, request_rows
from storage.database import Session
from storage.errors import DocumentError
from storage.records import ExpectationRecord, VersionRecord
from storage.vocabulary import ExpectationState
from storage.web.reader import (
    MARK,
    CellChange,
    Place,
    PrintedTable,
    Statement,
    StatementPart,
    StateWords,
    TextChange,
)

_CHINESE_NUMBERS = ("一", "二", "三", "四", "五", "六")  # printed with a comma: 一、


class Display:
    """The reader of the site; see :class:`storage.web.reader.Reader`."""

    def tables(self, version: VersionRecord) -> Sequence[PrintedTable]:
        """The tables of the version's form that have a figure, as the form prints them."""
        known = next((key for key in FORMS if key == version.form), None)
        if known is None:
            return ()
        printed = {key.split(".")[1] for key in version.figures if key.startswith("t3.")}
        return [
            _printed(table, printed)
            for table in load_form(known).tables
            if any(key.startswith(f"{table.id}.") for key in version.figures)
        ]

    def changed_cells(self, before: VersionRecord, after: VersionRecord) -> Sequence[CellChange]:
        """The cells that differ, in the order of the form."""
        changes = differences.changed_cells(before.figures, after.figures)
        return [CellChange(one.cell, one.before, one.after) for one in changes]

    def changed_text(self, before: VersionRecord, after: VersionRecord) -> Sequence[TextChange]:
        """The sentences that differ, section by section."""
        changes = differences.changed_text(before.sections, after.sections)
        return [TextChange(one.section, one.before, one.after) for one in changes]

    def state_words(self, state: ExpectationState) -> StateWords:
        """The words of ``states.yaml``."""
        words = state_words()[state]
        return StateWords(words.name, words.meaning, words.may_not_say)

    def statement(
        self, session: Session, judged: ExpectationRecord, today: dt.date
    ) -> Statement | None:
        """The statement of a state as it was judged last."""
        dossier = stored_dossier(session, judged, today)
        if dossier is None:
            return None
        written = state(dossier)
        parts = [StatementPart(one.heading, one.lines, one.captures) for one in written.parts]
        return Statement(written.title, tuple(parts))

    def markup(self, body: bytes, declared_charset: str, place: Place | None) -> str | None:
        """The page as text, the cell at a place marked; None where the bytes are no markup."""
        text, _ = decode(body, declared_charset)
        try:
            root, _ = parse(text, "archive")
            if place is not None:
                _mark(root, place)
        except DocumentError:
            return None
        return etree.tostring(root, encoding="unicode", method="html")


def _mark(root: HtmlElement, place: Place) -> None:
    for element in root.iterfind(f".//*[@id='{MARK}']"):
        del element.attrib["id"]
    for head in root.findall("head"):
        root.remove(head)
    blocks = placed_blocks(article(root), "archive")
    grids = (block for block in blocks if isinstance(block, PlacedGrid))
    grid = next(islice(grids, place.table, None), None)
    element = grid.element_at(place.row, place.column) if grid else None
    if element is not None:
        element.set("id", MARK)


def _printed(table: Table, printed_rows: set[str]) -> PrintedTable:
    head = ("申请人情况",) if table.id == "t3" else ()
    columns = tuple((*head, *_path(column, ())) for column in table.columns)
    if table.id == "t4":  # printed as one line, the blocks side by side
        return PrintedTable(
            id=table.id,
            section="reconsideration_litigation",
            caption=table.caption,
            columns=tuple((*_path(b, ()), c.label) for b in table.rows for c in table.columns),
            rows=((),),
            keys=(tuple(table.key(b.key, c.key) for b in table.rows for c in table.columns),),
        )
    rows = table.rows
    if table.id == "t3":  # with the rows of the other form that a hybrid prints
        formal = {row.key for row in table.rows}
        rows = tuple(row for row in request_rows() if row.key in formal | printed_rows)
    return PrintedTable(
        id=table.id,
        section="requests" if table.id == "t3" else "proactive_disclosure",
        caption=table.caption,
        columns=columns,
        rows=tuple(_path(row, request_groups() if table.id == "t3" else ()) for row in rows),
        keys=tuple(
            () if row.heading else tuple(table.key(row.key, c.key) for c in table.columns)
            for row in rows
        ),
    )


def _path(entry: Entry, groups: Sequence[Entry]) -> tuple[str, ...]:
    return (*_groups(entry.group, groups), _numbered(entry.number, entry.label))


def _groups(key: str, groups: Sequence[Entry]) -> Iterator[str]:
    if not key:
        return
    group = next((one for one in groups if one.key == key), None)
    if group is None:
        yield key
        return
    if group.key != "outcomes":
        yield from _groups("outcomes", groups)
    yield _numbered(group.number, group.label)


def _numbered(number: str, label: str) -> str:
    return f"{number}、{label}" if number in _CHINESE_NUMBERS else f"{number}{label}"
