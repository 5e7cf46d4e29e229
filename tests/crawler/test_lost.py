"""What a crawl cannot write down is not forgotten: the crawl fails, and the next one brings it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from deploy.demo.province import REGISTRY, load_province
from deploy.demo.server import DemoProvince
from storage.models import Document
from tests.program import Program

pytestmark = pytest.mark.slow

PROVINCE = load_province()
SITE = "jyj.qinghe.example"
REFUSES = (
    "CREATE TRIGGER full BEFORE INSERT ON {table} "
    "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
)


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    with DemoProvince(replace(PROVINCE, years=PROVINCE.years[-2:])).serve() as proxy:
        program = Program(tmp_path, proxy)
        program.done("agencies", "import", str(REGISTRY))
        yield program


@pytest.mark.parametrize("table", ["document", "capture"])
def test_what_could_not_be_written_comes_with_the_next_crawl(program: Program, table: str) -> None:
    with program.database() as database, database.engine.begin() as connection:
        connection.execute(text(REFUSES.format(table=table)))
    failed = program("crawl", "--site", SITE)
    assert failed.returncode == 1
    assert failed.stderr.splitlines()[-1].startswith("nianbao: ")
    with program.database() as database, database.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER full"))
    program.done("crawl", "--site", SITE)
    with program.database() as database, database.snapshot() as session:
        assert session.scalar(select(func.count()).select_from(Document)) == len(
            PROVINCE.years[-2:]
        )
