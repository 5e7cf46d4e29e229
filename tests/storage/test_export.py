"""Exports: exactly the keys others read, in constant order."""

from __future__ import annotations

import csv
import datetime as dt
import json
from io import StringIO

import pytest
from sqlalchemy.orm import Session

from storage.archive import save_expectations, save_version
from storage.database import Database, open_database
from storage.export import ExportFormat, What, export_text
from storage.form import cells
from storage.queries import ReportFilter
from storage.records import ExpectationRecord
from storage.vocabulary import ExpectationState
from storage.warc import WarcStore
from tests.storage.scene import BUREAU, COUNTY, DAY, NOON, archived, reading, registered

REPORT_KEYS = [
    *("agency_id", "report_year", "valid", "title", "form", "source_url", "media_type"),
    *("published_on", "first_seen", "gone_since", "withdrawn_at", "versions", "figures", "issues"),
]


@pytest.fixture
def filled(database: Database, store: WarcStore) -> Database:
    """Two reports, one of them in two versions, and two expectations."""
    with database.session() as session:
        crawl_id = registered(session)
        page = archived(session, store, crawl_id)
        edited = archived(session, store, crawl_id, body=b"edited", at=NOON + DAY)
        county = archived(session, store, crawl_id, COUNTY.homepage, b"county")
        save_version(session, BUREAU.id, 2025, page.id, reading(), NOON)
        save_version(session, BUREAU.id, 2025, edited.id, reading(13), NOON + DAY)
        save_version(session, COUNTY.id, 2025, county.id, reading(40, valid=False), NOON)
        due = dt.date(2026, 1, 31)
        state = ExpectationState.FOUND_ON_TIME
        save_expectations(
            session,
            [
                ExpectationRecord(
                    BUREAU.id, 2025, due, "条例第四十九条", state, NOON, due, {"a": 1}
                ),
                ExpectationRecord(COUNTY.id, 2025, None, "", ExpectationState.NOT_REQUIRED),
            ],
        )
    return database


def exported(session: Session, wanted: ReportFilter | None = None) -> list[dict[str, object]]:
    out = StringIO()
    count = export_text(session, What.REPORTS, ExportFormat.JSONL, out, wanted)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert len(lines) == count
    return lines


def test_a_line_of_reports(filled: Database) -> None:
    with filled.snapshot() as session:
        county, bureau = exported(session)
        assert exported(session, ReportFilter(agency_id=BUREAU.id)) == [bureau]
    assert list(bureau) == REPORT_KEYS
    assert (county["agency_id"], county["valid"]) == (COUNTY.id, False)
    assert bureau["published_on"] == "2026-01-20"
    assert bureau["first_seen"] == "2026-01-20T04:00:00+00:00"
    assert bureau["media_type"] == "text/html"
    figures = bureau["figures"]
    assert isinstance(figures, dict)
    assert figures["t3.requests_received.total"] == {"raw": "13件", "value": 13, "state": "number"}
    assert figures["t3.requests_carried_over.total"] == {
        "raw": "/",
        "value": None,
        "state": "not_applicable",
    }
    assert bureau["issues"] == [
        {
            "rule": "R03_balance",
            "severity": "error",
            "fault": "agency",
            "message": "勾稽关系不成立",
            "cells": ["t3.requests_received.total", "t3.outcomes_total.total"],
            "formula": "12 + 0 = 0 + 0",
        }
    ]
    versions = bureau["versions"]
    assert isinstance(versions, list)
    assert [(one["number"], one["change"]) for one in versions] == [(1, "first"), (2, "quiet_edit")]


def test_the_panel_has_the_same_header_whatever_the_data(filled: Database, empty_url: str) -> None:
    out, empty_out = StringIO(), StringIO()
    with filled.snapshot() as session:
        assert export_text(session, What.REPORTS, ExportFormat.CSV, out) == 2
    empty = open_database(empty_url)
    with empty.snapshot() as session:
        assert export_text(session, What.REPORTS, ExportFormat.CSV, empty_out) == 0
    empty.dispose()
    county, bureau = csv.DictReader(out.getvalue().splitlines())
    assert out.getvalue().splitlines()[0] == empty_out.getvalue().strip()
    assert set(cells()) < set(bureau)
    assert (county["agency_name"], county["report_year"]) == (COUNTY.name, "2025")
    assert bureau["t3.requests_received.total"] == "13"
    assert bureau["t3.requests_carried_over.total"] == ""
    assert bureau["t3.outcome_granted.total"] == "0"
    assert (bureau["published_on"], bureau["version_count"]) == ("2026-01-20", "2")


def test_coverage(filled: Database) -> None:
    lines, table = StringIO(), StringIO()
    with filled.snapshot() as session:
        assert export_text(session, What.COVERAGE, ExportFormat.JSONL, lines) == 2
        assert export_text(session, What.COVERAGE, ExportFormat.CSV, table) == 2
    county, bureau = (json.loads(line) for line in lines.getvalue().splitlines())
    assert bureau == {
        "agency_id": BUREAU.id,
        "report_year": 2025,
        "state": "found_on_time",
        "due_on": "2026-01-31",
        "first_seen": "2026-01-20T04:00:00+00:00",
        "published_on": "2026-01-31",
        "evidence": {"a": 1},
    }
    assert county["due_on"] is None
    _, row = csv.DictReader(table.getvalue().splitlines())
    assert (row["state"], row["evidence"]) == ("found_on_time", '{"a":1}')


def test_the_cells_of_the_forms_are_counted_as_printed() -> None:
    both = [key for key in cells() if not key.startswith(("stats.", "prose."))]
    dropped_2019 = ["newly_", "total_disclosed", "items_", "procurement", "other_external"]
    new_2021 = ["issued_this", "repealed", "in_force", "wan_yuan"]
    others_2021 = ["outcome_other_correction", "outcome_other_fee", "outcome_other_misc"]

    def without(words: list[str]) -> int:
        return sum(not any(word in key for word in words) for key in both)

    assert without([*dropped_2019, "outcome_other_2019"]) == 200
    assert without([*new_2021, *others_2021]) == 198
    assert sum(key.startswith("stats.") for key in cells()) == 58
