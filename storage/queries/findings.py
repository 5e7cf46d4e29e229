"""Reads issues."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.models import Issue
from storage.records import IssueRecord, Subject
from storage.rows import SUBJECT_COLUMNS, issue_record
from storage.vocabulary import Fault


def issues_of(session: Session, subject: Subject, subject_id: int) -> tuple[IssueRecord, ...]:
    """The issues of one site, column, document or version."""
    rows = session.scalars(
        select(Issue)
        .where(SUBJECT_COLUMNS[subject] == subject_id)
        .order_by(Issue.rule, Issue.occurrence)
    )
    return tuple(issue_record(row) for row in rows)


def issues(
    session: Session, *, rule: str | None = None, fault: Fault | None = None
) -> Iterator[IssueRecord]:
    """Every issue, of one rule or one who has to act, the oldest first."""
    statement = select(Issue).order_by(Issue.id)
    if rule is not None:
        statement = statement.where(Issue.rule == rule)
    if fault is not None:
        statement = statement.where(Issue.fault == fault)
    for row in session.scalars(statement.execution_options(yield_per=500)):
        yield issue_record(row)
