from __future__ import annotations

import json
import shlex

from typer.testing import CliRunner

from crawler.cli import app
from tests.pipelines.home import Home, report_page

STATION = "清河县水利水电总站"


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_line_that_is_shown_settles_the_name(home: Home) -> None:
    title = f"{STATION}2024年政府信息公开工作年度报告"
    home.list_reports(("1.html", title, report_page(STATION)))
    home.read()
    assert "1 reports under 1 names" in run("agencies", "review")
    (ready,) = json.loads(run("agencies", "review", "--json"))["commands"]
    for command in ready.split(" && "):
        run(*shlex.split(command)[1:])
    assert run("agencies", "review", "--json") == ""
    (report,) = run("reports", "--json").splitlines()
    assert json.loads(report)["agency"] == STATION
