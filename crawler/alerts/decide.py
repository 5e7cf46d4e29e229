"""What there is to tell, decided from the database alone.

Every event has a key that is the same however often it is decided: a change of state of one
agency's report for one year, a version, the outage of a site, a crawl, a verification.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from crawler.alerts.season import season_of
from crawler.health import SILENT, common_cause
from pipelines.report.differences import changed_cells
from storage import queries
from storage.database import Session
from storage.records import (
    AlertDraft,
    ChangedExpectation,
    CrawlRecord,
    ExpectationRecord,
    FreshVersion,
    SiteRecord,
    Subject,
    VerificationRecord,
)
from storage.vocabulary import (
    AlertKind,
    CrawlOutcome,
    ExpectationState,
    SiteState,
    VersionChange,
)

PUBLISHED = frozenset({ExpectationState.FOUND_ON_TIME, ExpectationState.FOUND_LATE})
MISSING = frozenset({ExpectationState.OVERDUE_NOT_SEEN, ExpectationState.OVERDUE_CONFIRMED})
LAST_DAYS = 3  # of a reminder that cannot wait
CRAWLS_BACK = dt.timedelta(days=7)  # a crawl that failed before is no news

_SITE_KINDS = {
    SiteState.UNREACHABLE: AlertKind.SITE_DOWN,
    SiteState.BLOCKED: AlertKind.BLOCKED,
    SiteState.EXCLUDED: AlertKind.BLOCKED,
}
_VERSION_KINDS = {
    VersionChange.QUIET_EDIT: AlertKind.QUIET_EDIT,
    VersionChange.CORRECTED: AlertKind.CORRECTED,
}
_ABOUT_A_REPORT = frozenset(
    {AlertKind.PUBLISHED_LATE, AlertKind.PUBLISHED_AT_LAST, AlertKind.PUBLISHED_INVALID}
)
_EVIDENCE = ("places", "invalid_reason", "not_confirmed_because")


def decide(
    session: Session,
    changed: Iterable[ChangedExpectation],
    today: dt.date,
) -> Iterator[AlertDraft]:
    """Everything to be told on a day that was not decided before.

    Args:
        session: the database as it is; expectations are judged already.
        changed: the expectations whose state is not the one noted last.
        today: the day, in China.
    """
    known = queries.alert_keys(session)
    for draft in _events(session, changed, today):
        if draft.key not in known:
            known.add(draft.key)
            yield _completed(session, draft)


def _events(
    session: Session,
    changed: Iterable[ChangedExpectation],
    today: dt.date,
) -> Iterator[AlertDraft]:
    season = season_of(today)
    for change in changed:
        # what stood in earlier years when the watch began is no news
        if change.noted or change.expectation.report_year == season:
            yield from of_state(change)
    for due_soon in queries.expectations(session, state=ExpectationState.DUE_SOON):
        yield of_due_date(due_soon, today)
    for version in queries.fresh_versions(session, season):
        yield from of_version(version, season)
    yield from of_withdrawals(session)
    yield from of_sites_and_crawls(session, today)
    last = queries.last_verification(session)
    if last is not None and last.problem_count:
        yield of_damage(last)


def _completed(session: Session, draft: AlertDraft) -> AlertDraft:
    """An event with the facts that take a look at the report itself."""
    if draft.agency_id is None or draft.report_year is None:
        return draft
    facts = dict(draft.facts)
    if draft.kind in _VERSION_KINDS.values():
        facts["cells"] = _cells_changed(session, draft)
    if draft.kind in _ABOUT_A_REPORT:
        report = queries.report(session, draft.agency_id, draft.report_year)
        facts["url"] = report.source_url if report else ""
    return replace(draft, facts=facts)


# ---------------------------------------------------------------- expectations


def of_state(change: ChangedExpectation) -> Iterator[AlertDraft]:
    """What the new state of an expectation says to people; most states say nothing.

    A state that says why nothing is known (a site that is down) is told of the site, once. What
    was told of a missing report is told again only when it was published in between.
    """
    kind = kind_of_state(change)
    if kind is None:
        return
    record = change.expectation
    facts: dict[str, Any] = {
        "state": record.state.value,
        "due_on": _day(record.due_on),
        "published_on": _day(record.published_on),
        "first_seen": record.first_seen.isoformat() if record.first_seen else None,
        **{name: record.evidence[name] for name in _EVIDENCE if name in record.evidence},
    }
    published = sum(state in PUBLISHED for state in change.noted)
    key = f"{kind}:{record.agency_id}:{record.report_year}:{published}"
    yield AlertDraft(key, kind, record.agency_id, record.report_year, facts=facts)


def kind_of_state(change: ChangedExpectation) -> AlertKind | None:
    """The kind of alert that a change of state is, or None."""
    state = change.expectation.state
    missed = _was_missing(change)
    if state is ExpectationState.OVERDUE_CONFIRMED:
        return AlertKind.CONFIRMED_MISSING
    if state is ExpectationState.OVERDUE_NOT_SEEN and not missed:
        return AlertKind.OVERDUE
    if state in PUBLISHED and missed:
        return AlertKind.PUBLISHED_AT_LAST
    if state is ExpectationState.FOUND_LATE:
        return AlertKind.PUBLISHED_LATE
    if state is ExpectationState.FOUND_INVALID:
        return AlertKind.PUBLISHED_INVALID
    return None


def _was_missing(change: ChangedExpectation) -> bool:
    """Whether it was noted as missing since it was published last."""
    for state in reversed(change.noted):
        if state in PUBLISHED:
            return False
        if state in MISSING:
            return True
    return False


def of_due_date(record: ExpectationRecord, today: dt.date) -> AlertDraft:
    """The reminder that a report falls due, within 14 days or within 3."""
    left = (record.due_on - today).days if record.due_on else 0
    kind = AlertKind.REMINDER_3 if left <= LAST_DAYS else AlertKind.REMINDER_14
    key = f"{kind}:{record.agency_id}:{record.report_year}:{record.due_on}"
    facts = {"due_on": _day(record.due_on), "days_left": left}
    return AlertDraft(key, kind, record.agency_id, record.report_year, facts=facts)


# ---------------------------------------------------------------- reports


def of_version(version: FreshVersion, season: int) -> Iterator[AlertDraft]:
    """What a version says to people: that it took the place of another, that its sums are wrong."""
    place = f"{version.agency_id}:{version.report_year}:{version.document_id}"
    facts: dict[str, Any] = {
        "title": version.title,
        "url": version.source_url,
        "first_seen": version.first_seen_at.isoformat(),
        "version": version.number,
    }
    kind = _VERSION_KINDS.get(version.change)
    if kind is not None:
        yield AlertDraft(
            f"{kind}:{place}", kind, version.agency_id, version.report_year, facts=facts
        )
    is_new = version.report_year == season or version.change is not VersionChange.FIRST
    if version.errors and is_new:
        yield AlertDraft(
            f"{AlertKind.WRONG_SUMS}:{place}",
            AlertKind.WRONG_SUMS,
            version.agency_id,
            version.report_year,
            facts=facts | {"errors": version.errors, "first_error": version.first_error},
        )


def _cells_changed(session: Session, draft: AlertDraft) -> int:
    """How many cells of the form differ from the version before."""
    versions = queries.versions(session, draft.agency_id or "", draft.report_year or 0)
    figures = {one.number: one.figures for one in versions}
    number = draft.facts["version"]
    return len(changed_cells(figures.get(number - 1, {}), figures.get(number, {})))


def of_withdrawals(session: Session) -> Iterator[AlertDraft]:
    """That reports which were published are gone."""
    kind = AlertKind.WITHDRAWN
    for report in queries.reports(session):
        if report.gone_since is not None and report.withdrawn_at is not None:
            since = report.gone_since.isoformat()
            key = f"{kind}:{report.agency_id}:{report.report_year}:{since}"
            facts = {"withdrawn_at": report.withdrawn_at.isoformat(), "url": report.source_url}
            yield AlertDraft(key, kind, report.agency_id, report.report_year, facts=facts)


# ---------------------------------------------------------------- sites, crawls, archive


def of_sites_and_crawls(session: Session, today: dt.date) -> Iterator[AlertDraft]:
    """Outages of sites, and crawls that failed.

    Where most sites of a crawl were silent together, it is the crawl that is told of, not they.
    """
    sites = {site.id: site for site in queries.sites(session)}
    since = dt.datetime.combine(today, dt.time(), dt.UTC) - CRAWLS_BACK
    spared: set[int] = set()
    judged: set[int] = set()
    for crawl in queries.crawls(session):
        if (crawl.finished_at or crawl.started_at) < since:
            break
        visits = queries.visits(session, crawl_id=crawl.id, limit=len(sites) + 1)
        newest = {visit.site_id for visit in visits} - judged
        judged |= newest
        cause = common_cause(visits, (sites[site_id] for site_id in newest))
        if cause:
            spared |= newest
        yield from of_crawl(crawl, cause)
    for site in sites.values():
        if site.id not in spared:
            yield from of_site(session, site)


def of_crawl(crawl: CrawlRecord, common: str) -> Iterator[AlertDraft]:
    """That a crawl failed, was cut short, or found most of its sites silent at once."""
    kind = AlertKind.CRAWL_FAILED
    if "found" in crawl.arguments:  # a person asked for one page and was told at once
        return
    ended_badly = crawl.outcome in (CrawlOutcome.FAILED, CrawlOutcome.INTERRUPTED)
    if ended_badly or common:
        facts = {
            "crawl": crawl.id,
            "outcome": crawl.outcome.value,
            "cause": crawl.cause if ended_badly else common,
            "started_at": crawl.started_at.isoformat(),
        }
        yield AlertDraft(f"{kind}:{crawl.id}", kind, facts=facts)


def of_site(session: Session, site: SiteRecord) -> Iterator[AlertDraft]:
    """That a site is down, refuses us, or has lost the columns it had; once for each outage."""
    kind = _SITE_KINDS.get(site.state)
    reached = site.last_reached_at.isoformat() if site.last_reached_at else None
    facts = {"host": site.host, "cause": site.cause, "last_reached_at": reached}
    if kind is not None:
        yield AlertDraft(f"{kind}:{site.host}:{reached}", kind, site_id=site.id, facts=facts)
        return
    for issue in queries.issues_of(session, Subject.SITE, site.id):
        if issue.rule == SILENT:
            kind = AlertKind.CRAWL_FAILED
            key = f"{kind}:{site.host}:{issue.first_seen_at.isoformat()}"
            facts |= {"cause": issue.message}
            yield AlertDraft(key, kind, site_id=site.id, facts=facts)


def of_damage(verification: VerificationRecord) -> AlertDraft:
    """That the archive is damaged; the same damage found again is the same event."""
    kind = AlertKind.ARCHIVE_DAMAGED
    text = "\n".join(sorted(verification.problems))
    digest = hashlib.sha256(f"{verification.problem_count}\n{text}".encode()).hexdigest()
    facts = {"problems": verification.problem_count, "first": list(verification.problems[:3])}
    return AlertDraft(f"{kind}:{digest[:32]}", kind, facts=facts)


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
