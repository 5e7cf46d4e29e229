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
    held = _held(session, subject, subject_id, [issue.rule])
    row = held.get((issue.rule, 0)) or _first_seen(subject, subject_id, 0, at)
    _save(session, row, issue)
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
    held = _held(session, subject, subject_id, rules)
    seen: Counter[str] = Counter()
    for issue in issues:
        occurrence = seen[issue.rule]
        row = held.pop((issue.rule, occurrence), None)
        _save(session, row or _first_seen(subject, subject_id, occurrence, at), issue)
        seen[issue.rule] += 1
    for gone in held.values():
        session.delete(gone)
    session.flush()


def _held(
    session: Session, subject: Subject, subject_id: int, rules: Collection[str] | None
) -> dict[tuple[str, int], Issue]:
    """The issues of a subject by rule and occurrence; those of some rules, or all."""
    statement = select(Issue).where(SUBJECT_COLUMNS[subject] == subject_id)
    if rules is not None:
        statement = statement.where(Issue.rule.in_(rules))
    return {(row.rule, row.occurrence): row for row in session.scalars(statement)}


def _first_seen(subject: Subject, subject_id: int, occurrence: int, at: dt.datetime) -> Issue:
    key = SUBJECT_COLUMNS[subject].key
    return Issue(occurrence=occurrence, first_seen_at=at, **{key: subject_id})


def _save(session: Session, row: Issue, issue: IssueDraft) -> None:
    for name, value in asdict(issue).items():
        setattr(row, name, value)
    session.add(row)
