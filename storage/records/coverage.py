"""What is owed, and what can be said of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from storage.vocabulary import ExpectationState


@dataclass(frozen=True, slots=True)
class ExpectationRecord:
    """One agency's report for one year: when due, by which rule, and its state with evidence.

    ``due_on`` is a day in China time; ``first_seen`` is when this program first met the report.
    """

    agency_id: str
    report_year: int
    due_on: dt.date | None
    rule: str
    state: ExpectationState
    first_seen: dt.datetime | None = None
    published_on: dt.date | None = None
    evidence: dict[str, Any] = field(default_factory=dict)
