"""Writes by what copied texts are found."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from storage.models import TextBand


def save_text_bands(session: Session, report_id: int, bands: Sequence[int]) -> None:
    """Make these the bands of a report's text."""
    session.execute(delete(TextBand).where(TextBand.report_id == report_id))
    rows = [
        {"report_id": report_id, "number": number, "value": value}
        for number, value in enumerate(bands)
    ]
    if rows:
        session.execute(insert(TextBand), rows)
