"""The index of the reports' text."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.models.columntypes import CompressedJson
from storage.models.passages import Passage, indexed, passage_terms

revision = "0008"
down_revision: str | None = "0007"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT_ONCE = 200

report = sa.table("report", sa.column("id"), sa.column("report_year"))
version = sa.table(
    "report_version",
    sa.column("id"),
    sa.column("report_id"),
    sa.column("sections", CompressedJson()),
)


def upgrade() -> None:
    """Make the tables and index the text of every version there is."""
    op.create_table(
        "passage",
        sa.Column("id", INTEGER, nullable=False, autoincrement=False),
        sa.Column("version_id", INTEGER, nullable=False),
        sa.Column("section_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["report_version.id"],
            name=op.f("fk_passage_version_id_report_version"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage")),
    )
    op.create_index(op.f("ix_passage_version_id"), "passage", ["version_id"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE passage_terms "
            "USING fts5(terms, content='', columnsize=0, tokenize='ascii')"
        )
    else:
        op.execute(
            "CREATE TABLE passage_terms ("
            "rowid bigint PRIMARY KEY REFERENCES passage (id) ON DELETE CASCADE, "
            "terms tsvector NOT NULL)"
        )
        op.execute("CREATE INDEX ix_passage_terms_terms ON passage_terms USING gin (terms)")
    _fill()


def _fill() -> None:
    connection = op.get_bind()
    last = 0
    some = (
        sa.select(version.c.id, report.c.report_year, version.c.sections)
        .join(report, report.c.id == version.c.report_id)
        .order_by(version.c.id)
        .limit(AT_ONCE)
    )
    while rows := connection.execute(some.where(version.c.id > last)).all():
        for ident, year, sections in rows:
            of_version = indexed(year, ident, sections)
            if of_version.passages:
                connection.execute(sa.insert(Passage), of_version.passages)
                connection.execute(sa.insert(passage_terms), of_version.terms)
        last = rows[-1].id


def downgrade() -> None:
    """Take it away."""
    op.drop_table("passage_terms")
    op.drop_table("passage")
