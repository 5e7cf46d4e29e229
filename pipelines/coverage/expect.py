"""What can be said of one agency's report for one year: one of twelve states, with evidence.

"Missing" is a claim about a public body. It is made only where every place that could hold the
report was read to its end after the due date and it was in none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipelines.coverage.deadlines import DueDate, due_date
from pipelines.coverage.evidence import CoverageEvidence, ExpectedAgency, FoundReport, Place
from storage.calendar import CHINA
from storage.vocabulary import ExpectationState, SiteState

SOON = dt.timedelta(days=14)  # a reminder before the due date still helps

_UNREAD = {
    SiteState.BLOCKED: ExpectationState.BLOCKED,
    SiteState.EXCLUDED: ExpectationState.BLOCKED,
    SiteState.UNREACHABLE: ExpectationState.SITE_UNREACHABLE,
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """One of the twelve states, the due date with its rule, and what it rests on.

    ``evidence`` holds only what JSON can: strings, numbers, lists and dicts; days as YYYY-MM-DD,
    moments in UTC with their zone.
    """

    state: ExpectationState
    due_on: dt.date | None
    rule: str
    evidence: dict[str, object] = field(default_factory=dict)


def judge_expectation(
    agency: ExpectedAgency, year: int, today: dt.date, evidence: CoverageEvidence
) -> Judgement:
    """Say what is known of one agency's report for one year.

    Args:
        agency: who owes it.
        year: the report year.
        today: the day to judge on, in China.
        evidence: what was found, and how each place answered that could hold it.

    Raises:
        RegistryError: the agency's local due date is no day of the year.
    """
    due = due_date(agency.cls, year, agency.due_override)
    if due is None or (agency.first_report_year and year < agency.first_report_year):
        because = "no_duty" if due is None else "before_first_report_year"
        return _judgement(ExpectationState.NOT_REQUIRED, due, {"because": because})
    if evidence.found is not None:
        return _found(evidence.found, due)
    if agency.last_report_year and year > agency.last_report_year:
        last: dict[str, object] = {"last_report_year": agency.last_report_year}
        return _judgement(ExpectationState.AGENCY_CEASED, due, last)
    if today <= due.on:
        early = today < due.on - SOON
        state = ExpectationState.NOT_DUE if early else ExpectationState.DUE_SOON
        return _judgement(state, due, {"days_left": (due.on - today).days})
    return _overdue(due, evidence)


def _found(found: FoundReport, due: DueDate) -> Judgement:
    seen_on = found.first_seen.astimezone(CHINA).date()
    facts: dict[str, object] = {
        "published_on": found.published_on.isoformat() if found.published_on else None,
        "first_seen": found.first_seen.isoformat(),
    }
    if found.previous_form:
        facts["previous_form"] = True
    if found.gone_since:
        facts["gone_since"] = found.gone_since.isoformat()
    if found.withdrawn_at:
        facts["withdrawn_at"] = found.withdrawn_at.isoformat()
    if not found.valid:
        facts["invalid_reason"] = found.invalid_reason
        return _judgement(ExpectationState.FOUND_INVALID, due, facts)
    if found.published_on and found.published_on <= due.on < seen_on and found.not_seen:
        # The date printed and the visits are both told; what it means is for people to say.
        facts["last_empty_visit"] = found.not_seen.isoformat()
    on_time, facts["dated_by"] = _on_time(found, seen_on, due)
    state = ExpectationState.FOUND_ON_TIME if on_time else ExpectationState.FOUND_LATE
    return _judgement(state, due, facts)


def _on_time(found: FoundReport, seen_on: dt.date, due: DueDate) -> tuple[bool, str]:
    """Whether a report came in time, and what says so: to be late is a claim that needs evidence.

    One without a date that was met first after the due date is late where a visit after that date
    found its column without it. Else nothing is known, and it is presumed to have come in time.
    """
    if found.published_on:
        return found.published_on <= due.on, "published_on"
    if seen_on <= due.on:
        return True, "first_seen"
    missed_on = found.not_seen.astimezone(CHINA).date() if found.not_seen else None
    if missed_on is not None and missed_on > due.on:
        return False, "first_seen"
    return True, "presumed"


def _overdue(due: DueDate, evidence: CoverageEvidence) -> Judgement:
    facts: dict[str, object] = {"places": [_place_facts(place) for place in evidence.places]}
    if evidence.unassigned:
        facts["unassigned_reports"] = evidence.unassigned
    unread = [_UNREAD[p.site_state] for p in evidence.places if p.site_state in _UNREAD]
    if unread:
        # A site that refuses is named before one that is silent: it will not answer tomorrow.
        blocked = ExpectationState.BLOCKED in unread
        return _judgement(ExpectationState.BLOCKED if blocked else unread[0], due, facts)
    if not any(place.column_located for place in evidence.places):
        return _judgement(ExpectationState.COLUMN_NOT_LOCATED, due, facts)
    doubts = list(_doubts(due, evidence))
    if doubts:
        facts["not_confirmed_because"] = doubts
        return _judgement(ExpectationState.OVERDUE_NOT_SEEN, due, facts)
    return _judgement(ExpectationState.OVERDUE_CONFIRMED, due, facts)


def _doubts(due: DueDate, evidence: CoverageEvidence) -> Iterator[str]:
    """Why the report may be there though it was not seen."""
    if evidence.unassigned:
        yield "unassigned_reports"
    for place in evidence.places:
        if place.site_state is not SiteState.REACHABLE:
            yield f"{place.host}: {place.site_state.value}"
        elif not place.column_located:
            yield f"{place.host}: column_not_located"
        elif place.column_failed or not place.complete:
            yield f"{place.host}: incomplete_reading"
        elif place.read_at is None or place.read_at.astimezone(CHINA).date() <= due.on:
            yield f"{place.host}: not_read_after_due_date"
        elif not place.rows:
            yield f"{place.host}: empty_column"


def _place_facts(place: Place) -> dict[str, object]:
    facts: dict[str, object] = {
        "host": place.host,
        "site_state": place.site_state.value,
        "column_located": place.column_located,
        "for_agency": place.for_agency,
        "read_at": place.read_at.isoformat() if place.read_at else None,
        "complete": place.complete,
        "rows": place.rows,
        "years_of_agency": list(place.years_of_agency),
        "years_of_others": list(place.years_of_others),
        "transport": place.transport,
        "columns": list(place.columns),
    }
    if place.proven_hosts:
        facts["proven_hosts"] = list(place.proven_hosts)
    return facts


def _judgement(state: ExpectationState, due: DueDate | None, facts: dict[str, object]) -> Judgement:
    if due is None:
        return Judgement(state, None, "", facts)
    return Judgement(state, due.on, due.rule, {**facts, "source": due.source})
