"""``Here it is``: what a person found is fetched, archived, read, and its column remembered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from crawler.found.column import column_of
from crawler.found.visitor import Visitor, refuse_odd
from crawler.spiders.answers import Answer, Judged, Outcome
from crawler.spiders.frontier import Fetch, Purpose
from crawler.spiders.hosts import GOVERNMENT_SUFFIXES, HostRules, HostStanding
from crawler.spiders.leads import rendition_fetches
from crawler.spiders.proof import Proofs
from crawler.spiders.territory import Territory
from pipelines.chronicle import Met, keep_met, note_beginning, note_end, note_met
from pipelines.coverage.judge import judge_coverage
from pipelines.items import MetColumn, MetDocument
from pipelines.process import process_documents
from pipelines.reads import Watch
from storage import archive, queries
from storage.addresses import host_of
from storage.database import Database
from storage.errors import CrawlError
from storage.records import DocumentRecord, ExpectationRecord, SiteRecord, line_to_site
from storage.vocabulary import CrawlOutcome
from storage.warc import WarcStore

MOST_FILES = 10  # of one report page
_OF_SITE = (HostStanding.OWN, HostStanding.SISTER)


@dataclass(frozen=True, slots=True)
class Answered:
    """What a person's answer came to.

    ``documents`` are what stands at the address, as judged; ``column`` is the address of the list
    it belongs to, empty where it cannot be told; ``learned`` says that it was not known before.
    """

    expectation: ExpectationRecord
    documents: tuple[DocumentRecord, ...]
    column: str
    learned: bool

    @property
    def accepted(self) -> bool:
        """Whether one of the documents is the report that was asked for."""
        wanted = self.expectation.agency_id, self.expectation.report_year
        return any((one.agency_id, one.report_year) == wanted for one in self.documents)


def answer_found(
    database: Database,
    store: WarcStore,
    agency_id: str,
    year: int,
    url: str,
    today: dt.date,
    watch: Watch,
) -> Answered:
    """Fetches the address that a person gave for an agency's report of a year, and judges it.

    The address is a hint, not a verdict: whose report of which year it is, its text says.

    Raises:
        CrawlError: the address may not be asked, or there is no content at it.
        RegistryError: a due date of the registry is no day.
    """
    refuse_odd(url)
    site, rules = _site_of(database, agency_id, url)
    with database.snapshot() as session:
        proven = {one.host for one in queries.proven_hosts(session, site.id)}
    own = {site.host, host_of(url)}
    territory = Territory(rules, own, Proofs(site.id, hosts=proven))
    with database.session() as session:
        crawl_id = archive.start_crawl(
            session, {"found": url, "agency": agency_id, "report_year": year}
        )
    note_beginning(database, store, crawl_id, [site])
    visitor = Visitor(database, store, crawl_id, lambda host: _may_follow(host, territory))
    outcome, cause = CrawlOutcome.FAILED, ""
    try:
        urls, column, learned = _take(database, visitor, site, territory, url)
        outcome = CrawlOutcome.FINISHED
    except CrawlError as error:
        cause = str(error)
        raise
    finally:
        with database.session() as session:
            counts = {"requests": visitor.requests}
            archive.finish_crawl(session, crawl_id, outcome, counts, cause)
        note_end(database, store, crawl_id)
    with database.snapshot() as session:
        documents = [one for some in urls for one in queries.documents(session, url=some)]
    process_documents(database, documents, watch=watch)
    judge_coverage(database, today)
    with database.snapshot() as session:
        judged = [one for some in urls for one in queries.documents(session, url=some)]
        found = list(queries.expectations(session, agency_id=agency_id, years=[year]))
    if not found:
        raise CrawlError(f"{agency_id} owes no report for {year}, and none was found at {url}")
    return Answered(found[0], tuple(judged), column, learned)


def _site_of(database: Database, agency_id: str, url: str) -> tuple[SiteRecord, HostRules]:
    """The site whose column this would be, and the hosts of the registry.

    Raises:
        CrawlError: the agency is not in the registry, or nobody there speaks for the host.
    """
    with database.session() as session:
        agencies = {agency.id: agency for agency in queries.agencies(session)}
        if agency_id not in agencies:
            raise CrawlError(
                f"agency {agency_id} is not in the registry; see: nianbao agencies list"
            )
        homes = {host_of(one.homepage): one.homepage for one in agencies.values() if one.homepage}
        owner = line_to_site(agencies[agency_id], agencies)[-1]
        host, own = host_of(url), host_of(owner.homepage)
        rules = HostRules(homes)
        government = host.endswith(GOVERNMENT_SUFFIXES)
        if not (
            government or host in homes or rules.standing(host, frozenset({own} - {""})) in _OF_SITE
        ):
            raise CrawlError(
                f"{host} is no government's host and no site of the registry: a copy there is no "
                "evidence; if it speaks for the agency, make it a home page of the registry"
            )
        home = host if host in homes else own
        if not home:
            return archive.save_site(session, host, url), rules
        return archive.save_site(session, home, homes[home]), rules


def _may_follow(host: str, territory: Territory) -> bool:
    """Whether a redirect may be followed: on the site's hosts and those of the registry."""
    url = f"http://{host}/"
    return territory.allows(url) or territory.standing(url) is HostStanding.OTHER_SITE


def _take(
    database: Database, visitor: Visitor, site: SiteRecord, territory: Territory, url: str
) -> tuple[list[str], str, bool]:
    """Archives what stands at an address; its addresses, its column, and if that is new."""
    answer, judged = visitor.visit(url)
    if judged.outcome not in (Outcome.CONTENT, Outcome.FILE):
        raise CrawlError(f"{url}: no report there: {judged.reason or judged.outcome.value}")
    column = column_of(visitor, site.id, territory, answer, judged.page)
    met = [_document(site, answer, column)]
    met += _files(visitor, site, territory, answer, judged, column)
    now = dt.datetime.now(dt.UTC)
    with database.session() as session:
        known = column is not None and queries.column(session, site.id, column.url) is not None
        learned = column is not None and not known and host_of(column.url) == site.host
        learnt: list[Met] = [column] if column is not None and learned else []
        for one in [*learnt, *met]:
            note_met(session, visitor.store, visitor.crawl_id, one, now)
            keep_met(session, visitor.crawl_id, one, now)
    return [document.url for document in met], column.url if column else "", learned


def _files(
    visitor: Visitor,
    site: SiteRecord,
    territory: Territory,
    answer: Answer,
    judged: Judged,
    column: MetColumn | None,
) -> list[MetDocument]:
    """The files that a report page offers; one that does not come costs only itself."""
    if judged.page is None:
        return []
    page = Fetch(answer.url, Purpose.REPORT, 0.0)
    met = []
    for file in list(rendition_fetches(judged.page, page))[:MOST_FILES]:
        if not territory.allows(file.url):
            continue
        try:
            found, what = visitor.visit(file.url)
        except CrawlError:
            continue
        if what.outcome is Outcome.FILE:
            met.append(_document(site, found, column, parent=answer.url))
    return met


def _document(
    site: SiteRecord, answer: Answer, column: MetColumn | None, parent: str = ""
) -> MetDocument:
    return MetDocument(
        site.id,
        answer.url,
        answer.capture_id,
        answer.digest,
        column_url=column.url if column else "",
        parent_url=parent,
    )
