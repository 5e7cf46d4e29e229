"""Where reports stood and stand, on both databases."""

from __future__ import annotations

from storage import queries
from storage.archive import (
    note_absence,
    note_presence,
    save_site,
    save_version,
    set_document_state,
    set_withdrawal,
    start_crawl,
)
from storage.database import Database
from storage.vocabulary import DocumentState
from storage.warc import WarcStore
from tests.storage.scene import BUREAU, DAY, NOON, URL, archived, reading, registered

KEY = (BUREAU.id, 2025)


def published(database: Database, store: WarcStore) -> int:
    """The bureau's report read at its address; the id of its site."""
    with database.session() as session:
        page = archived(session, store, registered(session))
        set_document_state(session, page.id, DocumentState.READ, "", *KEY)
        save_version(session, *KEY, page.id, reading(), NOON)
        return save_site(session, "www.qingshan.gov.cn", "http://www.qingshan.gov.cn/").id


def test_an_address_is_away_and_back(database: Database, store: WarcStore) -> None:
    site_id = published(database, store)
    with database.session() as session:
        for day in (1, 1, 8):  # noted twice on the first
            crawl_id = start_crawl(session, {})
            note_absence(session, URL, crawl_id, NOON + day * DAY, "status 404")
        (address,) = queries.addresses(session, *KEY)
        assert (address.gone_since, address.gone_visits) == (NOON + DAY, 2)
        assert address.gone_seen_at == NOON + 8 * DAY
        assert queries.reports_in_doubt(session) == {KEY}
        assert queries.hosts_away(session, ["www.qingshan.gov.cn"]) == {
            "www.qingshan.gov.cn": (1, 1)
        }
        (asked,) = queries.addresses_to_ask(session, site_id)
        assert (asked.url, asked.is_away, asked.etag) == (URL, True, '"a1"')
        note_presence(session, URL, NOON + 9 * DAY)
    with database.snapshot() as session:
        (address,) = queries.addresses(session, *KEY)
        assert address.gone_since is None
        (absence,) = queries.absences(session, [URL])
        assert (absence.visits, absence.back_at) == (2, NOON + 9 * DAY)
        assert queries.reports_in_doubt(session) == set()


def test_a_withdrawn_report_is_exported_as_such(database: Database, store: WarcStore) -> None:
    published(database, store)
    with database.session() as session:
        set_withdrawal(session, *KEY, NOON + DAY, NOON + 20 * DAY)
        report = queries.report(session, *KEY)
        assert report is not None
        assert (report.gone_since, report.withdrawn_at) == (NOON + DAY, NOON + 20 * DAY)
        assert queries.reports_in_doubt(session) == {KEY}


def test_a_report_that_is_back_at_what_it_said(database: Database, store: WarcStore) -> None:
    published(database, store)
    with database.session() as session:
        crawl_id = start_crawl(session, {})
        edited = archived(session, store, crawl_id, body=b"edited", at=NOON + DAY)
        set_document_state(session, edited.id, DocumentState.READ, "", *KEY)
        save_version(session, *KEY, edited.id, reading(13), NOON + DAY)
        assert queries.reports_reverted(session) == set()
        archived(session, store, start_crawl(session, {}), at=NOON + 2 * DAY)
        assert queries.reports_reverted(session) == {KEY}
        assert [one.at for one in queries.sightings_of(session, [URL])] == [
            NOON,
            NOON + DAY,
            NOON + 2 * DAY,
        ]


def test_what_stands_at_an_address_instead_counts_as_away(
    database: Database, store: WarcStore
) -> None:
    published(database, store)
    with database.session() as session:
        other = archived(session, store, start_crawl(session, {}), body=b"news", at=NOON + DAY)
        (waiting,) = queries.addresses(session, *KEY)
        assert waiting.gone_since is None  # not read yet: it may be the report
        set_document_state(session, other.id, DocumentState.REJECTED, "news")
        (address,) = queries.addresses(session, *KEY)
        assert (address.gone_since, address.reason) == (NOON + DAY, queries.OTHER_DOCUMENT)
        assert queries.reports_in_doubt(session) == {KEY}


def test_the_first_version_says_when_a_report_came_out(
    database: Database, store: WarcStore
) -> None:
    published(database, store)
    with database.snapshot() as session:
        found = queries.appearances(session)
    assert found[KEY].published_on == reading().published_on
