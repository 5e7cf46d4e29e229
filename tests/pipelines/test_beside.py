"""Rules that hold one report beside others: copied text (R20), a government and its parts (R15)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event

from pipelines import beside
from pipelines.beside import compare_reports
from pipelines.process import process_all
from storage import archive, queries
from storage.records import AgencyRecord, IssueRecord
from storage.vocabulary import Fault, Severity
from tests.pipelines.home import CIVIL, Home, report_page, unwatched
from tests.pipelines.report.test_likeness import sentences

Row = tuple[str, str, bytes]


def row(name: str, year: int, text: str = "", received: int = 0) -> Row:
    title = f"{name}{year}年政府信息公开工作年度报告"
    body = report_page(name, year, published=f"{year + 1}-01-20", received=received).decode()
    told = f"<p>{year}年，{name}{text}</p>"
    return (
        f"{name}{year}.html",
        title,
        body.replace("<p>一、总体情况</p>", f"<p>一、总体情况</p>{told}").encode(),
    )


def issues(home: Home, agency: str, year: int, rule: str) -> list[IssueRecord]:
    with home.database.snapshot() as session:
        newest = queries.versions(session, agency, year)[-1]
    return [issue for issue in newest.issues if issue.rule == rule]


def copied(home: Home, agency: str, year: int) -> list[str]:
    found = issues(home, agency, year, "R20_copied_text")
    assert all((one.severity, one.fault) == (Severity.WARNING, Fault.AGENCY) for one in found)
    return [one.message for one in found]


OWN, OTHER = "".join(sentences(1)), "".join(sentences(2))


def test_a_text_of_last_year_is_copied_and_last_years_is_not(home: Home) -> None:
    home.list_reports(row("清河县民政局", 2023, OWN), row("清河县民政局", 2024, OWN))
    home.read()
    assert copied(home, "civil", 2023) == []
    (message,) = copied(home, "civil", 2024)
    assert "本机关2023年报告有100%相同" in message


def test_two_agencies_with_one_text_are_both_told(home: Home) -> None:
    home.list_reports(row("清河县民政局", 2024, OWN))
    home.read()
    assert copied(home, "civil", 2024) == []
    home.list_reports(row("清河县水务局", 2024, OWN))
    home.read()
    (civil,), (water,) = copied(home, "civil", 2024), copied(home, "water", 2024)
    assert "清河县水务局" in civil
    assert "清河县民政局" in water


def test_a_text_that_many_have_copied_is_compared_with_few(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "MOST_COMPARED", 1)
    bureaus = [f"清河县{what}局" for what in ("财政", "教育", "司法", "审计")]
    with home.database.session() as session:
        archive.save_agencies(session, [replace(CIVIL, id=name, name=name) for name in bureaus])
    home.list_reports(*(row(name, 2024, OWN) for name in bureaus))
    home.read()
    for name in bureaus:
        (message,) = copied(home, name, 2024)
        assert message.count("（100%）") == 1


def test_when_the_copy_is_rewritten_the_other_is_told_no_more(home: Home) -> None:
    home.list_reports(row("清河县民政局", 2024, OWN), row("清河县水务局", 2024, OWN))
    home.read()
    assert copied(home, "civil", 2024)
    home.list_reports(row("清河县水务局", 2024, OTHER))
    home.read()
    assert copied(home, "civil", 2024) == copied(home, "water", 2024) == []


def test_texts_of_their_own_are_no_copies(home: Home) -> None:
    home.list_reports(
        row("清河县民政局", 2023, OTHER), row("清河县民政局", 2024, OWN),
        row("清河县水务局", 2023, OWN),  # another agency's text of another year is no rule
    )  # fmt: skip
    home.read()
    assert copied(home, "civil", 2024) == []


def test_reading_again_keeps_what_was_found(home: Home) -> None:
    home.list_reports(row("清河县民政局", 2023, OWN), row("清河县民政局", 2024, OWN))
    home.read()
    process_all(home.database, watch=unwatched, tell=lambda *_: None)
    assert len(copied(home, "civil", 2024)) == 1


def rolled_up(home: Home) -> list[IssueRecord]:
    return issues(home, "qinghe", 2024, "R15_rollup")


def test_a_government_below_the_sum_of_its_parts(home: Home) -> None:
    home.list_reports(
        row("清河县人民政府", 2024, received=5), row("清河县民政局", 2024, received=3)
    )
    home.read()
    assert rolled_up(home) == []
    home.list_reports(row("清河县水务局", 2024, received=4))
    home.read()
    (found,) = rolled_up(home)
    assert (found.severity, found.cells) == (Severity.INFO, ("t3.requests_received.total",))
    assert found.formula == "下级报告之和 7（2 份） > 本报告 5"
    assert "一家" not in found.message
    assert issues(home, "water", 2024, "R15_rollup") == []


def test_one_part_above_the_whole_is_named(home: Home) -> None:
    home.list_reports(
        row("清河县人民政府", 2024, received=5), row("清河县水务局", 2024, received=9)
    )
    home.read()
    (found,) = rolled_up(home)
    assert "清河县水务局一家即为 9" in found.message


def test_agencies_led_from_above_are_no_parts(home: Home) -> None:
    tax = AgencyRecord(
        id="tax", name="国家税务总局清河县税务局", parent_id="qinghe", county="清河县"
    )
    with home.database.session() as session:
        archive.save_agencies(session, [tax])
    home.list_reports(
        row("清河县人民政府", 2024, received=5), row("国家税务总局清河县税务局", 2024, received=50)
    )
    home.read()
    assert rolled_up(home) == []


# What one look at everything tells, once in a run.
ONCE = ("FROM agency", "FROM proven_host", "ORDER BY site_column.id", "gone_since IS NOT NULL")


def test_nothing_that_is_asked_for_a_report_looks_through_a_whole_year(home: Home) -> None:
    """A country has a hundred thousand reports of one year."""
    if home.database.engine.dialect.name != "sqlite":
        pytest.skip("plans are read as SQLite prints them")
    names = ("清河县人民政府", "清河县民政局", "清河县水务局")
    home.list_reports(*(row(name, 2024, OWN) for name in names))
    asked: dict[str, Any] = {}

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if statement.startswith("SELECT"):
            asked[statement] = parameters

    event.listen(home.database.engine, "before_cursor_execute", note)
    try:
        home.read()
    finally:
        event.remove(home.database.engine, "before_cursor_execute", note)
    with home.database.engine.connect() as connection:
        plans = {
            statement: [
                str(step[-1])
                for step in connection.exec_driver_sql(
                    f"EXPLAIN QUERY PLAN {statement}", parameters
                )
            ]
            for statement, parameters in asked.items()
        }
    whole = {
        step
        for statement, steps in plans.items()
        for step in steps
        if re.search(r"\(report_year=\?\)|^SCAN (?!\(|CONSTANT)", step)
        and not any(one in statement for one in ONCE)
    }
    assert len(plans) > 5
    assert whole == set()


def test_only_the_agencies_that_are_compared_are_looked_up(home: Home) -> None:
    home.list_reports(*(row(name, 2024, OWN) for name in ("清河县民政局", "清河县水务局")))
    home.read()
    asked: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    with home.database.snapshot() as session:
        keys = [(one.agency_id, one.report_year) for one in queries.reports(session)]
    event.listen(home.database.engine, "before_cursor_execute", note)
    try:
        compare_reports(home.database, keys)
    finally:
        event.remove(home.database.engine, "before_cursor_execute", note)
    of_agencies = [one for one in asked if "FROM agency" in one]
    assert of_agencies
    assert [one for one in of_agencies if "WHERE" not in one] == []
