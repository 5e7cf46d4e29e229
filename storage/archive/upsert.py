"""INSERT … ON CONFLICT, which both databases have but SQLAlchemy keeps in their dialects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.models import Base


def insert_new(session: Session, model: type[Base], row: Mapping[str, Any]) -> None:
    """Insert a row; do nothing where its unique key is taken."""
    insert_all_new(session, model, [row])


def insert_all_new(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, but those whose unique key is taken; all rows have the same names."""
    if rows:
        session.flush()
        statement = _insert(session, model).on_conflict_do_nothing()
        session.execute(statement, [dict(row) for row in rows])


def upsert(
    session: Session, model: type[Base], key: Sequence[str], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert rows, or bring those with the same key up to date; all rows have the same names."""
    if rows:
        session.flush()
        statement = _insert(session, model)
        changed = {name: statement.excluded[name] for name in rows[0] if name not in key}
        update = statement.on_conflict_do_update(index_elements=list(key), set_=changed)
        session.execute(update, [dict(row) for row in rows])


def _insert(session: Session, model: type[Base]) -> Any:
    dialect = session.get_bind().dialect.name
    return (postgresql if dialect == "postgresql" else sqlite).insert(model.__table__)
