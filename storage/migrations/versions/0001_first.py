"""The archive, the reports and what is owed: the first shape of the database."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision: str | None = None
branch_labels = None
depends_on = None

TEXT = sa.Text()
WORD = sa.String(40)
INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOUBLE: sa.Double[Any] = sa.Double()
BOOLEAN = sa.Boolean()
DATE = sa.Date()
TIME = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(JSONB(), "postgresql")
BYTES = sa.LargeBinary()

ONE_SUBJECT = (
    "CASE WHEN site_id IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN column_id IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN document_id IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN version_id IS NULL THEN 0 ELSE 1 END = 1"
)


def upgrade() -> None:
    """Make every table."""
    _agency()
    _agency_alias()
    _site()
    _crawl()
    _site_visit()
    _payload()
    _capture()
    _site_column()
    _column_reading()
    _listing_row()
    _document()
    _report()
    _report_version()
    _version_source()
    _proactive_disclosure()
    _request_outcome()
    _case_outcome()
    _disclosure_statistics()
    _issue()
    _expectation()


def downgrade() -> None:
    """Drop every table."""
    for table in (
        "expectation",
        "issue",
        "disclosure_statistics",
        "case_outcome",
        "request_outcome",
        "proactive_disclosure",
        "version_source",
        "report_version",
        "report",
        "document",
        "listing_row",
        "column_reading",
        "site_column",
        "capture",
        "payload",
        "site_visit",
        "crawl",
        "site",
        "agency_alias",
        "agency",
    ):
        op.drop_table(table)


def _numbers(names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, INTEGER) for name in names.split()]


def _of_agency_year() -> list[sa.Column[Any]]:
    return [
        sa.Column(
            "report_id", INTEGER, sa.ForeignKey("report.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("report_year", INTEGER, nullable=False),
        sa.Column("form", TEXT, nullable=False),
        sa.Column("valid", BOOLEAN, nullable=False),
        sa.Column("agency_id", TEXT, sa.ForeignKey("agency.id"), nullable=False, index=True),
        sa.Column("agency_name", TEXT, nullable=False),
        sa.Column("agency_class", WORD, nullable=False),
        sa.Column("province", TEXT, nullable=False),
        sa.Column("city", TEXT, nullable=False),
        sa.Column("county", TEXT, nullable=False),
    ]


def _agency() -> None:
    op.create_table(
        "agency",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("short_name", TEXT, nullable=False),
        sa.Column("cls", WORD, nullable=False),
        sa.Column("division_code", TEXT, nullable=False),
        sa.Column("province", TEXT, nullable=False),
        sa.Column("city", TEXT, nullable=False),
        sa.Column("county", TEXT, nullable=False),
        sa.Column(
            "parent_id",
            TEXT,
            sa.ForeignKey("agency.id", deferrable=True, initially="DEFERRED"),
            index=True,
        ),
        sa.Column("homepage", TEXT, nullable=False),
        sa.Column("first_report_year", INTEGER),
        sa.Column("last_report_year", INTEGER),
        sa.Column("due_override", TEXT, nullable=False),
    )
    op.create_index(None, "agency", ["name"])
    op.create_index(None, "agency", ["province", "city", "county"])


def _agency_alias() -> None:
    op.create_table(
        "agency_alias",
        sa.Column("agency_id", TEXT, sa.ForeignKey("agency.id"), primary_key=True),
        sa.Column("name", TEXT, primary_key=True),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("rank", INTEGER, nullable=False),
    )
    op.create_index(None, "agency_alias", ["name"])


def _site() -> None:
    op.create_table(
        "site",
        sa.Column("id", INTEGER, primary_key=True),
        sa.Column("host", TEXT, nullable=False, unique=True),
        sa.Column("home_url", TEXT, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("cause", TEXT, nullable=False),
        sa.Column("last_visited_at", TIME),
        sa.Column("last_reached_at", TIME),
    )


def _crawl() -> None:
    op.create_table(
        "crawl",
        sa.Column("id", INTEGER, primary_key=True),
        sa.Column("arguments", JSON, nullable=False),
        sa.Column("machine", TEXT, nullable=False),
        sa.Column("process", INTEGER, nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("finished_at", TIME),
        sa.Column("outcome", WORD, nullable=False, index=True),
        sa.Column("cause", TEXT, nullable=False),
        sa.Column("counts", JSON, nullable=False),
    )


def _site_visit() -> None:
    op.create_table(
        "site_visit",
        sa.Column("id", INTEGER, primary_key=True),
        sa.Column("crawl_id", INTEGER, sa.ForeignKey("crawl.id"), nullable=False),
        sa.Column("site_id", INTEGER, sa.ForeignKey("site.id"), nullable=False, index=True),
        sa.Column("visited_at", TIME, nullable=False),
        sa.Column("outcome", WORD, nullable=False),
        sa.Column("cause", TEXT, nullable=False),
        sa.Column("counts", JSON, nullable=False),
        sa.UniqueConstraint("crawl_id", "site_id"),
    )


def _payload() -> None:
    op.create_table(
        "payload",
        sa.Column("digest", TEXT, primary_key=True),
        sa.Column("size", INTEGER, nullable=False),
        sa.Column("media_type", TEXT, nullable=False),
        sa.Column("first_fetched_at", TIME, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("warc_file", TEXT, nullable=False),
        sa.Column("warc_offset", INTEGER, nullable=False),
        sa.Column("warc_record_id", TEXT, nullable=False),
    )


def _capture() -> None:
    op.create_table(
        "capture",
        sa.Column("id", INTEGER, primary_key=True),
        sa.Column("crawl_id", INTEGER, sa.ForeignKey("crawl.id"), nullable=False, index=True),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("fetched_at", TIME, nullable=False),
        sa.Column("status", INTEGER, nullable=False),
        sa.Column("digest", TEXT, sa.ForeignKey("payload.digest"), nullable=False, index=True),
        sa.Column("media_type", TEXT, nullable=False),
        sa.Column("etag", TEXT, nullable=False),
        sa.Column("last_modified", TEXT, nullable=False),
        sa.Column("size", INTEGER, nullable=False),
        sa.Column("warc_file", TEXT, nullable=False),
        sa.Column("warc_offset", INTEGER, nullable=False),
        sa.Column("warc_record_id", TEXT, nullable=False, unique=True),
        sa.Column("record_type", TEXT, nullable=False),
    )
    op.create_index(None, "capture", ["url", "fetched_at"])
    op.create_index(None, "capture", ["warc_file", "warc_offset"])


def _site_column() -> None:
    op.create_table(
        "site_column",
        sa.Column("id", INTEGER, primary_key=True),
        sa.Column("site_id", INTEGER, sa.ForeignKey("site.id"), nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("breadcrumb", JSON, nullable=False),
        sa.Column("agency_id", TEXT, sa.ForeignKey("agency.id"), index=True),
        sa.Column("year", INTEGER),
        sa.Column("family", TEXT, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("etag", TEXT, nullable=False),
        sa.Column("last_modified", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("row_count", INTEGER, nullable=False),
        sa.Column("declared_total", INTEGER),
        sa.Column("pages", INTEGER, nullable=False),
        sa.Column("last_read_at", TIME),
        sa.Column("last_complete_at", TIME),
        sa.UniqueConstraint("site_id", "url"),
    )


def _column_reading() -> None:
    op.create_table(
        "column_reading",
        sa.Column("id", INTEGER, primary_key=True),
        sa.Column("column_id", INTEGER, sa.ForeignKey("site_column.id"), nullable=False),
        sa.Column("crawl_id", INTEGER, sa.ForeignKey("crawl.id"), nullable=False, index=True),
        sa.Column("read_at", TIME, nullable=False),
        sa.Column("capture_ids", JSON, nullable=False),
        sa.Column("pages", INTEGER, nullable=False),
        sa.Column("row_count", INTEGER, nullable=False),
        sa.Column("declared_total", INTEGER),
        sa.Column("complete", BOOLEAN, nullable=False),
        sa.Column("years", JSON, nullable=False),
        sa.UniqueConstraint("column_id", "read_at"),
    )


def _listing_row() -> None:
    op.create_table(
        "listing_row",
        sa.Column("id", INTEGER, primary_key=True),
        sa.Column("column_id", INTEGER, sa.ForeignKey("site_column.id"), nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("listed_on", DATE),
        sa.Column("verdict", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("agency_id", TEXT, sa.ForeignKey("agency.id")),
        sa.Column("report_year", INTEGER),
        sa.Column("first_seen_at", TIME, nullable=False),
        sa.Column("last_seen_at", TIME, nullable=False),
        sa.UniqueConstraint("column_id", "url"),
    )
    op.create_index(None, "listing_row", ["agency_id", "report_year"])


def _document() -> None:
    op.create_table(
        "document",
        sa.Column("id", INTEGER, primary_key=True),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("host", TEXT, nullable=False, index=True),
        sa.Column("digest", TEXT, sa.ForeignKey("payload.digest"), nullable=False, index=True),
        sa.Column("capture_id", INTEGER, sa.ForeignKey("capture.id"), nullable=False),
        sa.Column("medium", WORD, nullable=False),
        sa.Column("state", WORD, nullable=False, index=True),
        sa.Column("column_id", INTEGER, sa.ForeignKey("site_column.id"), index=True),
        sa.Column("list_title", TEXT, nullable=False),
        sa.Column("listed_on", DATE),
        sa.Column("parent_url", TEXT, nullable=False, index=True),
        sa.Column("agency_id", TEXT, sa.ForeignKey("agency.id")),
        sa.Column("report_year", INTEGER),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("evidence", JSON, nullable=False),
        sa.Column("first_seen_at", TIME, nullable=False),
        sa.Column("last_seen_at", TIME, nullable=False),
        sa.UniqueConstraint("url", "digest"),
    )
    op.create_index(None, "document", ["agency_id", "report_year"])


def _report() -> None:
    op.create_table(
        "report",
        sa.Column("id", INTEGER, primary_key=True),
        sa.Column("agency_id", TEXT, sa.ForeignKey("agency.id"), nullable=False),
        sa.Column("report_year", INTEGER, nullable=False),
        sa.Column("version_count", INTEGER, nullable=False),
        sa.Column("first_seen_at", TIME, nullable=False),
        sa.UniqueConstraint("agency_id", "report_year"),
    )
    op.create_index(None, "report", ["report_year"])


def _report_version() -> None:
    op.create_table(
        "report_version",
        sa.Column("id", INTEGER, primary_key=True),
        sa.Column("report_id", INTEGER, sa.ForeignKey("report.id"), nullable=False),
        sa.Column("number", INTEGER, nullable=False),
        sa.Column("change", WORD, nullable=False),
        sa.Column("form", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("published_on", DATE),
        sa.Column("valid", BOOLEAN, nullable=False),
        sa.Column("invalid_reason", TEXT, nullable=False),
        sa.Column("source_url", TEXT, nullable=False),
        sa.Column("medium", WORD, nullable=False),
        sa.Column("document_id", INTEGER, sa.ForeignKey("document.id"), nullable=False, index=True),
        sa.Column("content_digest", TEXT, nullable=False),
        sa.Column("first_seen_at", TIME, nullable=False),
        sa.Column("figures", BYTES, nullable=False),
        sa.Column("sections", BYTES, nullable=False),
        sa.Column("evidence", JSON, nullable=False),
        sa.UniqueConstraint("report_id", "content_digest"),
    )


def _version_source() -> None:
    op.create_table(
        "version_source",
        sa.Column("document_id", INTEGER, sa.ForeignKey("document.id"), primary_key=True),
        sa.Column(
            "version_id",
            INTEGER,
            sa.ForeignKey("report_version.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("seen_at", TIME, nullable=False),
    )


def _proactive_disclosure() -> None:
    op.create_table(
        "proactive_disclosure",
        *_of_agency_year(),
        sa.Column("item", TEXT, primary_key=True),
        sa.Column("provision", TEXT, nullable=False),
        *_numbers(
            """
            issued_this_year repealed_this_year in_force decisions
            """
        ),
        sa.Column("amount_wan_yuan", DOUBLE),
        *_numbers(
            """
            newly_produced newly_disclosed total_disclosed items_previous_year items_change
            procurement_projects
            """
        ),
        sa.Column("procurement_amount", DOUBLE),
    )
    op.create_index(None, "proactive_disclosure", ["report_year", "province"])


def _request_outcome() -> None:
    op.create_table(
        "request_outcome",
        *_of_agency_year(),
        sa.Column("applicant", TEXT, primary_key=True),
        *_numbers(
            """
            requests_received requests_carried_over outcome_granted
            outcome_partially_granted outcome_denied_state_secret
            outcome_denied_prohibited_by_law outcome_denied_security_stability
            outcome_denied_third_party_rights outcome_denied_internal_affairs
            outcome_denied_deliberative_process outcome_denied_enforcement_case_file
            outcome_denied_administrative_inquiry outcome_unavailable_not_held
            outcome_unavailable_requires_creation
            outcome_unavailable_unclear_after_correction outcome_not_processed_petition
            outcome_not_processed_duplicate outcome_not_processed_publication
            outcome_not_processed_excessive outcome_not_processed_reconfirmation
            outcome_other_2019 outcome_other_correction_overdue outcome_other_fee_unpaid
            outcome_other_misc outcomes_total requests_carried_forward
            """
        ),
    )
    op.create_index(None, "request_outcome", ["report_year", "province"])


def _case_outcome() -> None:
    op.create_table(
        "case_outcome",
        *_of_agency_year(),
        sa.Column("block", TEXT, primary_key=True),
        *_numbers(
            """
            upheld corrected other_result pending total
            """
        ),
    )
    op.create_index(None, "case_outcome", ["report_year", "province"])


def _disclosure_statistics() -> None:
    op.create_table(
        "disclosure_statistics",
        *_of_agency_year(),
        *_numbers(
            """
            proactive_items normative_documents_disclosed normative_documents_issued
            via_gazette via_website via_weibo via_wechat via_other hot_topics_answered
            press_conferences press_conferences_by_head online_interviews
            online_interviews_by_head policy_interpretations weibo_wechat_responses
            other_responses requests_received received_in_person received_by_fax
            received_online received_by_letter requests_closed closed_on_time
            closed_after_extension requests_answered answered_already_public
            answered_granted answered_partially_granted answered_denied denied_state_secret
            denied_trade_secret denied_privacy denied_security_stability
            denied_not_government_information denied_other_law answered_not_this_agency
            answered_does_not_exist answered_correction_required answered_other_channel
            reconsideration_total reconsideration_upheld reconsideration_corrected
            reconsideration_other litigation_total litigation_upheld litigation_corrected
            litigation_other complaints_total
            """
        ),
        sa.Column("request_fees_wan_yuan", DOUBLE),
        *_numbers(
            """
            dedicated_offices reading_points staff_total staff_full_time staff_part_time
            """
        ),
        sa.Column("budget_wan_yuan", DOUBLE),
        sa.Column("meetings", INTEGER),
        sa.Column("trainings", INTEGER),
        sa.Column("trainees", INTEGER),
    )
    op.create_index(None, "disclosure_statistics", ["report_year", "province"])


def _issue() -> None:
    op.create_table(
        "issue",
        sa.Column("id", INTEGER, primary_key=True),
        sa.Column("site_id", INTEGER, sa.ForeignKey("site.id")),
        sa.Column("column_id", INTEGER, sa.ForeignKey("site_column.id")),
        sa.Column("document_id", INTEGER, sa.ForeignKey("document.id")),
        sa.Column("version_id", INTEGER, sa.ForeignKey("report_version.id", ondelete="CASCADE")),
        sa.Column("rule", TEXT, nullable=False, index=True),
        sa.Column("occurrence", INTEGER, nullable=False),
        sa.Column("severity", WORD, nullable=False),
        sa.Column("fault", WORD, nullable=False),
        sa.Column("message", TEXT, nullable=False),
        sa.Column("cells", JSON, nullable=False),
        sa.Column("formula", TEXT, nullable=False),
        sa.Column("first_seen_at", TIME, nullable=False),
        sa.UniqueConstraint("column_id", "rule", "occurrence"),
        sa.UniqueConstraint("document_id", "rule", "occurrence"),
        sa.UniqueConstraint("site_id", "rule", "occurrence"),
        sa.UniqueConstraint("version_id", "rule", "occurrence"),
        sa.CheckConstraint(ONE_SUBJECT, name="one_subject"),
    )


def _expectation() -> None:
    op.create_table(
        "expectation",
        sa.Column("agency_id", TEXT, sa.ForeignKey("agency.id"), primary_key=True),
        sa.Column("report_year", INTEGER, primary_key=True),
        sa.Column("due_on", DATE),
        sa.Column("rule", TEXT, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("first_seen", TIME),
        sa.Column("published_on", DATE),
        sa.Column("evidence", JSON, nullable=False),
    )
    op.create_index(None, "expectation", ["report_year", "state"])
