"""Writes what people are to be told of, and what that is decided from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage.archive.upsert import insert_new
from storage.models import Alert, StateChange, Verification
from storage.records import AlertDraft, AlertRecord, ChangedExpectation
from storage.rows import as_record

PROBLEMS_KEPT = 100  # a damaged disk has thousands; the first ones say where
KEYS_AT_ONCE = 500


def note_states(
    session: Session, changed: Iterable[ChangedExpectation], day: dt.date, at: dt.datetime
) -> None:
    """Write the states that expectations have now; each change is one row, in their order."""
    for change in changed:
        row = {
            "agency_id": change.expectation.agency_id,
            "report_year": change.expectation.report_year,
            "number": len(change.noted) + 1,
            "state": change.expectation.state,
            "day": day,
            "noted_at": at,
        }
        insert_new(session, StateChange, row)


def save_alerts(
    session: Session, drafts: Sequence[AlertDraft], day: dt.date, at: dt.datetime
) -> tuple[AlertRecord, ...]:
    """Write alerts under their keys; those that were not there before."""
    known = _known(session, [draft.key for draft in drafts])
    for draft in drafts:
        if draft.key not in known:
            row = asdict(draft) | {"day": day, "decided_at": at, "acknowledged_by": ""}
            insert_new(session, Alert, row)
    fresh = [draft.key for draft in drafts if draft.key not in known]
    made: list[AlertRecord] = []
    for start in range(0, len(fresh), KEYS_AT_ONCE):
        keys = fresh[start : start + KEYS_AT_ONCE]
        rows = session.scalars(select(Alert).where(Alert.key.in_(keys)).order_by(Alert.id))
        made += (as_record(AlertRecord, row) for row in rows)
    return tuple(made)


def settle_alerts(session: Session, alert_ids: Collection[int], at: dt.datetime) -> None:
    """Write that the matter of some alerts is over."""
    session.execute(
        update(Alert)
        .where(Alert.id.in_(alert_ids), Alert.settled_at.is_(None))
        .values(settled_at=at)
    )


def acknowledge_alerts(
    session: Session, alert_ids: Collection[int], by: str, at: dt.datetime
) -> None:
    """Write who has taken note of some alerts; the first who did stays."""
    session.execute(
        update(Alert)
        .where(Alert.id.in_(alert_ids), Alert.acknowledged_at.is_(None))
        .values(acknowledged_at=at, acknowledged_by=by)
    )


def save_verification(
    session: Session, records: int, problems: Sequence[str], at: dt.datetime
) -> None:
    """Write what a verification of the archive found."""
    session.add(
        Verification(
            verified_at=at,
            records=records,
            problem_count=len(problems),
            problems=tuple(problems[:PROBLEMS_KEPT]),
        )
    )
    session.flush()


def _known(session: Session, keys: Sequence[str]) -> set[str]:
    known: set[str] = set()
    for start in range(0, len(keys), KEYS_AT_ONCE):
        some = keys[start : start + KEYS_AT_ONCE]
        known |= set(session.scalars(select(Alert.key).where(Alert.key.in_(some))))
    return known
