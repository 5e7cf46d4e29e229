from __future__ import annotations

import json

from typer.testing import CliRunner

from crawler.cli import app
from storage import archive
from tests.pipelines.home import Home, report_page

TITLE = "清河县民政局2024年政府信息公开工作年度报告"


def process(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["process", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_reading_again_tells_each_cell_that_differs(home: Home) -> None:
    home.list_reports(("1.html", TITLE, report_page("清河县民政局", received=4)))
    home.read()
    assert "0 cells of 0 reports differ" in process("--all")
    with home.database.session() as session:  # a decision that moves the report to another agency
        archive.settle_alias(session, "清河县民政局", "water")
    *changes, counts = map(json.loads, process("--all", "--dry-run", "--json").splitlines())
    received = {
        (change["agency_id"], change["before"] and change["before"]["value"],
         change["after"] and change["after"]["value"])
        for change in changes
        if change["cell"] == "t3.requests_received.total"
    }  # fmt: skip
    assert received == {("civil", 4, None), ("water", None, 4)}
    assert counts["reports"] == 1
    assert "cells of 2 reports would differ" in process("--all", "--dry-run")
    assert "civil" in CliRunner().invoke(app, ["reports", "--json"]).stdout  # nothing was written


def test_a_dry_run_is_of_everything(home: Home) -> None:
    assert CliRunner().invoke(app, ["process", "--dry-run"]).exit_code == 2
