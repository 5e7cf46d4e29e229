"""政府信息公开情况统计表, the table of report years 2014 to 2018 (国办发〔2014〕32号)."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Double

from storage.models.base import Base
from storage.models.statutory import OfAgencyYear


class DisclosureStatistics(OfAgencyYear, Base):
    """One row per report in the form of 2014: a column for each indicator of the table."""

    __tablename__ = "disclosure_statistics"

    proactive_items: Mapped[int | None]
    normative_documents_disclosed: Mapped[int | None]
    normative_documents_issued: Mapped[int | None]
    via_gazette: Mapped[int | None]
    via_website: Mapped[int | None]
    via_weibo: Mapped[int | None]
    via_wechat: Mapped[int | None]
    via_other: Mapped[int | None]
    hot_topics_answered: Mapped[int | None]
    press_conferences: Mapped[int | None]
    press_conferences_by_head: Mapped[int | None]
    online_interviews: Mapped[int | None]
    online_interviews_by_head: Mapped[int | None]
    policy_interpretations: Mapped[int | None]
    weibo_wechat_responses: Mapped[int | None]
    other_responses: Mapped[int | None]
    requests_received: Mapped[int | None]
    received_in_person: Mapped[int | None]
    received_by_fax: Mapped[int | None]
    received_online: Mapped[int | None]
    received_by_letter: Mapped[int | None]
    requests_closed: Mapped[int | None]
    closed_on_time: Mapped[int | None]
    closed_after_extension: Mapped[int | None]
    requests_answered: Mapped[int | None]
    answered_already_public: Mapped[int | None]
    answered_granted: Mapped[int | None]
    answered_partially_granted: Mapped[int | None]
    answered_denied: Mapped[int | None]
    denied_state_secret: Mapped[int | None]
    denied_trade_secret: Mapped[int | None]
    denied_privacy: Mapped[int | None]
    denied_security_stability: Mapped[int | None]
    denied_not_government_information: Mapped[int | None]
    denied_other_law: Mapped[int | None]
    answered_not_this_agency: Mapped[int | None]
    answered_does_not_exist: Mapped[int | None]
    answered_correction_required: Mapped[int | None]
    answered_other_channel: Mapped[int | None]
    reconsideration_total: Mapped[int | None]
    reconsideration_upheld: Mapped[int | None]
    reconsideration_corrected: Mapped[int | None]
    reconsideration_other: Mapped[int | None]
    litigation_total: Mapped[int | None]
    litigation_upheld: Mapped[int | None]
    litigation_corrected: Mapped[int | None]
    litigation_other: Mapped[int | None]
    complaints_total: Mapped[int | None]
    request_fees_wan_yuan: Mapped[float | None] = mapped_column(Double)
    dedicated_offices: Mapped[int | None]
    reading_points: Mapped[int | None]
    staff_total: Mapped[int | None]
    staff_full_time: Mapped[int | None]
    staff_part_time: Mapped[int | None]
    budget_wan_yuan: Mapped[float | None] = mapped_column(Double)
    meetings: Mapped[int | None]
    trainings: Mapped[int | None]
    trainees: Mapped[int | None]
