"""Writes issues, each once for its subject and rule."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import asdict

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage.models import Issue
from storage.records import IssueDraft, IssueRecord, Subject
from storage.rows import SUBJECT_COLUMNS, issue_record


def save_issue(
    session: Session, subject: Subject, subject_id: int, issue: IssueDraft, at: dt.datetime
) -> IssueRecord:
    """Write an issue of a site, column or document; the time it was first seen stays."""
    row = _save(session, subject, subject_id, issue, 0, at)
    session.flush()
    return issue_record(row)


def clear_issues(
    session: Session, subject: Subject, subject_id: int, rules: Collection[str] | None = None
) -> None:
    """Take away the issues of a subject that no longer stand; those of some rules, or all."""
    gone = delete(Issue).where(SUBJECT_COLUMNS[subject] == subject_id)
    session.execute(gone if rules is None else gone.where(Issue.rule.in_(rules)))


def replace_issues(
    session: Session,
    subject: Subject,
    subject_id: int,
    issues: Iterable[IssueDraft],
    at: dt.datetime,
    rules: Collection[str] | None = None,
) -> None:
    """Make these the issues of a subject; one that stood before keeps its first sight.

    Where ``rules`` are named, only those: the issues of the others stay as they are.
    """
    column = SUBJECT_COLUMNS[subject]
    seen: Counter[str] = Counter()
    kept = set()
    for issue in issues:
        kept.add((issue.rule, seen[issue.rule]))
        _save(session, subject, subject_id, issue, seen[issue.rule], at)
        seen[issue.rule] += 1
    session.flush()
    standing = select(Issue).where(column == subject_id)
    if rules is not None:
        standing = standing.where(Issue.rule.in_(rules))
    for row in session.scalars(standing):
        if (row.rule, row.occurrence) not in kept:
            session.delete(row)
    session.flush()


def _save(
    session: Session,
    subject: Subject,
    subject_id: int,
    issue: IssueDraft,
    occurrence: int,
    at: dt.datetime,
) -> Issue:
    column = SUBJECT_COLUMNS[subject]
    row = session.scalars(
        select(Issue).where(
            column == subject_id, Issue.rule == issue.rule, Issue.occurrence == occurrence
        )
    ).first()
    if row is None:
        row = Issue(occurrence=occurrence, first_seen_at=at, **{column.key: subject_id})
        session.add(row)
    for name, value in asdict(issue).items():
        setattr(row, name, value)
    return row
