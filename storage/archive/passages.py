"""Writes the index of the reports' text."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Integer, String, bindparam, delete, insert, text
from sqlalchemy.orm import Session

from storage.models import Passage, Report, ReportVersion
from storage.models.columntypes import SearchTerms
from storage.models.passages import indexed, passage_terms

# FTS5 without content takes an entry out only when it is told again what went in.
_TAKE_OUT = text(
    "INSERT INTO passage_terms (passage_terms, rowid, terms) VALUES (:command, :rowid, :terms)"
).bindparams(
    bindparam("command", "delete", String()),
    bindparam("rowid", type_=Integer()),
    bindparam("terms", type_=SearchTerms()),
)


def index_text(
    session: Session, version: ReportVersion, before: Sequence[Sequence[str]] | None
) -> None:
    """Bring the index to a version's sections; ``before`` are those that it holds, if any."""
    if before == version.sections:
        return
    if before is not None:
        _take_out(session, version, before)
    rows = indexed(_year(session, version), version.id, version.sections)
    if rows.passages:
        session.execute(insert(Passage), rows.passages)
        session.execute(insert(passage_terms), rows.terms)


def drop_text(session: Session, version: ReportVersion) -> None:
    """Take a version that will be deleted out of the index."""
    _take_out(session, version, version.sections)


def _take_out(session: Session, version: ReportVersion, held: Sequence[Sequence[str]]) -> None:
    if session.get_bind().dialect.name == "sqlite":
        rows = indexed(_year(session, version), version.id, held)
        if rows.terms:
            session.execute(_TAKE_OUT, rows.terms)
    # On PostgreSQL the terms go with their passages.
    session.execute(delete(Passage).where(Passage.version_id == version.id))


def _year(session: Session, version: ReportVersion) -> int:
    return session.get_one(Report, version.report_id).report_year
