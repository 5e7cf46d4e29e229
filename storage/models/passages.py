"""The index of the reports' text: passages, and the terms by which they are found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, MetaData, Table
from sqlalchemy.orm import Mapped, mapped_column

from storage.bigrams import fold, passages
from storage.contacts import without_contacts
from storage.models.base import Base
from storage.models.columntypes import SearchTerms

MOST_PASSAGES = 10_000  # of a version: forty million characters are no report
_VERSIONS = 100_000_000


class Passage(Base):
    """A piece of a section of a version's text; its terms are in ``passage_terms``.

    The id is made of the report year, the version and the number of the passage in it, so that the
    order of the index is the newest year first, and the passages of a version stand together.
    """

    __tablename__ = "passage"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version_id: Mapped[int] = mapped_column(
        ForeignKey("report_version.id", ondelete="CASCADE"), index=True
    )
    section_key: Mapped[str]


# FTS5 without content on SQLite, a table with a GIN index on PostgreSQL: no model makes both.
passage_terms = Table(
    "passage_terms",
    MetaData(),
    Column("rowid", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
    Column("terms", SearchTerms()),
)


class Indexed(NamedTuple):
    """The passages of a version: rows of ``passage`` and of ``passage_terms``."""

    passages: list[dict[str, Any]]
    terms: list[dict[str, Any]]


def indexed(report_year: int, version_id: int, sections: Sequence[Sequence[str]]) -> Indexed:
    """What the index holds of a version with these sections ``[key, number, heading, text]``.

    Headings are those of the form and are left out; so are contacts.
    """
    rows = Indexed([], [])
    first = first_passage(report_year, version_id)
    some = islice(_passages(sections), MOST_PASSAGES)
    for ident, (key, terms) in enumerate(some, start=first):
        rows.passages.append({"id": ident, "version_id": version_id, "section_key": key})
        rows.terms.append({"rowid": ident, "terms": terms})
    return rows


def first_passage(report_year: int, version_id: int) -> int:
    """The id of a version's first passage."""
    return (report_year * _VERSIONS + version_id) * MOST_PASSAGES


def searched_text(section: Sequence[str]) -> str:
    """The text of a section ``[key, number, heading, text]`` as far as it can be searched."""
    return without_contacts(section[3])


def _passages(sections: Sequence[Sequence[str]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for section in sections:
        for terms in passages(fold(searched_text(section))):
            yield section[0], terms
