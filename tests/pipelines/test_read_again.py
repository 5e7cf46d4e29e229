"""The archive read again: what changed is told, what was interrupted goes on."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest

from pipelines import process as processing
from pipelines.lots import lots
from pipelines.process import Tell, process_all, rehearse_all
from pipelines.report.differences import CellChange
from pipelines.review import settle_name
from storage import archive, queries
from storage.records import DocumentRecord, FigureRecord, VersionDraft, VersionRecord
from storage.vocabulary import CellState, DocumentState, Medium, VersionChange
from tests.pipelines.home import VISIT, Home, report_page, unwatched

CELL = "t3.requests_received.total"
Told = list[tuple[str, int, str, object, object]]


def listed(home: Home, *years: int) -> None:
    home.list_reports(
        *(
            (
                f"{year}.html",
                f"清河县民政局{year}年政府信息公开工作年度报告",
                report_page("清河县民政局", year, received=4),
            )
            for year in years
        )
    )
    home.read()


def misread(home: Home, year: int) -> None:
    """Stores the report as a worse reader would have read it: a cell less, another one wrong."""
    with home.database.session() as session:
        (version,) = queries.versions(session, "civil", year)
        figures = version.figures | {CELL: FigureRecord("7", 7, CellState.NUMBER)}
        del figures["t3.outcomes_total.total"]
        draft = drafted(version, figures)
        archive.save_version(session, "civil", year, version.document_id, draft, VISIT)


def drafted(version: VersionRecord, figures: dict[str, FigureRecord]) -> VersionDraft:
    names = [name for name in VersionDraft.__dataclass_fields__ if name != "issues"]
    return VersionDraft(**{name: getattr(version, name) for name in names} | {"figures": figures})


def stored(home: Home, year: int) -> object:
    with home.database.snapshot() as session:
        figures = queries.figures(session, "civil", year)
    return figures and figures[CELL].value


def teller(told: Told) -> Tell:
    def tell(agency_id: str, year: int, change: CellChange) -> None:
        before, after = (one and one.value for one in (change.before, change.after))
        told.append((agency_id, year, change.cell, before, after))

    return tell


CHANGES: Told = [
    ("civil", 2024, CELL, 7, 4),
    ("civil", 2024, "t3.outcomes_total.total", None, 4),
]


def test_what_would_change_is_told_and_not_written(home: Home) -> None:
    listed(home, 2023, 2024)
    misread(home, 2024)
    told: Told = []
    for _ in range(2):
        rehearse_all(home.database, watch=unwatched, tell=teller(told))
    assert told == CHANGES * 2
    assert stored(home, 2024) == 7
    told.clear()
    assert process_all(home.database, watch=unwatched, tell=teller(told)).documents == 2
    assert told == CHANGES
    assert stored(home, 2024) == 4
    told.clear()
    assert process_all(home.database, watch=unwatched, tell=teller(told)).documents == 2
    assert told == []


def test_an_interrupted_run_goes_on(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    listed(home, 2022, 2023, 2024)
    monkeypatch.setattr(processing, "lots", partial(lots, size=1))

    def watch(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    told: Told = []
    with pytest.raises(KeyboardInterrupt):
        process_all(home.database, watch=watch, tell=teller(told))
    assert process_all(home.database, watch=unwatched, tell=teller(told)).documents == 2
    assert process_all(home.database, watch=unwatched, tell=teller(told)).documents == 3


def test_a_settled_name_survives(home: Home) -> None:
    name = "清河县水利水电总站"
    title = f"{name}2024年政府信息公开工作年度报告"
    home.list_reports(("1.html", title, report_page(name)))
    home.read()
    settle_name(home.database, name, "water", watch=unwatched)
    process_all(home.database, watch=unwatched, tell=teller([]))
    with home.database.snapshot() as session:
        assert queries.report(session, "water", 2024) is not None


def test_payloads_read_at_once_give_the_versions_they_had(home: Home) -> None:
    title = "清河县民政局2024年政府信息公开工作年度报告"
    for day, received in enumerate((3, 5)):
        page = report_page("清河县民政局", received=received)
        home.list_reports(("1.html", title, page), at=VISIT + dt.timedelta(days=day))
    assert home.read().new_versions == 2  # both waited
    with home.database.snapshot() as session:
        first, second = queries.versions(session, "civil", 2024)
        states = {document.state for document in queries.documents(session)}
    assert (first.figures[CELL].value, second.figures[CELL].value) == (3, 5)
    assert second.change is VersionChange.QUIET_EDIT
    assert states == {DocumentState.READ}
    process_all(home.database, watch=unwatched, tell=teller([]))
    with home.database.snapshot() as session:
        assert len(queries.versions(session, "civil", 2024)) == 2


def test_a_better_reader_is_no_correction(home: Home) -> None:
    title = "清河县民政局2024年政府信息公开工作年度报告"
    page = report_page("清河县民政局", received=4)
    home.list_reports(("1.html", title, page), ("2.html", title, page.replace(b"table", b"div")))
    home.read()
    with home.database.session() as session:  # as stored by a reader that could not read the first
        (version,) = queries.versions(session, "civil", 2024)
        other = next(queries.documents(session, url=version.source_url.replace("/1.", "/2.")))
        archive.keep_versions(session, "civil", 2024, [])
        archive.save_version(session, "civil", 2024, other.id, drafted(version, {}), VISIT)
    told: Told = []
    summary = process_all(home.database, watch=unwatched, tell=teller(told))
    assert (summary.new_versions, len(told)) == (0, len(version.figures))
    with home.database.snapshot() as session:
        (again,) = queries.versions(session, "civil", 2024)
    assert (again.change, again.source_url) == (VersionChange.FIRST, version.source_url)
    assert (again.first_seen_at, again.figures) == (VISIT, version.figures)


def document(number: int, year: int | None, agency: str | None, page: int = 0) -> DocumentRecord:
    return DocumentRecord(
        id=number, url=f"http://a/{number}", digest=str(number), capture_id=1, medium=Medium.HTML,
        state=DocumentState.READ, column_id=None, list_title="", listed_on=None,
        parent_url=f"http://a/{page}" if page else "", agency_id=agency, report_year=year,
        reason="", first_seen_at=VISIT, last_seen_at=VISIT,
    )  # fmt: skip


def test_a_lot_ends_between_reports() -> None:
    documents = [
        document(1, 2024, "a"),
        document(2, 2023, "a"),
        document(3, 2024, "a"),  # the same report at another address
        document(4, None, None, page=2),  # a file of the page of 2023
        document(5, None, None),
        document(6, None, None),
    ]
    assert [[one.id for one in lot] for lot in lots(documents, size=1)] == [
        [2, 4], [1, 3], [5], [6],
    ]  # fmt: skip
