"""Turns rows of the database into the records that leave this room."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, TypeVar

from storage.models import Base, Issue
from storage.records import IssueRecord, Subject

Record = TypeVar("Record")

SUBJECT_COLUMNS = {
    Subject.SITE: Issue.site_id,
    Subject.COLUMN: Issue.column_id,
    Subject.DOCUMENT: Issue.document_id,
    Subject.VERSION: Issue.version_id,
}


def as_record(kind: type[Record], row: Base, **more: Any) -> Record:
    """A record of a row: fields of one name are taken over, ``more`` gives the others."""
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    return kind(**{name: more[name] if name in more else getattr(row, name) for name in names})


def issue_record(row: Issue) -> IssueRecord:
    """An issue with the one subject it is about."""
    for subject, column in SUBJECT_COLUMNS.items():
        subject_id = getattr(row, column.key)
        if subject_id is not None:
            return as_record(IssueRecord, row, subject=subject, subject_id=subject_id)
    raise ValueError(f"issue {row.id} is about nothing")
