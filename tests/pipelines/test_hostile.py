"""A column full of hostile files, read as ever: each becomes an issue, and costs nobody else."""

from __future__ import annotations

import pytest

from storage import queries
from storage.records import DocumentRecord, IssueRecord
from storage.vocabulary import DocumentState, Fault
from tests.pipelines import hostile
from tests.pipelines.home import Home, report_page

FILES = {
    "a bomb.docx": (hostile.word_bomb, "inflates beyond"),
    "many members.zip": (hostile.archive_of_many, "3000 members, 2000 allowed"),
    "a bomb in bombs.zip": (hostile.archive_bomb, "no document inside"),
    "a billion laughs.docx": (hostile.entities, "entity"),
    "10000 pages.pdf": (lambda: hostile.pages(10_000), "10000 pages, 200 allowed"),
    "under a password.pdf": (hostile.under_a_password, "it needs a password"),
    "half.pdf": (lambda: hostile.half(hostile.pages(3)), "fetch the file again"),
    "half.docx": (lambda: hostile.half(hostile.SHORT_WORD), "fetch the file again"),
    "half.png": (lambda: hostile.half(hostile.picture(2_000, 2_000)), "truncated"),
    "20000 pixels.png": (lambda: hostile.picture(20_000, 20_000), "400000000 pixels"),
    "random bytes.doc": (lambda: hostile.NOISE, "of no medium this program reads"),
    "a head and random bytes.doc": (lambda: hostile.OLE2 + hostile.NOISE, "of no medium"),
}
FIRST_YEAR = 2008
NAME = "清河县民政局"


def row(name: str, year: int, body: bytes) -> tuple[str, str, bytes]:
    return name, f"{NAME}{year}年政府信息公开工作年度报告", body


def issues(home: Home, year: int) -> list[IssueRecord]:
    with home.database.snapshot() as session:
        (version,) = queries.versions(session, "civil", year)
    return list(version.issues)


def test_each_file_is_an_issue_and_the_report_beside_it_is_read(home: Home) -> None:
    years = dict(enumerate(FILES, FIRST_YEAR))
    home.list_reports(
        *(row(name, year, FILES[name][0]()) for year, name in years.items()),
        row("2024.html", 2024, report_page(NAME, received=4)),
    )
    summary = home.read()
    assert (summary.reports, summary.unread) == (len(FILES) + 1, len(FILES))
    for year, name in years.items():
        (found,) = [one for one in issues(home, year) if one.fault is Fault.READER]
        assert FILES[name][1] in found.message, name
        assert "\n" not in found.message
    with home.database.snapshot() as session:
        documents = list(queries.documents(session))
        good = queries.figures(session, "civil", 2024)
    assert good is not None
    assert good["t3.requests_received.total"].value == 4
    assert states(documents) == {DocumentState.UNREAD: len(FILES), DocumentState.READ: 1}


def states(documents: list[DocumentRecord]) -> dict[DocumentState, int]:
    found = [document.state for document in documents]
    return {state: found.count(state) for state in set(found)}


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("asks for a file of this machine.docx", hostile.outside_entity()),
        ("runs a script.pdf", hostile.with_javascript()),
        ("shows other letters than it gives.pdf", hostile.without_meanings()),
    ],
)
def test_what_can_be_opened_but_not_understood_gives_no_figure(
    home: Home, name: str, body: bytes
) -> None:
    home.list_reports(row(name, 2023, body))
    home.read()
    with home.database.snapshot() as session:
        (version,) = queries.versions(session, "civil", 2023)
    assert version.figures == {}
    assert "root:" not in "".join(section.text for section in version.sections)
    assert "reader.form_unknown" in {issue.rule for issue in version.issues}


def test_a_page_named_doc_is_read_as_the_page_it_is(home: Home) -> None:
    home.list_reports(row("2023.doc", 2023, report_page(NAME, 2023, received=7)))
    home.read()
    with home.database.snapshot() as session:
        figures = queries.figures(session, "civil", 2023)
    assert figures is not None
    assert figures["t3.requests_received.total"].value == 7
