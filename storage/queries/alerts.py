"""Reads what people were told of, and what that is decided from."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import NamedTuple

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from storage.models import (
    Agency,
    Alert,
    Delivery,
    Expectation,
    Issue,
    Message,
    Report,
    ReportVersion,
    StateChange,
    Verification,
)
from storage.records import (
    AlertRecord,
    ChangedExpectation,
    DeliveryRecord,
    ExpectationRecord,
    FreshVersion,
    MessageRecord,
    VerificationRecord,
)
from storage.rows import as_record
from storage.vocabulary import (
    AlertKind,
    ExpectationState,
    Fault,
    MessageState,
    Severity,
)

AT_ONCE = 500


def changed_expectations(session: Session) -> Iterator[ChangedExpectation]:
    """The expectations whose state is not the one noted last, by agency and year."""
    later = aliased(StateChange)
    same_report = and_(
        StateChange.agency_id == Expectation.agency_id,
        StateChange.report_year == Expectation.report_year,
    )
    as_noted = exists().where(
        same_report,
        StateChange.state == Expectation.state,
        ~exists().where(
            later.agency_id == StateChange.agency_id,
            later.report_year == StateChange.report_year,
            later.number > StateChange.number,
        ),
    )
    changed = (
        select(Expectation)
        .where(~as_noted)
        .order_by(Expectation.agency_id, Expectation.report_year)
    )
    rows = session.scalars(changed).all()
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        noted = _noted(session, {row.agency_id for row in some})
        for row in some:
            states = noted[row.agency_id, row.report_year]
            yield ChangedExpectation(as_record(ExpectationRecord, row), tuple(states))


def _noted(
    session: Session, agency_ids: Collection[str]
) -> dict[tuple[str, int], list[ExpectationState]]:
    noted: dict[tuple[str, int], list[ExpectationState]] = defaultdict(list)
    rows = session.scalars(
        select(StateChange)
        .where(StateChange.agency_id.in_(agency_ids))
        .order_by(StateChange.agency_id, StateChange.report_year, StateChange.number)
    )
    for row in rows:
        noted[row.agency_id, row.report_year].append(row.state)
    return noted


def fresh_versions(session: Session, season: int) -> Iterator[FreshVersion]:
    """The versions of the season's reports, and of others those published since they are watched.

    Args:
        session: the session to read in.
        season: the report year whose reports are due this year.
    """
    error = and_(
        Issue.version_id == ReportVersion.id,
        Issue.severity == Severity.ERROR,
        Issue.fault == Fault.AGENCY,
        Issue.formula != "",
    )
    counted = select(func.count()).where(error).scalar_subquery()
    first = (
        select(Issue.message)
        .where(error)
        .order_by(Issue.rule, Issue.occurrence)
        .limit(1)
        .scalar_subquery()
    )
    watched = and_(
        StateChange.agency_id == Report.agency_id,
        StateChange.report_year == Report.report_year,
        StateChange.number == 1,
    )
    rows = session.execute(
        select(
            Report.agency_id,
            Report.report_year,
            ReportVersion.number,
            ReportVersion.change,
            ReportVersion.document_id,
            ReportVersion.title,
            ReportVersion.source_url,
            ReportVersion.first_seen_at,
            counted,
            func.coalesce(first, ""),
        )
        .join(Report, Report.id == ReportVersion.report_id)
        .outerjoin(StateChange, watched)
        .where(
            or_(
                Report.report_year == season,
                ReportVersion.first_seen_at > StateChange.noted_at,
            )
        )
        .order_by(Report.agency_id, Report.report_year, ReportVersion.number)
    )
    for row in rows:
        yield FreshVersion(*row)


def last_noted_day(session: Session) -> dt.date | None:
    """The last day whose states were noted, or None."""
    return session.scalar(select(func.max(StateChange.day)))


def last_verification(session: Session) -> VerificationRecord | None:
    """The newest verification of the archive, or None."""
    row = session.scalars(select(Verification).order_by(Verification.id.desc()).limit(1)).first()
    return as_record(VerificationRecord, row) if row else None


def alert_keys(session: Session) -> set[str]:
    """The keys of all that was decided."""
    return set(session.scalars(select(Alert.key)))


def alerts(
    session: Session,
    *,
    ids: Collection[int] | None = None,
    kinds: Collection[AlertKind] | None = None,
    unsettled: bool = False,
) -> Iterator[AlertRecord]:
    """Alerts, the oldest first; ``unsettled`` keeps those whose matter is not over."""
    statement = select(Alert).order_by(Alert.id)
    if ids is not None:
        statement = statement.where(Alert.id.in_(ids))
    if kinds is not None:
        statement = statement.where(Alert.kind.in_(kinds))
    if unsettled:
        statement = statement.where(Alert.settled_at.is_(None))
    for row in session.scalars(statement.execution_options(yield_per=AT_ONCE)):
        yield as_record(AlertRecord, row)


class AlertPage(NamedTuple):
    """Some alerts with the names of their agencies, and how many there are in all."""

    alerts: tuple[tuple[AlertRecord, str], ...]
    total: int


def alert_page(
    session: Session,
    *,
    kind: AlertKind | None = None,
    unsettled: bool = False,
    limit: int,
    offset: int = 0,
) -> AlertPage:
    """Alerts, the newest first, a page of them."""
    conditions = []
    if kind is not None:
        conditions.append(Alert.kind == kind)
    if unsettled:
        conditions.append(Alert.settled_at.is_(None))
    total = session.scalar(select(func.count()).select_from(Alert).where(*conditions)) or 0
    rows = session.execute(
        select(Alert, func.coalesce(Agency.name, ""))
        .outerjoin(Agency, Agency.id == Alert.agency_id)
        .where(*conditions)
        .order_by(Alert.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return AlertPage(tuple((as_record(AlertRecord, row), name) for row, name in rows), total)


def deliveries(
    session: Session, alert_ids: Collection[int] | None = None
) -> dict[int, list[DeliveryRecord]]:
    """To which channels alerts go and how far that is, by alert; all of them, or some."""
    found: dict[int, list[DeliveryRecord]] = defaultdict(list)
    statement = (
        select(
            Delivery.alert_id,
            Delivery.channel,
            Delivery.reason,
            Delivery.message_id,
            Message.state,
            Message.sent_at,
        )
        .outerjoin(Message, Message.id == Delivery.message_id)
        .order_by(Delivery.id)
    )
    if alert_ids is not None:
        statement = statement.where(Delivery.alert_id.in_(alert_ids))
    for row in session.execute(statement):
        found[row.alert_id].append(DeliveryRecord(*row))
    return found


def waiting_channels(session: Session) -> tuple[str, ...]:
    """The channels that alerts wait for, in a message or in none yet."""
    waits = or_(Delivery.message_id.is_(None), Message.state == MessageState.WAITING)
    rows = session.scalars(
        select(Delivery.channel)
        .distinct()
        .outerjoin(Message, Message.id == Delivery.message_id)
        .where(waits)
        .order_by(Delivery.channel)
    )
    return tuple(rows)


def waiting_messages(session: Session, channel: str) -> tuple[MessageRecord, ...]:
    """The messages that wait for a channel, the oldest first."""
    rows = session.scalars(
        select(Message)
        .where(Message.state == MessageState.WAITING, Message.channel == channel)
        .order_by(Message.id)
    )
    return tuple(as_record(MessageRecord, row) for row in rows)
