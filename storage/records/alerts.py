"""What people are told of, and how far the telling is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from storage.records.coverage import ExpectationRecord
from storage.vocabulary import (
    AlertKind,
    DeliveryReason,
    ExpectationState,
    MessageState,
    VersionChange,
)


@dataclass(frozen=True, slots=True)
class ChangedExpectation:
    """An expectation whose state is another than the one noted last.

    ``noted`` are the states noted so far, the first one first; empty at the first sight of it.
    """

    expectation: ExpectationRecord
    noted: tuple[ExpectationState, ...]


@dataclass(frozen=True, slots=True)
class FreshVersion:
    """A version published since its report is watched, or of the season's report.

    ``errors`` counts the sums of the form that do not hold in it and are the agency's.
    """

    agency_id: str
    report_year: int
    number: int
    change: VersionChange
    document_id: int
    title: str
    source_url: str
    first_seen_at: dt.datetime
    errors: int
    first_error: str


@dataclass(frozen=True, slots=True)
class VerificationRecord:
    """One verification of the archive; ``problems`` are the first, each in a line."""

    id: int
    verified_at: dt.datetime
    records: int
    problem_count: int
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AlertDraft:
    """An event to be told; ``key`` is the same however often it is decided.

    ``facts`` holds what the wording needs, as JSON can.
    """

    key: str
    kind: AlertKind
    agency_id: str | None = None
    report_year: int | None = None
    site_id: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AlertRecord:
    """An event decided on a day in China; ``settled_at`` is when its matter was over."""

    id: int
    key: str
    kind: AlertKind
    agency_id: str | None
    report_year: int | None
    site_id: int | None
    day: dt.date
    decided_at: dt.datetime
    facts: dict[str, Any]
    settled_at: dt.datetime | None
    acknowledged_at: dt.datetime | None
    acknowledged_by: str


@dataclass(frozen=True, slots=True)
class MessageRecord:
    """One message to one channel; ``key`` is the same however often it is tried.

    ``uncertain`` says that an earlier try ended without an answer: the receiver may have it.
    """

    id: int
    key: str
    channel: str
    subject: str
    body: str
    state: MessageState
    composed_at: dt.datetime
    attempts: int
    uncertain: bool
    not_before: dt.datetime
    sent_at: dt.datetime | None
    cause: str


class DeliveryRecord(NamedTuple):
    """An alert that goes to a channel; ``state`` is that of its message, None without one yet."""

    alert_id: int
    channel: str
    reason: DeliveryReason
    message_id: int | None
    state: MessageState | None
    sent_at: dt.datetime | None
