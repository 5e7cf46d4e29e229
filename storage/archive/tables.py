"""Whole tables as plain JSON, and back: those that nothing else in the archive would tell."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Date, Enum, insert, select
from sqlalchemy.orm import Session

from storage.models import Base
from storage.models.columntypes import UtcDateTime

REGISTRY = ("agency", "agency_alias")
"""Who owes a report, and which names people settled."""
TOLD = ("state_change", "alert", "message", "delivery")
"""What people were told, and what they took note of."""


def table_rows(session: Session, name: str) -> list[dict[str, Any]]:
    """The rows of a table in the order of its key, as JSON knows them."""
    table = Base.metadata.tables[name]
    statement = select(table).order_by(*table.primary_key.columns)
    return [
        {key: _plain(value) for key, value in row._mapping.items()}
        for row in session.execute(statement)
    ]


def restore_table(session: Session, name: str, rows: Sequence[dict[str, Any]]) -> None:
    """Write the rows that :func:`table_rows` gave into the empty table.

    A column that an earlier version of the table did not have is NULL.
    """
    table = Base.metadata.tables[name]
    known = [
        {column.name: _value(column, row.get(column.name)) for column in table.columns}
        for row in rows
    ]
    if known:
        session.execute(insert(table), known)


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    return value.value if isinstance(value, enum.Enum) else value


def _value(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, UtcDateTime):
        return dt.datetime.fromisoformat(value)
    if isinstance(column.type, Date):
        return dt.date.fromisoformat(value)
    if isinstance(column.type, Enum) and column.type.enum_class is not None:
        return column.type.enum_class(value)
    return value
