"""Which alerts are over: the report was published, the site answers again, the archive is whole."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.alerts.kinds import URGENT
from crawler.health import SILENT
from storage import queries
from storage.database import Session
from storage.records import AlertRecord, Subject
from storage.vocabulary import AlertKind, CrawlOutcome, ExpectationState, SiteState

_STILL_UNKNOWN = frozenset(
    {
        ExpectationState.SITE_UNREACHABLE,
        ExpectationState.BLOCKED,
        ExpectationState.COLUMN_NOT_LOCATED,
    }
)
_STILL_OPEN = {
    AlertKind.OVERDUE: _STILL_UNKNOWN | {ExpectationState.OVERDUE_NOT_SEEN},
    AlertKind.CONFIRMED_MISSING: _STILL_UNKNOWN
    | {ExpectationState.OVERDUE_NOT_SEEN, ExpectationState.OVERDUE_CONFIRMED},
}


def settled_alerts(session: Session) -> Iterator[int]:
    """The ids of urgent alerts whose matter is over though nobody wrote so yet."""
    states = {site.id: site.state for site in queries.sites(session)}
    crawls = queries.crawls(session)
    last = queries.last_verification(session)
    for alert in queries.alerts(session, kinds=URGENT, unsettled=True):
        if alert.kind in _STILL_OPEN:
            over = _is_settled(session, alert)
        elif alert.kind in (AlertKind.SITE_DOWN, AlertKind.BLOCKED):
            over = states.get(alert.site_id or 0) is SiteState.REACHABLE
        elif alert.kind is AlertKind.ARCHIVE_DAMAGED:
            over = last is not None and not last.problem_count
        elif alert.site_id is not None:
            issues = queries.issues_of(session, Subject.SITE, alert.site_id)
            over = all(issue.rule != SILENT for issue in issues)
        else:
            over = any(
                crawl.id > alert.facts.get("crawl", crawl.id)
                and crawl.outcome is CrawlOutcome.FINISHED
                and "found" not in crawl.arguments
                for crawl in crawls
            )
        if over:
            yield alert.id


def _is_settled(session: Session, alert: AlertRecord) -> bool:
    years = [alert.report_year] if alert.report_year else []
    found = queries.expectations(session, agency_id=alert.agency_id, years=years)
    return any(record.state not in _STILL_OPEN[alert.kind] for record in found)
