"""Reads the queue of the fleet, whose tables are procrastinate's."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from storage.records import QueueRecord, SetAsideRecord, WorkerRecord

ALIVE_SECONDS = 30  # a worker counts up every ten

_QUEUES = text("""
SELECT queue_name, count(*) FILTER (WHERE status = 'todo' AND
           (scheduled_at IS NULL OR scheduled_at <= now())) AS waiting,
       count(*) FILTER (WHERE status = 'todo' AND scheduled_at > now()) AS later,
       count(*) FILTER (WHERE status = 'doing') AS doing,
       count(*) FILTER (WHERE status = 'succeeded') AS done,
       count(*) FILTER (WHERE status = 'failed') AS set_aside,
       coalesce(extract(epoch FROM now() - min(coalesce(scheduled_at, deferred.at))
           FILTER (WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now()))), 0)
           AS lag
FROM procrastinate_jobs
LEFT JOIN LATERAL (SELECT min(at) AS at FROM procrastinate_events
                   WHERE job_id = procrastinate_jobs.id AND type = 'deferred') deferred
       ON status = 'todo'
GROUP BY queue_name ORDER BY queue_name
""")
_WORKERS = text("""
SELECT worker.id, worker.last_heartbeat,
       extract(epoch FROM now() - worker.last_heartbeat) AS silent,
       coalesce(array_agg(job.task_name || ' ' || coalesce(job.queueing_lock, '') ORDER BY job.id)
           FILTER (WHERE job.id IS NOT NULL), '{}') AS doing
FROM procrastinate_workers worker
LEFT JOIN procrastinate_jobs job ON job.worker_id = worker.id AND job.status = 'doing'
GROUP BY worker.id ORDER BY worker.id
""")
_SET_ASIDE = text("""
SELECT job.id, job.queue_name, job.args, job.attempts, failure.failed_at, failure.cause
FROM procrastinate_jobs job LEFT JOIN work_failure failure ON failure.job_id = job.id
WHERE job.status = 'failed' ORDER BY job.id DESC LIMIT :limit
""")
_OPEN_READINGS = text("""
SELECT DISTINCT document::bigint FROM procrastinate_jobs,
       jsonb_array_elements_text(args->'documents') document
WHERE queue_name = 'read' AND status IN ('todo', 'doing', 'failed')
""")


def workers(session: Session) -> tuple[WorkerRecord, ...]:
    """The workers of the fleet, with what each is doing; ended ones are not among them."""
    return tuple(
        WorkerRecord(row.id, row.last_heartbeat, float(row.silent), tuple(row.doing))
        for row in session.execute(_WORKERS)
    )


def has_workers(session: Session) -> bool:
    """Whether anybody takes jobs."""
    return any(worker.silent_seconds < ALIVE_SECONDS for worker in workers(session))


def queues(session: Session) -> tuple[QueueRecord, ...]:
    """How much of each kind of work waits, is done, and was set aside."""
    return tuple(
        QueueRecord(
            row.queue_name,
            row.waiting,
            row.later,
            row.doing,
            row.done,
            row.set_aside,
            float(row.lag),
        )
        for row in session.execute(_QUEUES)
    )


def set_aside(session: Session, limit: int = 50) -> tuple[SetAsideRecord, ...]:
    """The jobs that failed for good, the newest first."""
    return tuple(
        SetAsideRecord(row.id, row.queue_name, row.args, row.attempts, row.failed_at, row.cause)
        for row in session.execute(_SET_ASIDE, {"limit": limit})
    )


def is_queued(session: Session, queueing_lock: str) -> bool:
    """Whether a job of this queueing lock waits to be begun."""
    statement = text(
        "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND queueing_lock = :lock"
    )
    return bool(session.scalar(statement, {"lock": queueing_lock}))


def documents_in_queue(session: Session) -> set[int]:
    """The documents that a job which is open or set aside is about."""
    return set(session.scalars(_OPEN_READINGS))
