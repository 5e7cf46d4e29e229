"""Everything but versions: each write, once and twice, read back."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from storage import queries
from storage.archive import (
    clear_issues,
    finish_crawl,
    index_exchanges,
    interrupt_dead_crawls,
    save_agencies,
    save_column,
    save_column_reading,
    save_document,
    save_expectations,
    save_issue,
    save_listing_rows,
    save_site,
    save_visit,
    set_document_state,
    set_site_state,
    settle_alias,
    start_crawl,
    store_exchange,
    write_exchanges,
)
from storage.database import Database
from storage.models import Crawl, Payload
from storage.records import (
    ColumnDraft,
    DocumentDraft,
    ExpectationRecord,
    ImportOutcome,
    IssueDraft,
    ListingRow,
    Subject,
)
from storage.vocabulary import (
    AliasKind,
    ColumnState,
    CrawlOutcome,
    DocumentState,
    ExpectationState,
    Fault,
    Medium,
    Severity,
    SiteState,
)
from storage.warc import WarcStore
from tests.storage.scene import (
    BUREAU,
    COUNTY,
    DAY,
    NOON,
    URL,
    archived,
    exchange,
    registered,
)

COLUMN = "https://www.qingshan.gov.cn/zwgk/nb/"


def site_of(session: Session) -> int:
    return save_site(session, "www.qingshan.gov.cn", COUNTY.homepage).id


def column(site_id: int) -> ColumnDraft:
    return ColumnDraft(
        site_id=site_id,
        url=COLUMN,
        name="政府信息公开年报",
        breadcrumb=("首页", "政府信息公开"),
        family="trs",
        state=ColumnState.COMPLETE,
        row_count=2,
        declared_total=2,
        pages=1,
        read_at=NOON,
    )


def test_agencies_come_back_as_imported_and_again_unchanged(database: Database) -> None:
    with database.session() as session:
        assert save_agencies(session, [BUREAU, COUNTY]) == ImportOutcome(2, 0, 0)
    with database.session() as session:
        assert queries.agencies(session) == (COUNTY, BUREAU)
        assert save_agencies(session, [COUNTY, BUREAU]) == ImportOutcome(0, 0, 2)
        renamed = replace(BUREAU, aliases=("青山县水利局",), county="青山市")
        assert save_agencies(session, [renamed]) == ImportOutcome(0, 1, 0)
    with database.snapshot() as session:
        assert queries.agency(session, BUREAU.id) == renamed
        assert queries.agency(session, "nobody") is None
        assert queries.agency(session, COUNTY.id) == COUNTY


def test_a_settled_alias_outlives_an_import_and_has_one_owner(database: Database) -> None:
    with database.session() as session:
        save_agencies(session, [BUREAU, COUNTY])
        settle_alias(session, "县水务", COUNTY.id)
        assert settle_alias(session, "县水务", BUREAU.id, rivals=[]) == ()  # another site's
        assert settle_alias(session, "县水务", BUREAU.id) == (COUNTY.id,)
        assert settle_alias(session, "县水务", BUREAU.id) == ()
        settle_alias(session, "县水务局", BUREAU.id)
        assert save_agencies(session, [BUREAU, COUNTY]).unchanged == 2
    with database.snapshot() as session:
        names = queries.agency_names(session)
        bureau = queries.agency(session, BUREAU.id)
    assert bureau is not None
    assert bureau.settled == ("县水务", "县水务局")
    assert ("县水务", BUREAU.id, AliasKind.SETTLED) in names
    assert ("县水务局", BUREAU.id, AliasKind.SETTLED) in names
    assert [agency for name, agency, _ in names if name == "县水务"] == [BUREAU.id]


def test_sites_keep_how_they_answered(database: Database) -> None:
    with database.session() as session:
        site = save_site(session, "www.qingshan.gov.cn", "")
        assert site.state is SiteState.UNVISITED
        set_site_state(session, site.id, SiteState.REACHABLE, "", NOON)
        set_site_state(session, site.id, SiteState.BLOCKED, "412", NOON + DAY)
        again = save_site(session, "www.qingshan.gov.cn", COUNTY.homepage)
        assert again.id == site.id
    with database.snapshot() as session:
        (held,) = queries.sites(session)
        assert held == queries.site_by_host(session, "www.qingshan.gov.cn")
        assert held == queries.site(session, site.id)
    assert (held.state, held.cause, held.home_url) == (SiteState.BLOCKED, "412", COUNTY.homepage)
    assert (held.last_reached_at, held.last_visited_at) == (NOON, NOON + DAY)


def test_crawls_and_visits_are_history(database: Database) -> None:
    with database.session() as session:
        site_id = site_of(session)
        crawl_id = start_crawl(session, {"site": ["www.qingshan.gov.cn"]})
        save_visit(session, crawl_id, site_id, CrawlOutcome.RUNNING, {})
        save_visit(session, crawl_id, site_id, CrawlOutcome.FINISHED, {"pages": 7})
        finish_crawl(session, crawl_id, CrawlOutcome.FINISHED, {"pages": 7}, "")
    with database.snapshot() as session:
        (crawl,) = queries.crawls(session)
        (visit,) = queries.visits(session, site_id=site_id)
        assert queries.visits(session, crawl_id=crawl_id) == (visit,)
        assert queries.visits(session, crawl_id=crawl_id + 1) == ()
    assert crawl.arguments == {"site": ["www.qingshan.gov.cn"]}
    assert crawl.finished_at is not None
    assert (visit.outcome, visit.counts) == (CrawlOutcome.FINISHED, {"pages": 7})


def test_only_a_crawl_whose_process_is_gone_is_interrupted(database: Database) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    with database.session() as session:
        site_id = site_of(session)
        dead, alive, elsewhere, silent = (start_crawl(session, {}) for _ in range(4))
        save_visit(session, dead, site_id, CrawlOutcome.RUNNING, {})
        as_left: dict[int, dict[str, Any]] = {
            dead: {"process": gone.pid},
            alive: {"process": os.getppid()},
            elsewhere: {"machine": "another"},
            silent: {"machine": "another", "started_at": NOON},
        }
        for crawl, changes in as_left.items():
            session.execute(update(Crawl).where(Crawl.id == crawl).values(**changes))
        session.expire_all()
        assert interrupt_dead_crawls(session) == (dead, silent)
        assert interrupt_dead_crawls(session) == ()
        (visit,) = queries.visits(session, crawl_id=dead)
    assert visit.outcome is CrawlOutcome.INTERRUPTED


def test_a_payload_is_kept_once(database: Database, store: WarcStore) -> None:
    with database.session() as session:
        crawl_id = registered(session)
        first = store_exchange(session, store, crawl_id, exchange())
        again = store_exchange(session, store, crawl_id, exchange(fetched_at=NOON + DAY))
        other = store_exchange(session, store, crawl_id, exchange(url=URL + "?print"))
    assert (first.record_type, again.record_type, other.record_type) == (
        "response",
        "revisit",
        "revisit",
    )
    assert first.media_type == "text/html"
    assert first.etag == '"a1"'
    with database.snapshot() as session:
        assert session.scalar(select(func.count()).select_from(Payload)) == 1
        location = queries.payload_location(session, first.digest)
        assert location is not None
        assert store.read(location).payload == b"<p>2025</p>"
        assert queries.payload_location(session, "0" * 64) is None
        assert [capture.id for capture in queries.captures(session, URL)] == [again.id, first.id]
        assert queries.sightings(session, URL) == (NOON, NOON + DAY)


def test_answers_of_one_lot_are_kept_in_their_order(database: Database, store: WarcStore) -> None:
    twin = exchange(url=URL + "?print")
    lot = [exchange(), twin, exchange(url=COLUMN, body=b"<p>list</p>")]
    with database.session() as session:
        crawl_id = registered(session)
    with database.snapshot() as session:
        written = write_exchanges(session, store, lot)
        assert queries.captures(session, URL) == ()
    store.sync()
    with database.session() as session:
        captures = index_exchanges(session, crawl_id, written)
    assert [capture.url for capture in captures] == [URL, URL + "?print", COLUMN]
    assert [capture.record_type for capture in captures] == ["response", "revisit", "response"]
    with database.snapshot() as session:
        for capture, kept in zip(captures, lot, strict=True):
            assert queries.captures(session, capture.url) == (capture,)
            location = queries.payload_location(session, capture.digest)
            assert location is not None
            assert store.read(location).payload == kept.body


def test_not_modified_confirms_the_last_payload(database: Database, store: WarcStore) -> None:
    unchanged = exchange(body=b"", status=304, headers=(), fetched_at=NOON + DAY)
    with database.session() as session:
        crawl_id = registered(session)
        unknown = store_exchange(
            session, store, crawl_id, exchange(url=COLUMN, status=304, body=b"")
        )
        page = store_exchange(session, store, crawl_id, exchange())
        confirmed = store_exchange(session, store, crawl_id, unchanged)
    assert unknown.record_type == "response"
    assert (confirmed.digest, confirmed.record_type, confirmed.size, confirmed.media_type) == (
        page.digest,
        "revisit",
        page.size,
        "text/html",
    )


def test_a_capture_without_its_transaction_leaves_no_row(
    database: Database, store: WarcStore
) -> None:
    def interrupted() -> None:
        with database.session() as session:
            crawl_id = registered(session)
            store_exchange(session, store, crawl_id, exchange())
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError, match="killed"):
        interrupted()
    with database.snapshot() as session:
        assert queries.captures(session, URL) == ()
    assert len(store.files()) == 1


def test_columns_readings_and_rows(database: Database) -> None:
    row = ListingRow(URL, "县水务局2025年年报", dt.date(2026, 1, 20), "report", "", BUREAU.id, 2025)
    notice = ListingRow(
        COLUMN + "tz.html", "关于做好年报的通知", None, "lookalike", "通知", None, None
    )
    with database.session() as session:
        crawl_id = registered(session)
        site_id = site_of(session)
        draft = column(site_id)
        first = save_column(session, draft)
        partial = replace(draft, state=ColumnState.PARTIAL, read_at=NOON + DAY)
        second = save_column(session, partial)
        assert first.id == second.id
        for _ in range(2):
            save_column_reading(
                session, first.id, crawl_id, NOON, [4, 5], 1, 2, 2, True, [2025, 2024, 2025]
            )
            save_listing_rows(session, first.id, [row, notice], NOON)
        save_listing_rows(session, first.id, [replace(notice, reason="通知类")], NOON + DAY)
    with database.snapshot() as session:
        (held,) = queries.columns(session, site_id)
        (reading,) = queries.column_readings(session, NOON, site_id=site_id)
        assert queries.column_readings(session, NOON + DAY) == ()
        assert queries.columns(session) == (held,)
        assert queries.listing_rows(session, column_id=first.id) == (
            row,
            replace(notice, reason="通知类"),
        )
        assert queries.listing_rows(session, agency_id=BUREAU.id, report_year=2025) == (row,)
    assert held.breadcrumb == ("首页", "政府信息公开")
    assert (held.last_read_at, held.last_complete_at) == (NOON + DAY, NOON)
    assert (reading.capture_ids, reading.years, reading.rows) == ((4, 5), (2024, 2025), 2)


def test_a_document_seen_again_moves_its_last_sight(database: Database, store: WarcStore) -> None:
    with database.session() as session:
        crawl_id = registered(session)
        site_id = site_of(session)
        first = archived(session, store, crawl_id, at=NOON + DAY)
        listed = DocumentDraft(
            url=URL,
            digest=first.digest,
            capture_id=first.capture_id,
            seen_at=NOON,
            column_id=save_column(session, column(site_id)).id,
            list_title="县水务局2025年年报",
        )
        again = save_document(session, listed)
        edited = archived(session, store, crawl_id, body=b"<p>edited</p>", at=NOON + 2 * DAY)
        known = queries.known_documents(session, site_id)
    assert again.id == first.id != edited.id
    assert (again.first_seen_at, again.last_seen_at) == (NOON, NOON + DAY)
    assert (again.list_title, again.medium) == ("县水务局2025年年报", Medium.HTML)
    assert again.state is DocumentState.PENDING
    assert list(known) == [URL]
    assert (known[URL].digest, known[URL].etag) == (edited.digest, '"a1"')


def test_documents_by_state_while_states_change(database: Database, store: WarcStore) -> None:
    with database.session() as session:
        crawl_id = registered(session)
        for number in range(3):
            archived(session, store, crawl_id, f"{COLUMN}{number}.html", b"%d" % number)
        for document in queries.documents(session, DocumentState.PENDING):
            set_document_state(
                session,
                document.id,
                DocumentState.UNASSIGNED,
                "两个机关同名",
                evidence={"candidates": [1, 2]},
            )
        assert list(queries.documents(session, DocumentState.PENDING)) == []
        held = list(queries.documents(session, DocumentState.UNASSIGNED))
        assert queries.document(session, held[0].id) == held[0]
    assert [document.evidence for document in held] == [{"candidates": [1, 2]}] * 3


def test_an_issue_stands_once_for_its_subject_and_rule(database: Database) -> None:
    blocked = IssueDraft("site_blocked", Severity.WARNING, Fault.SITE, "403")
    with database.session() as session:
        site_id = site_of(session)
        first = save_issue(session, Subject.SITE, site_id, blocked, NOON)
        again = save_issue(
            session, Subject.SITE, site_id, replace(blocked, message="412"), NOON + DAY
        )
        assert (again.id, again.message, again.first_seen_at) == (first.id, "412", NOON)
        assert queries.issues_of(session, Subject.SITE, site_id) == (again,)
        assert list(queries.issues(session, fault=Fault.SITE)) == [again]
        assert list(queries.issues(session, rule="other")) == []
        clear_issues(session, Subject.SITE, site_id, ["other"])
        assert queries.issues_of(session, Subject.SITE, site_id) == (again,)
        clear_issues(session, Subject.SITE, site_id)
        assert queries.issues_of(session, Subject.SITE, site_id) == ()


def test_expectations_are_a_matrix(database: Database) -> None:
    due = ExpectationRecord(
        BUREAU.id,
        2025,
        dt.date(2026, 1, 31),
        "条例第四十九条",
        ExpectationState.DUE_SOON,
        evidence={"column": 1},
    )
    found = replace(due, state=ExpectationState.FOUND_ON_TIME, first_seen=NOON)
    earlier = replace(due, report_year=2024, state=ExpectationState.OVERDUE_NOT_SEEN)
    with database.session() as session:
        registered(session)
        save_expectations(session, [])
        save_expectations(session, [due, earlier])
        save_expectations(session, [found])
        assert list(queries.expectations(session)) == [earlier, found]
        assert list(queries.expectations(session, years=[2025])) == [found]
        assert list(queries.expectations(session, province="别省")) == []
        assert list(queries.expectations(session, agency_id=COUNTY.id)) == []
        overdue = queries.expectations(session, state=ExpectationState.OVERDUE_NOT_SEEN)
        assert list(overdue) == [earlier]
