"""Archive → text → tables → checks → rows. Safe to run again: the same bytes give the same rows."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass

from pipelines.coverage.deadlines import due_date
from pipelines.identify.gather import Whereabouts
from pipelines.identify.identify import Identity
from pipelines.jobs import ReadJob, ReadResult
from pipelines.pool import read_documents
from pipelines.settle import Rendition, issue_drafts, settle_report
from storage import archive, queries
from storage.config import settings
from storage.database import Database, Session
from storage.records import ColumnRecord, DocumentRecord, Subject
from storage.vocabulary import DocumentState

Watch = Callable[[int, int], None]
Key = tuple[str, int]

_ANNUAL = ("年报", "年度报告")


@dataclass(frozen=True)
class ProcessSummary:
    """What reading came to: numbers of documents and of reports."""

    documents: int = 0
    reports: int = 0
    new_versions: int = 0
    unread: int = 0
    unassigned: int = 0
    rejected: int = 0

    def as_dict(self) -> dict[str, int]:
        """The numbers by name."""
        return asdict(self)

    def sentence(self) -> str:
        """The numbers in a line."""
        return (
            f"{self.documents} documents read: {self.reports} reports, "
            f"{self.new_versions} new versions, {self.unread} unreadable, "
            f"{self.unassigned} unassigned, {self.rejected} no reports"
        )


def process_pending(database: Database, *, watch: Watch) -> ProcessSummary:
    """Reads what was archived and not read yet."""
    with database.snapshot() as session:
        documents = list(queries.documents(session, DocumentState.PENDING))
    return process_documents(database, documents, watch=watch)


def process_all(database: Database, *, watch: Watch) -> ProcessSummary:
    """Reads every archived document again, for instance with a better reader."""
    with database.snapshot() as session:
        documents = list(queries.documents(session))
    return process_documents(database, documents, watch=watch)


def process_report(
    database: Database, agency_id: str, year: int, *, watch: Watch
) -> ProcessSummary:
    """Reads the documents of one report again."""
    with database.snapshot() as session:
        documents = list(queries.documents(session, agency_id=agency_id, report_year=year))
    return process_documents(database, documents, watch=watch)


def process_documents(
    database: Database, documents: Sequence[DocumentRecord], *, watch: Watch
) -> ProcessSummary:
    """Reads some documents (again) and writes what comes of them."""
    counts: Counter[str] = Counter()
    results = _read(database, documents, watch)
    groups = _groups(database, documents, results, counts)
    touched = _settle(database, groups, counts)
    # a report read after the one of the year after: that one's carry-over is checked again
    later = [(agency, year + 1) for agency, year in touched if (agency, year + 1) not in touched]
    _settle(database, {key: [] for key in later if _exists(database, key)}, Counter())
    with database.session() as session:
        archive.assign_listing_rows(session, [document.id for document in documents])
    counts["documents"] = len(documents)
    return ProcessSummary(**counts)


def _exists(database: Database, key: Key) -> bool:
    with database.snapshot() as session:
        return queries.report(session, *key) is not None


# ------------------------------------------------------------------ reading


def _read(
    database: Database, documents: Sequence[DocumentRecord], watch: Watch
) -> dict[int, ReadResult]:
    with database.snapshot() as session:
        jobs = _jobs(session, documents)
        agencies = queries.agencies(session)
    results: dict[int, ReadResult] = {}
    for result in read_documents(jobs, settings().archive, agencies):
        results[result.document_id] = result
        watch(len(results), len(jobs))
    return results


def _jobs(session: Session, documents: Iterable[DocumentRecord]) -> list[ReadJob]:
    columns = {column.id: column for column in queries.columns(session)}
    jobs = []
    for document in documents:
        location = queries.payload_location(session, document.digest)
        if location is not None:
            where = _whereabouts(document, columns)
            jobs.append(ReadJob(document.id, document.url, location, where, document.parent_url))
    return jobs


def _whereabouts(document: DocumentRecord, columns: dict[int, ColumnRecord]) -> Whereabouts:
    column = columns.get(document.column_id or 0)
    if column is None:
        return Whereabouts(document.url, document.list_title)
    path = tuple(dict.fromkeys((*column.breadcrumb, column.name)))
    annual = any(word in name for name in path for word in _ANNUAL)
    return Whereabouts(document.url, document.list_title, path, annual)


# ------------------------------------------------------------------ whose


def _groups(
    database: Database,
    documents: Sequence[DocumentRecord],
    results: dict[int, ReadResult],
    counts: Counter[str],
) -> dict[Key, list[Rendition]]:
    """Documents by report; what is no report, or nobody's, is written down as such."""
    pages = {
        document.url: results.get(document.id) for document in documents if not document.parent_url
    }
    groups: dict[Key, list[Rendition]] = defaultdict(list)
    with database.session() as session:
        for document in documents:
            result = results.get(document.id)
            if result is None:
                continue
            key = _key_of(session, document, result, pages.get(document.parent_url))
            if key is not None:
                groups[key].append(Rendition(document, result))
            else:
                counts[_set_aside(session, document, result)] += 1
    return groups


def _key_of(
    session: Session, document: DocumentRecord, result: ReadResult, page: ReadResult | None
) -> Key | None:
    """Whose report of which year a document is; a file is what the page that offers it is."""
    own = _key(result.identity)
    if not document.parent_url:
        return own
    if result.identity is not None and result.identity.kind == "lookalike":
        return None
    if page is not None:
        if result.identity and result.identity.kind == "unknown" and _is_whole(page):
            return None  # 附件 of a full report that is not the report itself
        return _key(page.identity) or own
    parents = [
        d
        for d in queries.documents(session, url=document.parent_url)
        if d.agency_id and d.report_year
    ]
    if parents and parents[-1].agency_id and parents[-1].report_year:
        return parents[-1].agency_id, parents[-1].report_year
    return own


def _key(identity: Identity | None) -> Key | None:
    if identity is None or identity.agency_id is None or identity.report_year is None:
        return None
    return identity.agency_id, identity.report_year


def _is_whole(page: ReadResult) -> bool:
    return page.identity is not None and page.identity.kind == "report"


def _set_aside(session: Session, document: DocumentRecord, result: ReadResult) -> str:
    """Writes down why a document is in no report; the word it is counted under."""
    identity = result.identity
    if identity is None:
        state, reason, word = DocumentState.UNREAD, result.error, "unread"
    elif identity.kind in ("lookalike", "unknown") or document.parent_url:
        state, reason, word = DocumentState.REJECTED, identity.reason or identity.kind, "rejected"
    else:
        state, word = DocumentState.UNASSIGNED, "unassigned"
        reason = "; ".join(finding.message for finding in identity.findings)
    evidence = dict(identity.evidence) if identity else {}
    if identity and (identity.candidates or identity.unknown_name):
        evidence |= {"candidates": list(identity.candidates), "unknown_name": identity.unknown_name}
    archive.set_document_state(session, document.id, state, reason, None, None, evidence)
    archive.clear_issues(session, Subject.DOCUMENT, document.id)
    for issue in issue_drafts(identity.findings if identity else ()):
        archive.save_issue(session, Subject.DOCUMENT, document.id, issue, _now())
    return word


# ------------------------------------------------------------------ versions


def _settle(
    database: Database, groups: dict[Key, list[Rendition]], counts: Counter[str]
) -> set[Key]:
    """Writes the reports, older years first: a year's carry-over is checked against the last."""
    with database.snapshot() as session:
        agencies = {agency.id: agency for agency in queries.agencies(session)}
    for key in sorted(groups, key=lambda key: (key[1], key[0])):
        renditions = _with_earlier(database, key, groups[key])
        if not renditions:
            continue
        agency, year = agencies[key[0]], key[1]
        due = due_date(agency.cls, year, agency.due_override)
        with database.session() as session:
            saved = settle_report(session, agency, year, renditions, due.on if due else None)
        counts["reports"] += 1
        counts["new_versions"] += saved.change is not None
        counts["unread"] += all(rendition.result.error for rendition in renditions)
    return set(groups)


def _with_earlier(database: Database, key: Key, fresh: Sequence[Rendition]) -> list[Rendition]:
    """The renditions just read and those read before: for each address the newest payload."""
    with database.snapshot() as session:
        earlier = list(queries.documents(session, agency_id=key[0], report_year=key[1]))
    new_urls = {rendition.document.url for rendition in fresh}
    newest: dict[str, DocumentRecord] = {}
    for document in sorted(earlier, key=lambda one: (one.last_seen_at, one.id)):
        if document.url not in new_urls:
            newest[document.url] = document
    results = _read(database, list(newest.values()), _unwatched) if newest else {}
    known = [
        Rendition(document, results[document.id])
        for document in newest.values()
        if document.id in results
    ]
    return [*_newest_of(fresh), *known]


def _newest_of(fresh: Sequence[Rendition]) -> list[Rendition]:
    newest: dict[str, Rendition] = {}
    for rendition in sorted(fresh, key=lambda one: (one.document.last_seen_at, one.document.id)):
        newest[rendition.document.url] = rendition
    return list(newest.values())


def _unwatched(done: int, total: int) -> None:
    """The few renditions read before need no progress bar."""


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
