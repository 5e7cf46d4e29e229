"""The archive alone gives the database back, table by table."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from deploy.demo.province import REGISTRY, load_province
from deploy.demo.server import DemoProvince
from tests.program import Program
from tests.tables import contents, differences

pytestmark = pytest.mark.slow

PROVINCE = load_province()
LATELY = replace(PROVINCE, years=PROVINCE.years[-2:])
BEFORE = replace(PROVINCE, years=PROVINCE.years[-3:-1])
AS_OF = ("--as-of", PROVINCE.today.isoformat())
SITE = "www.yanqiao.example"
NEVER_HERE = {"absence", "delivery", "disclosure_statistics", "message", "proven_host"}
ALERTS = """
[channels.page]
feed = "alerts.xml"

[[subscriptions]]
name = "all"
channels = ["page"]
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """A home with two crawls, a visit of old reports, a settled name and alerts told.

    ``night.sqlite3`` is its database after the first crawl.
    """
    program = Program(tmp_path_factory.mktemp("home"))
    (program.home / "alerts.toml").write_text(ALERTS)
    program.done("agencies", "import", str(REGISTRY))
    with DemoProvince(BEFORE).serve() as proxy:
        replace(program, proxy=proxy).done("crawl", "--site", SITE)
    shutil.copy(program.home / "nianbao.sqlite3", program.home / "night.sqlite3")
    with DemoProvince(LATELY).serve() as proxy:
        visiting = replace(program, proxy=proxy)
        visiting.done("crawl", "--site", SITE)
        visiting.done("revisit", "--agency", "yanqiao", "--older-than", "0")
    program.done("agencies", "settle", "雁桥区教育体育局", "yanqiao-education")
    program.done("alerts", "send", *AS_OF)
    program.done("alerts", "ack", "1")
    program.done("coverage", *AS_OF, codes=(0, 3))
    return program


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_archive_gives_the_database_back(
    home: Program, kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    there = {"NIANBAO_ARCHIVE_URL": str(home.home / "archive")}
    if kind == "postgresql":
        there["NIANBAO_DATABASE_URL"] = request.getfixturevalue("postgresql_alone")
    again = Program(tmp_path, settings=there)
    again.done("rebuild", *AS_OF)
    with home.database() as one, again.database() as other:
        rows = {name: sum(found.values()) for name, found in contents(one).items()}
        assert differences(one, other) == {}
    assert {name for name, count in rows.items() if not count} <= NEVER_HERE
    assert again.done("verify").endswith(" 0 problems\n")
    refused = again("rebuild")
    assert refused.returncode == 1
    assert "holds crawls already" in refused.stderr


def test_a_database_of_last_night_takes_up_what_came_since(home: Program, tmp_path: Path) -> None:
    shutil.copy(home.home / "night.sqlite3", tmp_path / "nianbao.sqlite3")
    restored = Program(tmp_path, settings={"NIANBAO_ARCHIVE_URL": str(home.home / "archive")})
    repaired = restored("verify", "--repair")
    assert repaired.stdout.endswith(" 0 problems\n")
    restored.done("process")
    restored.done("coverage", *AS_OF, codes=(0, 3))
    with home.database() as one, restored.database() as other:
        found = differences(one, other)
    # what people were told and decided is in the archive too: a rebuild takes it from there
    assert found.keys() <= {"state_change", "alert", "agency_alias"}
