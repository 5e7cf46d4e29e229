"""What a terminal shows is whole, however narrow it is."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from crawler.cli import app
from crawler.cli.screen import screen
from tests.pipelines.home import Home, report_page

TITLE = "清河县民政局2024年政府信息公开工作年度报告"
AS_OF = ("--as-of", "2026-04-15")


def shown(monkeypatch: pytest.MonkeyPatch, width: int, *arguments: str) -> str:
    monkeypatch.setattr(screen, "width", width)
    return CliRunner().invoke(app, arguments).stdout


@pytest.mark.parametrize("width", [80, 100, 160])
def test_nothing_is_cut(home: Home, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    home.list_reports(("1.html", TITLE, report_page("清河县民政局")))
    home.read()
    outputs = [
        shown(monkeypatch, width, *command)
        for command in (
            ("coverage", *AS_OF), ("reports",), ("issues",), ("agencies", "list"),
            ("show", "civil", "2024"),
        )
    ]  # fmt: skip
    assert not any("…" in output for output in outputs)
    assert "清河县民政局" in outputs[0]


def test_the_agencies_in_one_state(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.list_reports(("1.html", TITLE, report_page("清河县民政局", published="2025-02-10")))
    home.read()
    late = shown(monkeypatch, 100, "coverage", "--year", "2024", "--state", "found_late", *AS_OF)
    assert "清河县民政局" in late
    assert "清河县水务局" not in late


def test_years_are_short_where_names_need_the_room(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    wide, narrow = (shown(monkeypatch, width, "coverage", *AS_OF) for width in (100, 60))
    assert "2019" in wide
    assert "2019" not in narrow.splitlines()[0]
    assert "19" in narrow.splitlines()[0]
