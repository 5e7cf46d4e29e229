"""How much there is and how it runs, in numbers: what an operator's instruments show."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from storage.models import Capture, Crawl, Document, Report, ScheduledRun, Scheduler, Site
from storage.queries.fleet import queues, workers
from storage.records import QueueRecord, WorkerRecord


class Running(NamedTuple):
    """Numbers of one moment; ``captures`` is that of all there ever were.

    ``crawl_ended`` is when the last crawl ended well, by ``None`` never.
    """

    captures: int
    reports: int
    documents: dict[str, int]
    sites: dict[str, int]
    crawls: dict[str, int]
    runs: dict[str, int]
    schedulers: int
    crawl_ended: dt.datetime | None
    queues: tuple[QueueRecord, ...]
    workers: tuple[WorkerRecord, ...]


def running(session: Session) -> Running:
    """The numbers now."""
    fleet = inspect(session.connection()).has_table("procrastinate_jobs")
    return Running(
        session.scalar(select(func.max(Capture.id))) or 0,  # counting them takes seconds
        session.scalar(select(func.count()).select_from(Report)) or 0,
        _by(session, Document.state),
        _by(session, Site.state),
        _by(session, Crawl.outcome),
        _by(session, ScheduledRun.outcome),
        session.scalar(select(func.count()).where(Scheduler.ended_at.is_(None))) or 0,
        session.scalar(select(func.max(Crawl.finished_at)).where(Crawl.outcome == "finished")),
        queues(session) if fleet else (),
        workers(session) if fleet else (),
    )


def _by(session: Session, column: object) -> dict[str, int]:
    rows = session.execute(select(column, func.count()).group_by(column))  # type: ignore[call-overload]
    return {str(word): count for word, count in rows}
