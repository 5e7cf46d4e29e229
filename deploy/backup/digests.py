"""What a database holds, as a count and a digest for each table."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import Connection, MetaData, select

Digests = dict[str, dict[str, Any]]


def digests(connection: Connection) -> Digests:
    """Rows and SHA-256 of each table as the connection sees them, in the order of their key."""
    tables = MetaData()
    tables.reflect(connection)
    return {
        table.name: _digest(connection, table)
        for table in tables.sorted_tables
        if not table.name.startswith("passage_terms")  # a search index; made again from its rows
    }


def _digest(connection: Connection, table: Any) -> dict[str, Any]:
    order = list(table.primary_key.columns) or list(table.columns)
    count, digest = 0, hashlib.sha256()
    for row in connection.execute(select(table).order_by(*order)):
        digest.update(repr(tuple(row)).encode())
        count += 1
    return {"rows": count, "sha256": digest.hexdigest()}
