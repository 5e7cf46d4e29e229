"""Column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections import defaultdict
from typing import Any

from sqlalchemy import DateTime, Dialect, LargeBinary, Text, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
from sqlalchemy.types import JSON


class UtcDateTime(TypeDecorator[dt.datetime]):
    """An aware time, stored in UTC; SQLite has no zone of its own and gets it back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Refuse a time without a zone: nobody could say later which hour it was."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value.isoformat()} has no time zone; times are stored in UTC")
        return value.astimezone(dt.UTC)

    def process_result_value(
        self, value: dt.datetime | None, dialect: Dialect
    ) -> dt.datetime | None:
        """The time in UTC, aware on both databases."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class JsonDocument(TypeDecorator[Any]):
    """A small JSON object; ``jsonb`` on PostgreSQL, so that it can be searched there."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """``jsonb`` where there is one."""
        kind = JSONB() if dialect.name == "postgresql" else JSON()
        return dialect.type_descriptor(kind)


class JsonTuple(JsonDocument):
    """A short tuple of strings or numbers, stored as a JSON list."""

    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> list[Any] | None:
        """As the list JSON knows."""
        return None if value is None else list(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Any, ...] | None:
        """As the tuple the records have."""
        return None if value is None else tuple(value)


class CompressedJson(TypeDecorator[Any]):
    """A JSON document deflated with zlib.

    The 200 cells of one report are 14 kB of JSON with the same keys each time, and about a tenth
    of it deflated; with 1.8 million reports that decides whether the database fits a laptop.
    """

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        """Compact UTF-8 JSON, deflated."""
        if value is None:
            return None
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return zlib.compress(text.encode(), 6)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        """The document as it was written."""
        return None if value is None else json.loads(zlib.decompress(value))


class SearchTerms(TypeDecorator[Any]):
    """Terms of letters and digits, in order: words for FTS5, a ``tsvector`` on PostgreSQL."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """``tsvector`` where there is one."""
        kind = TSVECTOR() if dialect.name == "postgresql" else Text()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Each term with its positions for PostgreSQL, whose own parser would take them apart."""
        if value is None or dialect.name != "postgresql":
            return None if value is None else " ".join(value)
        positions: dict[str, list[str]] = defaultdict(list)
        for position, term in enumerate(value, start=1):
            positions[term].append(str(position))
        return " ".join(f"'{term}':{','.join(places)}" for term, places in positions.items())
