"""Opening, migrating and refusing databases."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from storage.database import Database, open_database
from storage.errors import DatabaseTooNew, DatabaseUnreachable
from storage.models import Base, Site, SiteVisit
from storage.queries import sites
from storage.vocabulary import CrawlOutcome, SiteState
from tests.storage.scene import NOON

OPEN = (
    "import sys; from storage.database import open_database; open_database(sys.argv[1]).dispose()"
)


def site(host: str, visited: dt.datetime | None = None) -> Site:
    return Site(
        host=host, home_url="", state=SiteState.BLOCKED, cause="412", last_visited_at=visited
    )


def has_a_model(name: str | None, *_: object) -> bool:
    """All but the index of the text, which is made otherwise on each database."""
    return "passage_terms" not in (name or "")


def test_migrations_make_what_the_models_say(empty_url: str) -> None:
    opened = open_database(empty_url)
    with opened.engine.connect() as connection:
        opts = {"compare_type": True, "include_name": has_a_model}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Base.metadata) == []
        connection.rollback()
        connection.execute(text("DROP TABLE version_source"))
        assert compare_metadata(context, Base.metadata) != []
    opened.dispose()


def test_a_database_is_made_once_and_opened_again(empty_url: str) -> None:
    first = open_database(empty_url)
    with first.session() as session:
        session.add(site("www.qingshan.gov.cn"))
    first.dispose()
    again = open_database(empty_url)
    with again.snapshot() as session:
        assert [one.host for one in sites(session)] == ["www.qingshan.gov.cn"]
    again.dispose()


def test_many_processes_may_open_a_new_database_at_once(empty_url: str) -> None:
    running = [
        subprocess.Popen([sys.executable, "-c", OPEN, empty_url], stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    complaints = [process.communicate(timeout=60)[1].decode() for process in running]
    assert complaints == ["", "", ""]
    opened = open_database(empty_url)
    assert "expectation" in inspect(opened.engine).get_table_names()
    opened.dispose()


def test_a_newer_database_is_refused(empty_url: str) -> None:
    opened = open_database(empty_url)
    with opened.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    opened.dispose()
    with pytest.raises(DatabaseTooNew, match=r"later version.*upgrade nianbao") as refused:
        open_database(empty_url)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "oracle9://host/name",
        "sqlite:////proc/nowhere/nianbao.sqlite3",
        "postgresql://secret:password@127.0.0.1:1/nianbao",
    ],
)
def test_an_unusable_url_is_one_clear_line(url: str) -> None:
    with pytest.raises(DatabaseUnreachable) as refused:
        open_database(url)
    assert "\n" not in str(refused.value)
    assert "password" not in str(refused.value)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "nianbao.sqlite3"
    path.write_text("not a database, but long enough to be taken for one" * 50)
    with pytest.raises(DatabaseUnreachable, match="not an SQLite database"):
        open_database(f"sqlite:///{path}")


def test_an_error_rolls_the_session_back(database: Database) -> None:
    def write_half() -> None:
        with database.session() as session:
            session.add(site("www.qingshan.gov.cn"))
            session.flush()
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        write_half()
    with database.snapshot() as session:
        assert sites(session) == ()


def test_foreign_keys_hold(database: Database) -> None:
    visit = SiteVisit(
        crawl_id=1,
        site_id=1,
        visited_at=NOON,
        outcome=CrawlOutcome.FINISHED,
        cause="",
        counts={},
    )
    with pytest.raises(IntegrityError), database.session() as session:
        session.add(visit)


def test_times_come_back_in_utc(database: Database) -> None:
    china = dt.timezone(dt.timedelta(hours=8))
    with database.session() as session:
        session.add(site("a.gov.cn", dt.datetime(2026, 1, 31, 23, 59, tzinfo=china)))
    with database.snapshot() as session:
        seen = session.scalars(select(Site.last_visited_at)).one()
    assert seen is not None
    assert seen.isoformat() == "2026-01-31T15:59:00+00:00"


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    naive = dt.datetime(2026, 1, 31)  # noqa: DTZ001
    with pytest.raises(StatementError, match="no time zone"), database.session() as session:
        session.add(site("a.gov.cn", naive))


def test_reading_does_not_wait_for_a_writer(database: Database) -> None:
    with database.session() as writing:
        writing.add(site("a.gov.cn"))
        writing.flush()
        with database.snapshot() as session:
            assert sites(session) == ()


def test_a_rehearsal_sees_what_it_writes_and_leaves_nothing(database: Database) -> None:
    with database.session() as session:
        session.add(site("a.gov.cn"))
    with database.rehearsal() as rehearsed:
        with rehearsed.session() as session:
            session.add(site("b.gov.cn"))
        with pytest.raises(IntegrityError), rehearsed.session() as session:
            session.add(site("a.gov.cn"))
        with rehearsed.snapshot() as session:
            assert [one.host for one in sites(session)] == ["a.gov.cn", "b.gov.cn"]
    with database.snapshot() as session:
        assert [one.host for one in sites(session)] == ["a.gov.cn"]


def test_a_snapshot_sees_one_state(database: Database) -> None:
    with database.snapshot() as reading:
        assert sites(reading) == ()
        with database.session() as writing:
            writing.add(site("www.qingshan.gov.cn"))
        assert sites(reading) == ()
    with database.snapshot() as reading:
        assert len(sites(reading)) == 1
