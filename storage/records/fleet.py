"""The fleet: its workers, its queues, and the jobs that were set aside."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class WorkerRecord:
    """A process of ``nianbao worker``; ``doing`` names its jobs."""

    id: int
    beaten_at: dt.datetime
    silent_seconds: float
    doing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QueueRecord:
    """One kind of work.

    ``waiting`` could be begun now, ``later`` is tried again after a pause, ``set_aside`` failed for
    good. ``lag_seconds`` is how long the oldest waiting job has waited.
    """

    kind: str
    waiting: int
    later: int
    doing: int
    done: int
    set_aside: int
    lag_seconds: float


@dataclass(frozen=True, slots=True)
class SetAsideRecord:
    """A job that failed as often as it may; ``cause`` is what it failed at last."""

    id: int
    kind: str
    about: dict[str, Any]
    attempts: int
    failed_at: dt.datetime | None
    cause: str | None
