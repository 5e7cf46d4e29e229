"""Two databases held against one another, table by table, whatever numbers their rows have."""

from __future__ import annotations

import datetime as dt
import enum
from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.database import Database
from storage.models import Base

NAMES: Mapping[str, tuple[str, ...]] = {
    "site": ("host",),
    "capture": ("warc_record_id",),
    "site_column": ("site_id", "url"),
    "document": ("url", "digest"),
    "report": ("agency_id", "report_year"),
    "report_version": ("report_id", "content_digest"),
    "crawl": ("id",),
    "alert": ("key",),
    "message": ("key",),
}
"""By what else than its number a row is known."""

OF_THE_DATABASE = frozenset(
    {"schedule_job", "scheduler", "scheduled_run", "verification", "host_turn", "work_failure"}
)
"""Tables about the running of the program, which only a backup brings back."""
WHEN_JUDGED = {("issue", "first_seen_at")}
"""Columns that say when this database came to know something."""


def contents(database: Database) -> dict[str, Counter[tuple[Any, ...]]]:
    """The rows of each table, without the numbers that another database would give otherwise."""
    with database.snapshot() as session:
        return {
            table.name: Counter(_rows(session, table.name))
            for table in Base.metadata.sorted_tables
            if table.name not in OF_THE_DATABASE
        }


def _rows(session: Session, name: str) -> list[tuple[Any, ...]]:
    table = Base.metadata.tables[name]
    numbers = {"id"} if name != "crawl" and "id" in table.c and name != "agency" else set()
    known = {column.name: _target(column) for column in table.columns}
    names = {target: _names(session, target) for target in known.values() if target}
    if name == "column_reading":
        names["capture"] = _names(session, "capture")
    if name == "expectation":
        names["site_column"] = _names(session, "site_column")
    return [
        tuple(
            (key, _value(key, value, known[key], names))
            for key, value in row._mapping.items()
            if key not in numbers and (name, key) not in WHEN_JUDGED
        )
        for row in session.execute(select(table))
    ]


def _value(key: str, value: Any, target: str | None, names: Mapping[str, Any]) -> Any:
    if key == "capture_ids":
        return tuple(names["capture"].get(ident) for ident in value)
    if key == "evidence" and "site_column" in names and "places" in value:
        return _hashable({**value, "places": [_place(one, names) for one in value["places"]]})
    if target and value is not None:
        return names[target].get(value, value)
    return _hashable(value)


def _place(place: dict[str, Any], names: Mapping[str, Any]) -> dict[str, Any]:
    columns = place.get("columns", ())
    return {**place, "columns": [names["site_column"].get(ident) for ident in columns]}


def _target(column: Any) -> str | None:
    for key in column.foreign_keys:
        table: str = key.column.table.name
        if table in NAMES:
            return table
    return None


def _names(session: Session, name: str) -> dict[int, Any]:
    table = Base.metadata.tables[name]
    targets = {key: _target(table.c[key]) for key in NAMES[name]}
    inner = {target: _names(session, target) for target in targets.values() if target}
    return {
        row._mapping["id"]: tuple(
            inner[target].get(row._mapping[key], row._mapping[key])
            if (target := targets[key])
            else row._mapping[key]
            for key in NAMES[name]
        )
        for row in session.execute(select(table))
    }


def _hashable(value: Any) -> Any:
    if isinstance(value, dict):
        return tuple(sorted((key, _hashable(one)) for key, one in value.items()))
    if isinstance(value, list | tuple):
        return tuple(_hashable(one) for one in value)
    if isinstance(value, enum.Enum):
        return value.value
    return value.isoformat() if isinstance(value, dt.date) else value


def differences(one: Database, other: Database) -> dict[str, tuple[list[Any], list[Any]]]:
    """The rows that only one of the databases has, by table; empty if there are none."""
    first, second = contents(one), contents(other)
    found = {}
    for name, rows in first.items():
        only_first, only_second = rows - second[name], second[name] - rows
        if only_first or only_second:
            found[name] = list(only_first.elements()), list(only_second.elements())
    return found
