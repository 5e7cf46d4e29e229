"""A backup gives everything back, and a drill notices when it would not."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.archive import save_version
from storage.config import settings
from storage.database import open_database
from storage.warc import WarcStore
from tests.program import Program
from tests.storage.scene import BUREAU, NOON, URL, archived, reading, registered
from tests.tables import differences


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """A home with an archive of a document and a report."""
    made = Program(tmp_path / "home")
    database = open_database(f"sqlite:///{made.home / 'nianbao.sqlite3'}")
    store = WarcStore(str(made.home / "archive"))
    with database.session() as session:
        crawl_id = registered(session)
        page = archived(session, store, crawl_id)
        save_version(session, BUREAU.id, 2025, page.id, reading(), NOON)
    store.close()
    database.dispose()
    return made


def test_a_backup_is_restored_and_proven(program: Program, tmp_path: Path) -> None:
    folder = str(tmp_path / "backup")
    program.done("save", folder, module="deploy.backup")
    drilled = program.done("drill", folder, module="deploy.backup")
    assert "gives everything back" in drilled
    assert "0 problems" in drilled
    again = Program(tmp_path / "again")
    again.done("restore", folder, module="deploy.backup")
    with program.database() as one, again.database() as other:
        assert differences(one, other) == {}
    assert again.done("verify").endswith(" 0 problems\n")


def test_what_came_since_is_added_to_a_backup(program: Program, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    program.done("save", str(folder), module="deploy.backup")
    (first,) = (folder / "archive").iterdir()
    untouched = first.stat().st_mtime_ns
    store = WarcStore(str(program.home / "archive"))
    with program.database() as database, database.session() as session:
        archived(session, store, 1, URL + "?2", b"second page")
    store.close()
    program.done("save", str(folder), module="deploy.backup")
    assert first.stat().st_mtime_ns == untouched
    assert len(list((folder / "archive").iterdir())) == 2
    program.done("drill", str(folder), module="deploy.backup")


@pytest.mark.parametrize("what", ["database.sqlite3", "archive"])
def test_a_drill_notices_damage(program: Program, tmp_path: Path, what: str) -> None:
    folder = tmp_path / "backup"
    program.done("save", str(folder), module="deploy.backup")
    if what == "archive":
        (file,) = (folder / "archive").iterdir()
        file.write_bytes(file.read_bytes()[:-1])
    else:
        damaged = open_database(f"sqlite:///{folder / what}")
        with damaged.session() as session:
            registered(session)
        damaged.dispose()
    drilled = program("drill", str(folder), module="deploy.backup")
    assert drilled.returncode == 1
    settings.cache_clear()
