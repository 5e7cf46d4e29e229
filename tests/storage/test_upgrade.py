"""A database of an earlier version, with data in it, is brought to this one."""

from __future__ import annotations

import json
import zlib

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, inspect, text

import storage.migrations
from storage import queries
from storage.database import open_database
from storage.search import Question, search

FIRST_DATA = """
INSERT INTO agency (id, name, short_name, cls, division_code, province, city, county, homepage,
    due_override)
VALUES ('a', '甲县人民政府', '', 'government_county_level_and_above', '', '', '', '', '', '');
INSERT INTO crawl (id, arguments, machine, process, started_at, outcome, cause, counts)
VALUES (1, '{}', 'm', 1, '2026-01-20 04:00:00+00:00', 'finished', '', '{}');
INSERT INTO payload (digest, size, media_type, first_fetched_at, url, warc_file, warc_offset,
    warc_record_id)
VALUES ('d', 1, 'text/html', '2026-01-20 04:00:00+00:00', 'http://a/', 'f', 0, 'r');
INSERT INTO capture (id, crawl_id, url, fetched_at, status, digest, media_type, etag,
    last_modified, size, warc_file, warc_offset, warc_record_id, record_type)
VALUES (1, 1, 'http://a/', '2026-01-20 04:00:00+00:00', 200, 'd', 'text/html', '', '', 1, 'f', 0,
    'r', 'response');
INSERT INTO document (id, url, host, digest, capture_id, medium, state, list_title, parent_url,
    agency_id, report_year, reason, evidence, first_seen_at, last_seen_at)
VALUES (1, 'http://a/', 'a', 'd', 1, 'html', 'read', '2025年报', '', 'a', 2025, '', '{}',
    '2026-01-20 04:00:00+00:00', '2026-01-20 04:00:00+00:00');
INSERT INTO report (id, agency_id, report_year, version_count, first_seen_at)
VALUES (1, 'a', 2025, 1, '2026-01-20 04:00:00+00:00')
"""

FIRST_VERSION = """
INSERT INTO report_version (id, report_id, number, change, form, title, valid, invalid_reason,
    source_url, medium, document_id, content_digest, first_seen_at, figures, sections, evidence)
VALUES (1, 1, 1, 'first', 'ogi_2021', '2025年报', true, '', 'http://a/', 'html', 1, 'c',
    '2026-01-20 04:00:00+00:00', :figures, :sections, '{}')
"""
SECTIONS = [["overview", "一", "总体情况", "本年主动公开三百条。"]]


@pytest.fixture
def first_database(empty_url: str) -> str:
    """A database at revision 0001 that holds a document read."""
    config = Config()
    config.set_main_option("script_location", storage.migrations.__path__[0])
    config.set_main_option("path_separator", "os")
    engine = create_engine(empty_url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for statement in FIRST_DATA.split(";"):
            connection.exec_driver_sql(statement)
        connection.execute(
            text(FIRST_VERSION), {"figures": deflated({}), "sections": deflated(SECTIONS)}
        )
    engine.dispose()
    return empty_url


def deflated(value: object) -> bytes:
    return zlib.compress(json.dumps(value).encode())


def test_a_first_database_keeps_its_documents(first_database: str) -> None:
    opened = open_database(first_database)
    with opened.snapshot() as session:
        (document,) = queries.documents(session)
    indexes = {index["name"] for index in inspect(opened.engine).get_indexes("listing_row")}
    with opened.snapshot() as session:
        (home,) = queries.agency_homes(session)
        assert queries.runs(session) == ()
        (hit,) = search(session, Question(text="主动公开")).hits
    opened.dispose()
    assert home.added_at is None
    assert (hit.agency_id, hit.report_year) == ("a", 2025)
    assert (document.agency_id, document.report_year) == ("a", 2025)
    assert document.reader_version is None  # by which reader it was read nobody wrote down
    assert "ix_listing_row_url" in indexes
