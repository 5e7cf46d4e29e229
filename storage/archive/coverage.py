"""Writes what is owed and what can be said of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy.orm import Session

from storage.archive.upsert import upsert
from storage.models import Expectation
from storage.records import ExpectationRecord


def save_expectations(session: Session, records: Iterable[ExpectationRecord]) -> None:
    """Write each expectation under its agency and report year; the last one counts."""
    rows = {(record.agency_id, record.report_year): asdict(record) for record in records}
    upsert(session, Expectation, ["agency_id", "report_year"], list(rows.values()))
