"""SQLite files of their own, to be asked with SQL or shown by Datasette."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from storage.export.fields import Field, FieldType

# NUMERIC keeps whole numbers whole.
_TYPES = {
    FieldType.TEXT: "TEXT",
    FieldType.INTEGER: "INTEGER",
    FieldType.NUMBER: "NUMERIC",
    FieldType.BOOLEAN: "INTEGER",
    FieldType.DAY: "TEXT",
    FieldType.TIME: "TEXT",
}


class SqliteTable(NamedTuple):
    """A table to be written: its name, columns, key and rows."""

    name: str
    fields: Sequence[Field]
    key: Sequence[str]
    rows: Iterable[Mapping[str, Any]]


def write_sqlite(tables: Iterable[SqliteTable], path: Path) -> int:
    """A file with some tables, booleans as 0 and 1, times as text in ISO 8601; how many rows."""
    count = 0
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        for table in tables:
            connection.execute(_create(table))
            names = ", ".join(_quoted(field.name) for field in table.fields)
            marks = ", ".join("?" for _ in table.fields)
            cursor = connection.executemany(
                f"INSERT INTO {_quoted(table.name)} ({names}) VALUES ({marks})",  # noqa: S608 - our own names
                _values(table),
            )
            count += max(0, cursor.rowcount)
        connection.commit()
    return count


def _create(table: SqliteTable) -> str:
    columns = [f"{_quoted(field.name)} {_TYPES[field.type]}" for field in table.fields]
    if table.key:
        columns.append(f"PRIMARY KEY ({', '.join(map(_quoted, table.key))})")
    without = " WITHOUT ROWID" if table.key else ""
    return f"CREATE TABLE {_quoted(table.name)} ({', '.join(columns)}){without}"


def _values(table: SqliteTable) -> Iterator[list[Any]]:
    for row in table.rows:
        yield [_plain(row.get(field.name)) for field in table.fields]


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):  # a time is one too
        return value.isoformat()
    return str(value) if isinstance(value, str) else value


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
