"""Judges a crawl: what fell silent, what broke, measured by each site's own past and by its peers.

Peers learn months later that a site went silent. Here a site where something was and nothing is now
is a failure with a cause, written as an issue of the site; and a fall of many sites at once is said
to be ours (our network, our vantage point) before it is said to be theirs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from storage import archive, queries
from storage.database import Database, Session
from storage.records import ColumnRecord, IssueDraft, SiteRecord, SiteVisitRecord, Subject
from storage.vocabulary import ColumnState, Fault, Severity, SiteState

MANY = 0.5  # share of the sites that fail together: more likely our network than all of theirs
ENOUGH_SITES = 4  # fewer say nothing about us

_ALIKE = {
    SiteState.UNREACHABLE: "were unreachable",
    SiteState.BLOCKED: "refused",  # an address that is refused abroad, or known for crawling
}

SILENT = "site.silent"
UNREACHABLE = "site.unreachable"
BLOCKED = "site.blocked"
NOT_LOCATED = "site.column_not_located"
COLUMN_LOST = "site.column_lost"
COLUMN_BROKEN = "site.column_incomplete"
RULES = (SILENT, UNREACHABLE, BLOCKED, NOT_LOCATED, COLUMN_LOST, COLUMN_BROKEN)


@dataclass(frozen=True)
class SiteHealth:
    """What is wrong with one site after a crawl; no complaints where nothing is.

    ``silent`` says that it had columns with reports before and showed none in this crawl.
    """

    host: str
    complaints: tuple[IssueDraft, ...]
    silent: bool = False


@dataclass(frozen=True)
class CrawlHealth:
    """What is wrong after a crawl; ``ours`` says in a line that it is rather us than them."""

    sites: tuple[SiteHealth, ...]
    ours: str = ""

    @property
    def sick(self) -> tuple[SiteHealth, ...]:
        """The sites with complaints."""
        return tuple(site for site in self.sites if site.complaints)

    @property
    def silent(self) -> tuple[SiteHealth, ...]:
        """The sites that had something and showed nothing: failures, whatever the reason."""
        return tuple(site for site in self.sites if site.silent)


def judge_crawl(database: Database, crawl_id: int) -> CrawlHealth:
    """Judges a crawl; complaints become issues of its sites, those that passed are cleared."""
    with database.session() as session:
        sites = {site.id: site for site in queries.sites(session)}
        visits = queries.visits(session, crawl_id=crawl_id, limit=len(sites) + 1)
        judged = []
        for visit in visits:
            site = sites[visit.site_id]
            columns = queries.columns(session, site.id)
            had = _had(session, site, crawl_id)
            complaints = tuple(_complaints(site, visit, columns, had))
            _write(session, site, complaints)
            silent = had > 0 and not _shown(visit)
            judged.append(SiteHealth(site.host, complaints, silent))
    return CrawlHealth(tuple(judged), common_cause(visits, sites.values()))


def _had(session: Session, site: SiteRecord, crawl_id: int) -> int:
    """How many columns the last visit that found anything had."""
    visits = queries.visits(session, site_id=site.id)
    return next((n for v in visits if v.crawl_id < crawl_id and (n := _shown(v))), 0)


def _shown(visit: SiteVisitRecord) -> int:
    """The columns in which a visit met reports."""
    return int(visit.counts.get("columns_with_reports", visit.counts.get("columns", 0)))


def _complaints(
    site: SiteRecord, visit: SiteVisitRecord, columns: Iterable[ColumnRecord], had: int
) -> Iterable[IssueDraft]:
    before = f"（上次有 {had} 个栏目）" if had and not _shown(visit) else ""
    if site.state is SiteState.UNREACHABLE:
        yield _complaint(UNREACHABLE, Severity.ERROR, f"网站无法访问{before}：{site.cause}")
        return  # its columns were not asked: they say nothing of their own
    if site.state in (SiteState.BLOCKED, SiteState.EXCLUDED):
        yield _complaint(BLOCKED, Severity.ERROR, f"网站拒绝访问{before}：{site.cause}")
        return
    if not visit.counts.get("columns"):
        rule = SILENT if had else NOT_LOCATED
        yield _complaint(rule, Severity.ERROR, f"未找到年报栏目{before}：{visit.cause}")
    elif had and not _shown(visit):
        urls = "、".join(column.url for column in columns)
        yield _complaint(SILENT, Severity.ERROR, f"栏目里没有年报了{before}：{urls}")
        return
    for column in columns:
        if column.state is ColumnState.GONE:
            yield _complaint(
                COLUMN_LOST, Severity.WARNING, f"栏目已失效：{column.name} {column.url}"
            )
        elif column.state is ColumnState.PARTIAL:
            told = f"，自称 {column.declared_total} 条" if column.declared_total else ""
            yield _complaint(
                COLUMN_BROKEN,
                Severity.WARNING,
                f"栏目未读全：{column.name} {column.url}，读到 {column.row_count} 条{told}",
            )


def _complaint(rule: str, severity: Severity, message: str) -> IssueDraft:
    return IssueDraft(rule, severity, Fault.SITE, message)


def _write(session: Session, site: SiteRecord, complaints: tuple[IssueDraft, ...]) -> None:
    now = dt.datetime.now(dt.UTC)
    standing = {complaint.rule for complaint in complaints}
    archive.clear_issues(session, Subject.SITE, site.id, [r for r in RULES if r not in standing])
    for complaint in complaints:
        archive.save_issue(session, Subject.SITE, site.id, complaint, now)


def common_cause(visits: Iterable[SiteVisitRecord], sites: Iterable[SiteRecord]) -> str:
    """Why so many of the visited sites were silent that it is rather us than them; else empty."""
    visited = {visit.site_id for visit in visits}
    states = [site.state for site in sites if site.id in visited]
    for state, words in _ALIKE.items():
        alike = sum(one is state for one in states)
        if len(states) >= ENOUGH_SITES and alike >= MANY * len(states):
            return f"{alike} of {len(states)} sites {words}: look at this machine's network first"
    return ""
