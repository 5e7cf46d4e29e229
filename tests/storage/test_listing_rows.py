"""Rows of columns learn whose report they led to."""

from __future__ import annotations

from storage import queries
from storage.archive import (
    assign_listing_rows,
    save_column,
    save_document,
    save_listing_rows,
    save_site,
    set_document_state,
)
from storage.database import Database
from storage.records import ColumnDraft, DocumentDraft, ListingRow
from storage.vocabulary import ColumnState, DocumentState
from storage.warc import WarcStore
from tests.storage.scene import BUREAU, COUNTY, DAY, NOON, URL, archived, registered

COLUMN = "https://www.qingshan.gov.cn/zwgk/nb/"


def test_rows_say_which_report_they_led_to(database: Database, store: WarcStore) -> None:
    page, moved, elsewhere = (COLUMN + name for name in ("1.html", "2.html", "9.html"))
    same = [ListingRow(COLUMN + f"{n}.html", "年报", None, "report", "", None, None) for n in "34"]
    rows = [
        ListingRow(page, "2024年年报", None, "report", "", None, 2024),
        ListingRow(moved, "2023年年报", None, "report", "", None, 2023),
        *same,
    ]
    with database.session() as session:
        crawl_id = registered(session)
        site = save_site(session, "www.qingshan.gov.cn", COUNTY.homepage)
        draft = ColumnDraft(
            site_id=site.id, url=COLUMN, name="年报", state=ColumnState.COMPLETE, read_at=NOON
        )
        held = save_column(session, draft)
        save_listing_rows(session, held.id, rows, NOON)
        found = {}
        for url, title in [(page, "2024年年报"), (elsewhere, "2023年年报"), (URL, "年报")]:
            document = archived(session, store, crawl_id, url, title.encode())
            met = DocumentDraft(
                url=url, digest=document.digest, capture_id=document.capture_id,
                seen_at=NOON, column_id=held.id, list_title=title,
            )  # fmt: skip
            found[url] = save_document(session, met).id
        set_document_state(session, found[page], DocumentState.READ, "", BUREAU.id, 2024)
        set_document_state(session, found[elsewhere], DocumentState.READ, "", COUNTY.id, 2023)
        set_document_state(session, found[URL], DocumentState.READ, "", COUNTY.id, 2022)
        for _ in range(2):
            assign_listing_rows(session, list(found.values()))
            save_listing_rows(session, held.id, rows, NOON + DAY)  # the next crawl meets them again
    with database.snapshot() as session:
        led_to = {
            row.url: (row.agency_id, row.report_year)
            for row in queries.listing_rows(session, column_id=held.id)
        }
        listed = queries.listed_years(session)
    assert led_to[page] == (BUREAU.id, 2024)
    assert led_to[moved] == (COUNTY.id, 2023)  # redirected: told by its title
    assert {led_to[row.url] for row in same} == {(None, None)}  # two rows of one title tell nothing
    assert listed == {held.id: {BUREAU.id: {2024}, COUNTY.id: {2023}}}
    with database.session() as session:
        set_document_state(session, found[page], DocumentState.UNASSIGNED, "")
        assign_listing_rows(session, [found[page]])
        (row, *_) = queries.listing_rows(session, column_id=held.id)
    assert (row.agency_id, row.report_year) == (None, 2024)
