"""Rules that do not hold, and things that could not be fetched or read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from storage.vocabulary import Fault, Severity


class Subject(StrEnum):
    """What an issue is about."""

    SITE = "site"
    COLUMN = "column"
    DOCUMENT = "document"
    VERSION = "version"


@dataclass(frozen=True, slots=True)
class IssueDraft:
    """An issue to be written; ``cells`` are keys ``table.row.column`` of the form."""

    rule: str
    severity: Severity
    fault: Fault
    message: str
    cells: tuple[str, ...] = ()
    formula: str = ""


@dataclass(frozen=True, slots=True)
class IssueRecord:
    """An issue, the row it is about, and since when it stands."""

    id: int
    subject: Subject
    subject_id: int
    rule: str
    severity: Severity
    fault: Fault
    message: str
    cells: tuple[str, ...]
    formula: str
    first_seen_at: dt.datetime
