"""The jobs of APScheduler, kept in our database."""

from __future__ import annotations

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from sqlalchemy import MetaData

from storage.database import Database
from storage.models import ScheduleJob


def job_store(database: Database) -> SQLAlchemyJobStore:
    """The store for a scheduler; its table is ``schedule_job``, made by our migrations."""
    return SQLAlchemyJobStore(
        # Every statement of the store is a transaction of its own: it need not lock out writers.
        engine=database.engine.execution_options(snapshot=True),
        tablename=ScheduleJob.__tablename__,
        metadata=MetaData(),
    )
