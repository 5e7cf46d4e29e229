"""China's time counts, wherever the machine stands."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pipelines.home import CIVIL, COUNTY, Home, opened_home, report_page
from tests.program import Program

pytestmark = pytest.mark.slow

# One minute before midnight of 31 January in China, and midnight.
IN_TIME = dt.datetime(2025, 1, 31, 15, 59, tzinfo=dt.UTC)
LATE = dt.datetime(2025, 1, 31, 16, 0, tzinfo=dt.UTC)
ZONES = ("Asia/Shanghai", "UTC", "America/Los_Angeles", "Pacific/Kiritimati")


def published(home: Home, at: dt.datetime) -> None:
    """A report without a date of its own, first met at a moment."""
    title = f"{CIVIL.name}2024年政府信息公开工作年度报告"
    home.list_reports(("1.html", title, report_page(CIVIL.name)), at=at)
    home.read()


@pytest.mark.parametrize(("at", "presumed"), [(IN_TIME, False), (LATE, True)])
def test_what_is_said_does_not_depend_on_the_zone_of_the_machine(
    tmp_path: Path, at: dt.datetime, presumed: bool
) -> None:
    with opened_home(tmp_path) as home:
        published(home, at)
    said = set()
    for zone in ZONES:
        program = Program(tmp_path, settings={"TZ": zone})
        said.add(
            program.done("coverage", "--explain", CIVIL.id, "2024", "--as-of", "2025-02-01")
            + program.done("show", CIVIL.id, "2024")
        )
    (told,) = said
    assert ("不作逾期论" in told) is presumed


@pytest.mark.parametrize("zone", ZONES)
def test_today_is_the_day_in_china(zone: str) -> None:
    program = (
        "import datetime as dt, zoneinfo\n"
        "from crawler.cli.dates import today\n"
        "china = zoneinfo.ZoneInfo('Asia/Shanghai')\n"
        "before = dt.datetime.now(china).date()\n"
        "assert before <= today(None) <= dt.datetime.now(china).date()\n"
    )
    environment = {**Program(Path()).environment, "TZ": zone}
    subprocess.run([sys.executable, "-c", program], env=environment, check=True)


def test_a_government_and_a_department_have_their_own_days(tmp_path: Path) -> None:
    """On 1 February in China, still 31 January in Los Angeles, only the department is overdue."""
    with opened_home(tmp_path):
        pass
    program = Program(tmp_path, settings={"TZ": "America/Los_Angeles"})
    lines = program.done("export", "coverage", "--as-of", "2025-02-01")
    assert f'"agency_id":"{COUNTY.id}","report_year":2024,"state":"not_due"' in lines
    assert f'"agency_id":"{CIVIL.id}","report_year":2024,"state":"not_due"' not in lines
