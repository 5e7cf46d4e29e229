"""The tables of the form as SQL tables, one row each of the newest version of a report.

A column is NULL where the cell holds no whole number (blank, ``/``, words); what it does hold is in
the figures of the version. Every row names its agency's place, so that a sum needs no join.
"""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, declared_attr, mapped_column
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import Double

from storage.models.base import Base
from storage.vocabulary import AgencyClass


class OfAgencyYear:
    """What every statutory row says of its report."""

    report_id: Mapped[int] = mapped_column(
        ForeignKey("report.id", ondelete="CASCADE"), primary_key=True
    )
    report_year: Mapped[int]
    form: Mapped[str]
    valid: Mapped[bool]
    agency_id: Mapped[str] = mapped_column(ForeignKey("agency.id"), index=True)
    agency_name: Mapped[str]
    agency_class: Mapped[AgencyClass]
    province: Mapped[str]
    city: Mapped[str]
    county: Mapped[str]

    @declared_attr.directive
    def __table_args__(cls) -> tuple[SchemaItem, ...]:  # noqa: N805
        """Sums are asked by year and province."""
        return (Index(None, "report_year", "province"),)


class ProactiveDisclosure(OfAgencyYear, Base):
    """二、主动公开政府信息情况: one row per item (规章, 行政许可 …)."""

    __tablename__ = "proactive_disclosure"

    item: Mapped[str] = mapped_column(primary_key=True)
    provision: Mapped[str]
    issued_this_year: Mapped[int | None]
    repealed_this_year: Mapped[int | None]
    in_force: Mapped[int | None]
    decisions: Mapped[int | None]
    amount_wan_yuan: Mapped[float | None] = mapped_column(Double)
    newly_produced: Mapped[int | None]
    newly_disclosed: Mapped[int | None]
    total_disclosed: Mapped[int | None]
    items_previous_year: Mapped[int | None]
    items_change: Mapped[int | None]
    procurement_projects: Mapped[int | None]
    procurement_amount: Mapped[float | None] = mapped_column(Double)


class RequestOutcome(OfAgencyYear, Base):
    """三、收到和处理政府信息公开申请情况: one row per applicant type, ``total`` among them."""

    __tablename__ = "request_outcome"

    applicant: Mapped[str] = mapped_column(primary_key=True)
    requests_received: Mapped[int | None]
    requests_carried_over: Mapped[int | None]
    outcome_granted: Mapped[int | None]
    outcome_partially_granted: Mapped[int | None]
    outcome_denied_state_secret: Mapped[int | None]
    outcome_denied_prohibited_by_law: Mapped[int | None]
    outcome_denied_security_stability: Mapped[int | None]
    outcome_denied_third_party_rights: Mapped[int | None]
    outcome_denied_internal_affairs: Mapped[int | None]
    outcome_denied_deliberative_process: Mapped[int | None]
    outcome_denied_enforcement_case_file: Mapped[int | None]
    outcome_denied_administrative_inquiry: Mapped[int | None]
    outcome_unavailable_not_held: Mapped[int | None]
    outcome_unavailable_requires_creation: Mapped[int | None]
    outcome_unavailable_unclear_after_correction: Mapped[int | None]
    outcome_not_processed_petition: Mapped[int | None]
    outcome_not_processed_duplicate: Mapped[int | None]
    outcome_not_processed_publication: Mapped[int | None]
    outcome_not_processed_excessive: Mapped[int | None]
    outcome_not_processed_reconfirmation: Mapped[int | None]
    outcome_other_2019: Mapped[int | None]
    outcome_other_correction_overdue: Mapped[int | None]
    outcome_other_fee_unpaid: Mapped[int | None]
    outcome_other_misc: Mapped[int | None]
    outcomes_total: Mapped[int | None]
    requests_carried_forward: Mapped[int | None]


class CaseOutcome(OfAgencyYear, Base):
    """四、政府信息公开行政复议、行政诉讼情况: one row per block."""

    __tablename__ = "case_outcome"

    block: Mapped[str] = mapped_column(primary_key=True)
    upheld: Mapped[int | None]
    corrected: Mapped[int | None]
    other_result: Mapped[int | None]
    pending: Mapped[int | None]
    total: Mapped[int | None]
