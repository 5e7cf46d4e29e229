"""Every numeric cell the forms have had, by the key ``table.row.column``, in the order printed.

The forms: 国办公开办函〔2021〕30号, 国办公开办函〔2019〕60号, 国办发〔2014〕32号.
"""

from __future__ import annotations

from storage.models import CaseOutcome, DisclosureStatistics, RequestOutcome
from storage.models.statutory import OfAgencyYear

APPLICANTS = (
    "natural_person",
    "commercial_enterprise",
    "research_institution",
    "public_interest_organization",
    "legal_service_provider",
    "other_organization",
    "total",
)

CASE_BLOCKS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")

_ITEMS = ("items_previous_year", "items_change")

# 条例 article 20: (一) documents, (五) licensing, (六) penalties, (八) fees, (九) purchases.
PROACTIVE = {
    ("t2_1", "rules"): (
        *("issued_this_year", "repealed_this_year", "in_force"),
        *("newly_produced", "newly_disclosed", "total_disclosed"),
    ),
    ("t2_1", "normative_documents"): (
        *("issued_this_year", "repealed_this_year", "in_force"),
        *("newly_produced", "newly_disclosed", "total_disclosed"),
    ),
    ("t2_5", "licensing"): (*_ITEMS, "decisions"),
    ("t2_5", "other_external_services"): (*_ITEMS, "decisions"),
    ("t2_6", "penalties"): (*_ITEMS, "decisions"),
    ("t2_6", "compulsory_measures"): (*_ITEMS, "decisions"),
    ("t2_8", "fees"): (*_ITEMS, "amount_wan_yuan"),
    ("t2_9", "procurement"): ("procurement_projects", "procurement_amount"),
}

STATISTICS_TABLE = "stats"

# Counts that reports of 2008 to 2013 state in their prose; they had no national table.
PROSE_TABLE = "prose"
PROSE = (
    *("proactive_items", "via_gazette", "via_website"),
    *("requests_received", "received_in_person", "received_by_fax"),
    *("received_online", "received_by_letter"),
    *("answered_granted", "answered_partially_granted", "answered_denied"),
    *("answered_does_not_exist", "reconsideration_total", "litigation_total", "complaints_total"),
)


def cells() -> tuple[str, ...]:
    """The keys of all cells of all forms; new ones are only ever added at the end of a table."""
    proactive = (
        f"{table}.{item}.{column}"
        for (table, item), columns in PROACTIVE.items()
        for column in columns
    )
    requests = (
        f"t3.{row}.{applicant}"
        for row in _own_columns(RequestOutcome, "applicant")
        for applicant in APPLICANTS
    )
    cases = (
        f"t4.{block}.{column}"
        for block in CASE_BLOCKS
        for column in _own_columns(CaseOutcome, "block")
    )
    statistics = (f"{STATISTICS_TABLE}.{row}.value" for row in _own_columns(DisclosureStatistics))
    prose = (f"{PROSE_TABLE}.{indicator}.value" for indicator in PROSE)
    return (*proactive, *requests, *cases, *statistics, *prose)


def _own_columns(model: type[OfAgencyYear], *apart: str) -> list[str]:
    shared = {*OfAgencyYear.__annotations__, *apart}
    columns = model.__table__.columns.keys()  # type: ignore[attr-defined]
    return [name for name in columns if name not in shared]
