"""Each kind of damage is found, and a sound archive has none."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.archive import save_version, store_exchange
from storage.database import Database
from storage.verify import VerifyReport, verify
from storage.warc import WarcStore
from storage.warc.members import members
from tests.storage.scene import BUREAU, NOON, URL, archived, exchange, reading, registered


@pytest.fixture
def file(database: Database, store: WarcStore) -> Path:
    """An archive of two documents and a revisit, with one version; its one closed file."""
    with database.session() as session:
        crawl_id = registered(session)
        page = archived(session, store, crawl_id)
        store_exchange(session, store, crawl_id, exchange())
        archived(session, store, crawl_id, URL + "?2", b"second page")
        save_version(session, BUREAU.id, 2025, page.id, reading(), NOON)
    store.close()
    (name,) = store.files()
    return store.folder / name


def check(database: Database, store: WarcStore) -> VerifyReport:
    with database.snapshot() as session:
        return verify(session, store)


def whats(report: VerifyReport) -> str:
    assert not report.sound
    return "\n".join(problem.what for problem in report.problems)


def tamper(database: Database, statement: str) -> None:
    """Change the database behind the program's back."""
    with database.engine.begin() as connection:
        connection.execute(text(statement))


def test_a_sound_archive(database: Database, store: WarcStore, file: Path) -> None:
    told: list[tuple[int, int]] = []
    with database.snapshot() as session:
        report = verify(session, store, lambda done, of: told.append((done, of)))
    assert report.sound
    assert (report.files, report.records, report.indexed, report.unindexed) == (1, 7, 3, 0)
    assert told == [(1, 1)]


def test_a_record_without_a_row_is_explained(
    database: Database, store: WarcStore, file: Path
) -> None:
    store.write(exchange(body=b"the process died here"))
    report = check(database, store)
    assert report.sound
    assert report.unindexed == 1


def test_half_a_record_of_a_live_writer_is_no_damage(
    database: Database, store: WarcStore, file: Path
) -> None:
    file.with_name("NIANBAO-2-2.warc.gz.open").write_bytes(file.read_bytes()[:-20])
    assert check(database, store).sound


def test_a_flipped_bit_is_found_and_the_rest_still_read(
    database: Database, store: WarcStore, file: Path
) -> None:
    with file.open("rb") as stream:
        second = [member.offset for member in members(stream)][1]
    data = bytearray(file.read_bytes())
    data[second + 200] ^= 4
    file.write_bytes(data)
    report = check(database, store)
    assert len(report.problems) == 1
    assert URL in whats(report)
    assert report.records == 7


def test_a_forged_payload_is_found(database: Database, store: WarcStore, file: Path) -> None:
    with file.open("rb") as stream:
        parts = [member.data for member in members(stream)]
    # The same length, so that only the digest can tell.
    file.write_bytes(
        b"".join(gzip.compress(part.replace(b"<p>2025", b"<p>2024")) for part in parts)
    )
    report = check(database, store)
    assert "its record says sha256:" in whats(report)


def test_a_cut_file_is_found(database: Database, store: WarcStore, file: Path) -> None:
    with file.open("rb") as stream:
        ends = [member.offset for member in members(stream)]
    file.write_bytes(file.read_bytes()[: ends[-2]])
    assert f"no record there; the index has {URL}?2" in whats(check(database, store))


def test_a_lost_file_is_found(database: Database, store: WarcStore, file: Path) -> None:
    file.unlink()
    assert "3 captures are in it" in whats(check(database, store))


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE capture SET warc_record_id = 'urn:x' WHERE id = 1", "the index has urn:x"),
        ("UPDATE capture SET warc_offset = 1 WHERE id = 1", "no record there"),
        (
            "UPDATE capture SET digest = (SELECT digest FROM capture WHERE id = 3) WHERE id = 1",
            "is of payload",
        ),
        ("UPDATE payload SET warc_record_id = 'urn:x'", "no capture brought it"),
        ("UPDATE report SET version_count = 2", "should have 2 versions, has 1"),
        ("DELETE FROM version_source", "no document gives it"),
    ],
)
def test_an_index_that_says_otherwise_is_found(
    database: Database, store: WarcStore, file: Path, statement: str, found: str
) -> None:
    tamper(database, statement)
    assert found in whats(check(database, store))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_rows_that_point_at_nothing_are_found(
    database: Database, store: WarcStore, file: Path
) -> None:
    with database.engine.connect() as connection:
        connection.connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(text("DELETE FROM payload"))
        connection.commit()
    told = whats(check(database, store))
    assert "its payload is not in the index" in told
