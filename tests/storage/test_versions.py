"""When a reading is a new version, and when it is not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from storage import queries
from storage.archive import save_agencies, save_version, set_document_state
from storage.archive.versions import content_digest
from storage.database import Database
from storage.models import Base, ReportVersion
from storage.queries import ReportFilter
from storage.records import FigureRecord, SavedVersion, SectionRecord
from storage.vocabulary import CellState, DocumentState, ExpectationState, Medium, VersionChange
from storage.warc import WarcStore
from tests.storage.scene import BUREAU, COUNTY, DAY, NOON, URL, archived, reading, registered

OTHER = "https://www.baishui.gov.cn/nb/2025/water.html"


def counts(session: Session) -> dict[str, int]:
    """How many rows each table has."""
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def save(
    session: Session,
    document_id: int,
    received: int = 12,
    at: dt.datetime = NOON,
    **changes: Any,
) -> SavedVersion:
    """The bureau's report for 2025, as read in a document."""
    return save_version(session, BUREAU.id, 2025, document_id, reading(received, **changes), at)


def test_a_version_comes_back_as_it_was_read(database: Database, store: WarcStore) -> None:
    with database.session() as session:
        page = archived(session, store, registered(session))
        saved = save(session, page.id)
    assert saved.change is VersionChange.FIRST
    with database.snapshot() as session:
        (version,) = queries.versions(session, BUREAU.id, 2025)
        assert version.id == saved.version_id
        assert version.figures == reading().figures == queries.figures(session, BUREAU.id, 2025)
        assert version.sections == reading().sections
        assert version.evidence == {"year": {"title": 2025}}
        assert (version.media_type, version.replaced_at) == ("text/html", None)
        assert version.source_urls == (URL,)
        assert [issue.formula for issue in version.issues] == ["12 + 0 = 0 + 0"]
        assert queries.figures(session, BUREAU.id, 2024) is None
        report = queries.report(session, BUREAU.id, 2025)
        assert report is not None
        assert (report.error_count, report.version_count, report.province) == (1, 1, "云岭省")
        assert report.state is None
        assert list(queries.reports(session, ReportFilter(province="云岭省"))) == [report]
        late = ReportFilter(state=ExpectationState.FOUND_LATE)
        assert list(queries.reports(session, late)) == []


def test_saving_twice_changes_nothing(database: Database, store: WarcStore) -> None:
    with database.session() as session:
        page = archived(session, store, registered(session))
        first = save(session, page.id)
    with database.session() as session:
        before = counts(session)
        again = save(session, page.id)
        assert (again.version_id, again.change) == (first.version_id, None)
        assert counts(session) == before


def test_other_bytes_with_the_same_content_make_no_version(
    database: Database, store: WarcStore
) -> None:
    with database.session() as session:
        crawl_id = registered(session)
        page = archived(session, store, crawl_id)
        reskinned = archived(session, store, crawl_id, body=b"<b>new look</b>", at=NOON + DAY)
        portal = archived(session, store, crawl_id, OTHER, at=NOON + DAY)
        first = save(session, page.id)
        second = save(session, reskinned.id, at=NOON + DAY, text="本年 新收到\n申请１２件。")
        third = save(session, portal.id, at=NOON + DAY, source_url=OTHER)
        (version,) = queries.versions(session, BUREAU.id, 2025)
    assert {first.version_id, second.version_id, third.version_id} == {version.id}
    assert (second.change, third.change) == (None, None)
    assert version.source_urls == (OTHER, URL)
    assert version.source_url == OTHER  # given last, it speaks


def test_a_changed_number_is_a_quiet_edit_or_a_correction(
    database: Database, store: WarcStore
) -> None:
    with database.session() as session:
        crawl_id = registered(session)
        page = archived(session, store, crawl_id)
        edited = archived(session, store, crawl_id, body=b"edited", at=NOON + DAY)
        moved = archived(session, store, crawl_id, OTHER, b"moved", at=NOON + 2 * DAY)
        save(session, page.id)
        edit = save(session, edited.id, 13, at=NOON + DAY)
        correction = save(session, moved.id, 14, at=NOON + 2 * DAY, source_url=OTHER)
        versions = queries.versions(session, BUREAU.id, 2025)
    assert edit.change is VersionChange.QUIET_EDIT
    assert correction.change is VersionChange.CORRECTED
    assert [version.number for version in versions] == [1, 2, 3]
    assert [version.replaced_at for version in versions] == [NOON + DAY, NOON + 2 * DAY, None]


def test_versions_are_in_the_order_of_the_web_not_of_reading(
    database: Database, store: WarcStore
) -> None:
    with database.session() as session:
        crawl_id = registered(session)
        page = archived(session, store, crawl_id)
        edited = archived(session, store, crawl_id, body=b"edited", at=NOON + DAY)
        save(session, edited.id, 13, at=NOON + DAY)
        save(session, page.id, 12, at=NOON)
        versions = queries.versions(session, BUREAU.id, 2025)
        figures = queries.figures(session, BUREAU.id, 2025)
        report = queries.report(session, BUREAU.id, 2025)
    assert [version.change for version in versions] == [
        VersionChange.FIRST,
        VersionChange.QUIET_EDIT,
    ]
    assert figures is not None
    assert figures["t3.requests_received.total"].value == 13
    assert report is not None
    assert report.first_seen_at == NOON


def test_a_better_reading_of_the_same_bytes_is_no_version(
    database: Database, store: WarcStore
) -> None:
    with database.session() as session:
        page = archived(session, store, registered(session))
        first = save(session, page.id, 12)
        better = save(session, page.id, 21, issues=(), medium=Medium.PDF)
        (version,) = queries.versions(session, BUREAU.id, 2025)
        received = session.scalar(text("SELECT sum(requests_received) FROM request_outcome"))
    assert (better.version_id, better.change) == (first.version_id, None)
    assert version.figures["t3.requests_received.total"].value == 21
    assert (version.issues, version.medium) == ((), Medium.PDF)
    assert received == 42


def test_a_better_reading_may_show_that_two_versions_are_one(
    database: Database, store: WarcStore
) -> None:
    with database.session() as session:
        crawl_id = registered(session)
        page = archived(session, store, crawl_id)
        edited = archived(session, store, crawl_id, body=b"edited", at=NOON + DAY)
        save(session, page.id, 12)
        save(session, edited.id, 13, at=NOON + DAY)
        save(session, edited.id, 12, at=NOON + DAY)
        (version,) = queries.versions(session, BUREAU.id, 2025)
    assert version.number == 1


def test_a_document_given_to_another_agency_leaves_nothing_behind(
    database: Database, store: WarcStore
) -> None:
    with database.session() as session:
        page = archived(session, store, registered(session))
        save(session, page.id)
        save_version(session, COUNTY.id, 2025, page.id, reading(), NOON)
        assert queries.report(session, BUREAU.id, 2025) is None
        assert queries.report(session, COUNTY.id, 2025) is not None
        set_document_state(
            session, page.id, DocumentState.READ, agency_id=COUNTY.id, report_year=2025
        )
        assert queries.report(session, COUNTY.id, 2025) is not None
        set_document_state(session, page.id, DocumentState.REJECTED, "通知")
        rows = counts(session)
    for table in ("report", "report_version", "version_source", "issue", "request_outcome"):
        assert rows[table] == 0, table


def test_a_version_outlives_one_of_its_sources(database: Database, store: WarcStore) -> None:
    with database.session() as session:
        crawl_id = registered(session)
        page = archived(session, store, crawl_id)
        portal = archived(session, store, crawl_id, OTHER, at=NOON + DAY)
        save(session, page.id)
        save(session, portal.id, at=NOON + DAY, source_url=OTHER)
        set_document_state(session, page.id, DocumentState.REJECTED, "误认")
        (version,) = queries.versions(session, BUREAU.id, 2025)
    assert (version.document_id, version.source_urls) == (portal.id, (OTHER,))


def test_statutory_rows_need_no_join(database: Database, store: WarcStore) -> None:
    with database.session() as session:
        page = archived(session, store, registered(session))
        save(session, page.id)
        save_agencies(session, [replace(BUREAU, province="新云岭省")])
    with database.snapshot() as session:
        asked = session.execute(
            text(
                "SELECT province, sum(requests_received), sum(requests_carried_over),"
                " sum(outcome_granted) FROM request_outcome"
                " WHERE applicant = 'total' GROUP BY province"
            )
        ).all()
        fees = session.execute(
            text("SELECT item, provision, amount_wan_yuan, in_force FROM proactive_disclosure")
        ).all()
        cases = session.execute(text("SELECT block, total FROM case_outcome")).all()
    assert [tuple(row) for row in asked] == [("新云岭省", 12, None, 0)]
    assert sorted(tuple(row) for row in fees) == [
        ("fees", "t2_8", 25.1, None),
        ("normative_documents", "t2_1", None, 3),
    ]
    # 1.5 cases cannot be a count: it stays among the figures, and is not rounded here.
    assert [tuple(row) for row in cases] == [("reconsideration", None)]


def test_the_form_of_2014_has_its_table(database: Database, store: WarcStore) -> None:
    figures = {
        "stats.requests_received.value": FigureRecord("7", 7, CellState.NUMBER),
        "stats.budget_wan_yuan.value": FigureRecord("1.25", 1.25, CellState.NUMBER),
    }
    with database.session() as session:
        page = archived(session, store, registered(session))
        save(session, page.id, form="stats_2014", figures=figures)
        row = session.execute(
            text("SELECT form, requests_received, budget_wan_yuan FROM disclosure_statistics")
        ).one()
        (version_id,) = session.scalars(select(ReportVersion.id))
    assert tuple(row) == ("stats_2014", 7, 1.25)
    assert version_id


@given(
    spaced=st.text(st.sampled_from(" \n\t　"), max_size=5),
    received=st.integers(0, 10**6),
    other=st.integers(0, 10**6),
)
def test_content_is_figures_and_text_not_layout(spaced: str, received: int, other: int) -> None:
    plain = reading(received)
    moved = {
        key: figure._replace(table=9, row=9, column=9, raw=figure.raw + spaced)
        for key, figure in plain.figures.items()
    }
    text_of = plain.sections[0]
    again = replace(
        plain,
        figures=dict(reversed(moved.items())),
        sections=(SectionRecord(text_of.key, "1", "概述", spaced + text_of.text),),
        title="另一个标题",
    )
    assert content_digest(again) == content_digest(plain)
    assert (content_digest(reading(other)) == content_digest(plain)) == (other == received)
    blank = FigureRecord("", None, CellState.BLANK)
    absent = FigureRecord("/", None, CellState.NOT_APPLICABLE)
    one, two = (replace(plain, figures={"t3.a.total": cell}) for cell in (blank, absent))
    assert content_digest(one) != content_digest(two)
