"""Writes at what jobs of the queue failed."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from storage.archive.upsert import upsert
from storage.models import WorkFailure


def note_failure(session: Session, job_id: int, cause: str, at: dt.datetime) -> None:
    """Write at what a job failed; the last time counts."""
    upsert(session, WorkFailure, ["job_id"], [{"job_id": job_id, "failed_at": at, "cause": cause}])
