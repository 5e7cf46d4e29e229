"""What the machines of a fleet keep in common; the queue itself is procrastinate's."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class HostTurn(Base):
    """When a host was asked last, by whichever machine; on SQLite lock files say it."""

    __tablename__ = "host_turn"

    host: Mapped[str] = mapped_column(primary_key=True)
    turn_at: Mapped[dt.datetime]


class WorkFailure(Base):
    """At what a job of the queue failed last."""

    __tablename__ = "work_failure"

    job_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    failed_at: Mapped[dt.datetime]
    cause: Mapped[str]
