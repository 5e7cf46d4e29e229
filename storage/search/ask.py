"""Finds reports by the text of their sections, alike on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    cast,
    exists,
    func,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session, defer

from storage.bigrams import phrase
from storage.models import Agency, Passage, Report, ReportVersion
from storage.models.passages import MOST_PASSAGES, first_passage, passage_terms
from storage.search.found import Found, Hit
from storage.search.question import Question, words
from storage.search.snippets import snippets

COUNTED = 1000  # passages that are counted; beyond, a total is "more than"
_AT_ONCE = 200


def search(
    session: Session, asked: Question, *, limit: int = 20, after: int | None = None
) -> Found:
    """The versions of reports in whose text all words stand, the newest report year first.

    Exact: a version is found if and only if each word is a part of its text, compared by NFKC,
    small letters and without white space; contacts are no part of it.

    Args:
        session: a session of the database, best a snapshot.
        asked: what to find, and where.
        limit: hits at the most.
        after: ``following`` of the page before.

    Raises:
        QuestionError: the text is empty or too long.
    """
    wanted = words(asked.text)
    counts = {word: _count(session, asked, (word,)) for word in wanted}
    # The rarest word leads: the others are looked up in the versions that have it.
    ordered = sorted(wanted, key=lambda word: (counts[word].passages, -len(word)))
    total = counts[ordered[0]] if len(ordered) == 1 else _count(session, asked, ordered)
    found = _versions(session, asked, ordered, limit, after)
    hits = _hits(session, found[:limit], wanted, asked.section)
    following = found[limit - 1] * MOST_PASSAGES if len(found) > limit else None
    return Found(
        hits=hits,
        total=total.versions,
        total_is_more=total.passages >= COUNTED,
        following=following,
    )


class _Count(NamedTuple):
    versions: int
    passages: int


def _count(session: Session, asked: Question, ordered: Sequence[str]) -> _Count:
    some = _passages(session, asked, ordered).limit(COUNTED).subquery()
    version = some.c.rowid // MOST_PASSAGES
    versions, passages = session.execute(
        select(func.count(version.distinct()), func.count()).select_from(some)
    ).one()
    return _Count(versions, passages)


def _versions(
    session: Session, asked: Question, ordered: Sequence[str], limit: int, after: int | None
) -> list[int]:
    """The first versions found, one more than the limit, as passage ids without their last part."""
    found: dict[int, None] = {}
    while len(found) <= limit:
        rows = session.scalars(_passages(session, asked, ordered, after).limit(_AT_ONCE)).all()
        found |= dict.fromkeys(rowid // MOST_PASSAGES for rowid in rows)
        if len(rows) < _AT_ONCE:
            break
        after = rows[-1] // MOST_PASSAGES * MOST_PASSAGES
    return list(found)[: limit + 1]


def _passages(
    session: Session, asked: Question, ordered: Sequence[str], after: int | None = None
) -> Select[Any]:
    """The passages with the first word whose versions have the others, the newest first."""
    leader, *others = ordered
    # Of an agency or a county there are few passages: they lead, and the index says of each
    # whether the word is in it. Else the index leads.
    few = asked.agency_id is not None or asked.county is not None
    rowid: ColumnElement[int] = Passage.__table__.c.id if few else passage_terms.c.rowid
    statement = select(rowid.label("rowid")).where(*_bounds(asked, rowid, after))
    if few:
        statement = statement.where(_stands(session, leader, rowid, rowid, None))
    else:
        statement = statement.where(_matches(session, passage_terms, leader))
    if conditions := _conditions(asked):
        if not few:
            statement = statement.join(Passage, Passage.id == rowid)
        statement = _with_agency(statement).where(*conditions)
    first = rowid - rowid % MOST_PASSAGES
    last = first + MOST_PASSAGES - 1
    beside = (_stands(session, word, first, last, asked.section) for word in others)
    return statement.where(*beside).order_by(rowid.desc())


def _with_agency(statement: Select[Any]) -> Select[Any]:
    return (
        statement.join(ReportVersion, ReportVersion.id == Passage.version_id)
        .join(Report, Report.id == ReportVersion.report_id)
        .join(Agency, Agency.id == Report.agency_id)
    )


def _stands(
    session: Session,
    word: str,
    first: ColumnElement[int],
    last: ColumnElement[int],
    section: str | None,
) -> ColumnElement[bool]:
    """Whether a word is in one of the passages from one to another, of a section if named."""
    beside, passage = passage_terms.alias(), Passage.__table__.alias()
    there = select(beside.c.rowid).where(
        beside.c.rowid.between(first, last), _matches(session, beside, word)
    )
    if section is not None:
        there = there.join(passage, passage.c.id == beside.c.rowid).where(
            passage.c.section_key == section
        )
    return exists(there.correlate_except(beside, passage))


def _bounds(
    asked: Question, rowid: ColumnElement[int], after: int | None
) -> list[ColumnElement[bool]]:
    """The years are the high digits of a passage's id, and what comes next has a smaller one."""
    bounds = [] if after is None else [rowid < after]
    if asked.first_year is not None:
        bounds.append(rowid >= first_passage(asked.first_year, 0))
    if asked.last_year is not None:
        bounds.append(rowid < first_passage(asked.last_year + 1, 0))
    return bounds


def _conditions(asked: Question) -> list[ColumnElement[bool]]:
    wanted = {
        Passage.section_key: asked.section,
        Report.agency_id: asked.agency_id,
        Agency.province: asked.province,
        Agency.city: asked.city,
        Agency.county: asked.county,
    }
    conditions = [column == value for column, value in wanted.items() if value is not None]
    if not asked.every_version:
        conditions.append(Report.version_count == ReportVersion.number)
    return conditions


def _matches(session: Session, index: FromClause, word: str) -> ColumnElement[bool]:
    terms = phrase(word)
    begins = len(terms[0]) < len(phrase("年年")[0])
    if session.get_bind().dialect.name == "postgresql":
        query = f"'{terms[0]}':*" if begins else " <-> ".join(f"'{term}'" for term in terms)
        return index.c.terms.bool_op("@@")(cast(literal(query), TSQUERY))
    query = f'"{terms[0]}" *' if begins else f'"{" ".join(terms)}"'
    return index.c.terms.bool_op("MATCH")(literal(query))


def _hits(
    session: Session, found: Sequence[int], wanted: Sequence[str], section: str | None
) -> tuple[Hit, ...]:
    ids = [number % (first_passage(1, 0) // MOST_PASSAGES) for number in found]
    rows = {
        version.id: (version, report, agency)
        for version, report, agency in session.execute(
            select(ReportVersion, Report, Agency)
            .join(Report, Report.id == ReportVersion.report_id)
            .join(Agency, Agency.id == Report.agency_id)
            .where(ReportVersion.id.in_(ids))
            .options(defer(ReportVersion.figures))
        )
    }
    return tuple(_hit(*rows[ident], wanted, section) for ident in ids)


def _hit(
    version: ReportVersion,
    report: Report,
    agency: Agency,
    wanted: Sequence[str],
    section: str | None,
) -> Hit:
    return Hit(
        report_id=report.id,
        version_id=version.id,
        version_number=version.number,
        version_count=report.version_count,
        agency_id=agency.id,
        agency_name=agency.name,
        province=agency.province,
        report_year=report.report_year,
        title=version.title,
        source_url=version.source_url,
        published_on=version.published_on,
        snippets=snippets(version.sections, wanted, section),
    )
