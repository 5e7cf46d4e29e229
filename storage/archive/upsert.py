"""INSERT … ON CONFLICT, which both databases have but SQLAlchemy keeps in their dialects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.models import Base

# SQLite takes at most 32,766 parameters in one statement.
ROWS_AT_ONCE = 500


def insert_new(session: Session, model: type[Base], row: Mapping[str, Any]) -> None:
    """Insert a row; do nothing where its unique key is taken."""
    session.execute(_insert(session, model).values(**row).on_conflict_do_nothing())


def upsert(
    session: Session, model: type[Base], key: Sequence[str], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert rows, or bring those with the same key up to date; all rows have the same names."""
    for start in range(0, len(rows), ROWS_AT_ONCE):
        some = rows[start : start + ROWS_AT_ONCE]
        statement = _insert(session, model).values([dict(row) for row in some])
        changed = {name: statement.excluded[name] for name in some[0] if name not in key}
        session.execute(statement.on_conflict_do_update(index_elements=list(key), set_=changed))


def _insert(session: Session, model: type[Base]) -> Any:
    dialect = session.get_bind().dialect.name
    return (postgresql if dialect == "postgresql" else sqlite).insert(model)
