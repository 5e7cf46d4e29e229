from __future__ import annotations

import datetime as dt
import json

import pytest
from typer.testing import CliRunner, Result

from crawler.cli import app
from storage.errors import RegistryError
from tests.pipelines.home import VISIT, Home, report_page

TITLE = "清河县民政局2024年政府信息公开工作年度报告"
CELL = "t3.requests_received.total"


def diff(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["diff", "civil", "2024", *arguments])


def published(home: Home, *received: int) -> None:
    for day, number in enumerate(received):
        page = report_page("清河县民政局", received=number)
        home.list_reports(("1.html", TITLE, page), at=VISIT + dt.timedelta(days=day))
        home.read()


def test_a_number_changed_quietly(home: Home) -> None:
    published(home, 3, 5, 6)
    last = json.loads(diff("--json").stdout)
    cells = {
        cell["cell"]: (cell["before"]["value"], cell["after"]["value"]) for cell in last["cells"]
    }
    assert cells[CELL] == (5, 6)
    assert [version["change"] for version in last["versions"]] == ["quiet_edit", "quiet_edit"]
    first = json.loads(diff("1", "3", "--json").stdout)
    assert [version["number"] for version in first["versions"]] == [1, 3]
    assert CELL in diff().stdout


def test_what_cannot_be_compared_is_one_line(home: Home) -> None:
    published(home, 3)
    assert diff("1").exit_code == 2
    for arguments, words in [((), "no two versions"), (("1", "2"), "no two versions")]:
        error = diff(*arguments).exception
        assert isinstance(error, RegistryError)
        assert words in str(error)


@pytest.mark.parametrize("numbers", [("1", "9"), ("9", "1")])
def test_a_version_that_is_not_there(home: Home, numbers: tuple[str, str]) -> None:
    published(home, 3, 5)
    error = diff(*numbers).exception
    assert "has 2 versions, none numbered 9" in str(error)
