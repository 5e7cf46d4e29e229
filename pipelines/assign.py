"""Documents to reports: what is no report, or nobody's, is written down as such."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from pipelines.identify.identify import Identity
from pipelines.identify.names import name_in_title
from pipelines.jobs import ReadResult
from pipelines.settle import Rendition, issue_drafts
from storage import archive, queries
from storage.database import Database, Session
from storage.records import DocumentRecord, Subject
from storage.vocabulary import DocumentState

Key = tuple[str, int]
"""Whose report of which year: agency id and report year."""


def group_by_report(
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
        read = [(one, results[one.id]) for one in documents if one.id in results]
        keys = {
            one.id: _key_of(session, one, result, pages.get(one.parent_url)) for one, result in read
        }
        offered = _offered(documents, keys)
        for document, result in read:
            key = keys[document.id]
            if key is None and not document.parent_url:
                key = _of_its_files(session, document, result.identity, offered)
            if key is not None:
                groups[key].append(Rendition(document, result))
            else:
                counts[_set_aside(session, document, result)] += 1
    return groups


def _offered(
    documents: Sequence[DocumentRecord], keys: Mapping[int, Key | None]
) -> dict[str, set[Key]]:
    """The reports that the files of each page are, by the page's address."""
    found: dict[str, set[Key]] = defaultdict(set)
    for document in documents:
        if document.parent_url and (key := keys.get(document.id)):
            found[document.parent_url].add(key)
    return found


def _of_its_files(
    session: Session,
    page: DocumentRecord,
    identity: Identity | None,
    offered: Mapping[str, set[Key]],
) -> Key | None:
    """The report that a page carries which does not say itself whose or of which year it is.

    All its files have to be that one, and nothing the page does say may speak against it.
    """
    if identity is None or identity.kind in ("lookalike", "unknown") or identity.unknown_name:
        return None
    keys = offered.get(page.url) or {
        (file.agency_id, file.report_year)
        for file in queries.documents(session, DocumentState.READ, parent_url=page.url)
        if file.agency_id and file.report_year
    }
    if len(keys) != 1:
        return None
    agency_id, year = key = next(iter(keys))
    fits = (
        identity.agency_id in (None, agency_id)
        and identity.report_year in (None, year)
        and (not identity.candidates or agency_id in identity.candidates)
    )
    return key if fits else None


def _key_of(
    session: Session, document: DocumentRecord, result: ReadResult, page: ReadResult | None
) -> Key | None:
    """Whose report of which year a document is; a file is what the page that offers it is."""
    own = key_of_identity(result.identity)
    if not document.parent_url:
        return own
    if result.identity is not None and result.identity.kind == "lookalike":
        return None
    if page is not None:
        if result.identity and result.identity.kind == "unknown" and _is_whole(page):
            return None  # 附件 of a full report that is not the report itself
        return key_of_identity(page.identity) or own
    parents = [
        d
        for d in queries.documents(session, url=document.parent_url)
        if d.agency_id and d.report_year
    ]
    if parents and parents[-1].agency_id and parents[-1].report_year:
        return parents[-1].agency_id, parents[-1].report_year
    return own


def key_of_identity(identity: Identity | None) -> Key | None:
    """Agency and year of an identity that has both."""
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
    elif identity.kind == "unknown" and _is_silent(result) and not document.parent_url:
        # listed where reports are, and nothing could be read: it may be any of them
        state, word = DocumentState.UNASSIGNED, "unassigned"
        reason = result.error or "nothing could be read"
    elif identity.kind in ("lookalike", "unknown") or document.parent_url:
        state, reason, word = DocumentState.REJECTED, identity.reason or identity.kind, "rejected"
    else:
        state, word = DocumentState.UNASSIGNED, "unassigned"
        reason = "; ".join(finding.message for finding in identity.findings)
    evidence = dict(identity.evidence) if identity else {}
    if identity and identity.agency_id and _is_named(identity):
        evidence["agency_id"] = identity.agency_id  # only the year could not be said
    if identity and (identity.candidates or identity.unknown_name):
        evidence |= {"candidates": list(identity.candidates), "unknown_name": identity.unknown_name}
    archive.set_document_state(session, document.id, state, reason, None, None, evidence)
    archive.clear_issues(session, Subject.DOCUMENT, document.id)
    for issue in issue_drafts(identity.findings if identity else ()):
        archive.save_issue(session, Subject.DOCUMENT, document.id, issue, _now())
    return word


def _is_silent(result: ReadResult) -> bool:
    """Whether a document said nothing: it is damaged, or a picture that nobody read."""
    return bool(result.error) or not (result.extracted and result.extracted.blocks)


def _is_named(identity: Identity) -> bool:
    """Whether a title names the agency: the owner of a site is only likely to be meant."""
    names: Any = identity.evidence.get("agency", ())
    return bool(name_in_title(names))


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
