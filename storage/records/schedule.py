"""The schedule: planned runs, what became of them, and the processes that keep it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from storage.vocabulary import RunOutcome


@dataclass(frozen=True, slots=True)
class RunDraft:
    """A run to be written down.

    Args:
        job: which job comes up, for instance ``columns 07:15``.
        kind: what is done, for instance ``columns``.
        lane: runs of one lane never run side by side.
        planned_for: the moment it was planned for.
        since: the first planned moment that it stands for; earlier than ``planned_for`` where
            moments passed without a run.
        missed: how many planned moments without a row of their own it catches up.
    """

    job: str
    kind: str
    lane: str
    planned_for: dt.datetime
    since: dt.datetime
    missed: int = 0


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A run: what, planned for when, by whom, how it ended."""

    id: int
    job: str
    kind: str
    lane: str
    planned_for: dt.datetime
    since: dt.datetime
    missed: int
    written_at: dt.datetime
    outcome: RunOutcome
    attempt: int
    scheduler_id: int | None
    started_at: dt.datetime | None
    ended_at: dt.datetime | None
    cause: str
    counts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SchedulerRecord:
    """A process of ``nianbao schedule``; ``beat`` is counted up as long as it lives."""

    id: int
    machine: str
    process: str
    beat: int
    started_at: dt.datetime
    beaten_at: dt.datetime
    ended_at: dt.datetime | None
