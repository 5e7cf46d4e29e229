"""Which documents are read together, and what a reader is told of each beforehand."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pipelines.identify.gather import Whereabouts
from pipelines.identify.titles import parse_title
from pipelines.jobs import ReadJob
from storage import queries
from storage.addresses import host_of
from storage.database import Session
from storage.records import ColumnRecord, DocumentRecord

SIZE = 400  # documents with all that was read of them in memory: some hundred MB at the most
_ANNUAL = ("年报", "年度报告")


def lots(documents: Iterable[DocumentRecord], size: int = SIZE) -> Iterator[list[DocumentRecord]]:
    """Documents in lots: a page together with its files, the older report years first.

    A report is checked against the one of the year before, which is then written already. What is
    known to belong to one report is in one lot.
    """
    families: dict[str, list[DocumentRecord]] = defaultdict(list)
    for document in documents:
        families[document.parent_url or document.url].append(document)
    lot: list[DocumentRecord] = []
    last: tuple[int, str] | None = None
    for report, family in sorted(
        ((_report(family), family) for family in families.values()), key=lambda pair: pair[0]
    ):
        if len(lot) >= size and not (report == last and report[1]):
            yield lot
            lot = []
        lot += family
        last = report
    if lot:
        yield lot


def _report(family: Sequence[DocumentRecord]) -> tuple[int, str]:
    """Year and agency of a page with its files, as far as known; else the year a title names."""
    for document in family:
        if document.agency_id and document.report_year:
            return document.report_year, document.agency_id
    years = (parse_title(document.list_title).year for document in family)
    return next((year for year in years if year), dt.MAXYEAR), ""


def read_jobs(session: Session, documents: Iterable[DocumentRecord]) -> list[ReadJob]:
    """The jobs of some documents; one whose payload is not indexed has none."""
    documents = list(documents)
    columns = queries.columns_by_id(session, {d.column_id for d in documents if d.column_id})
    proven = {
        proof.host: owner.host
        for proof in queries.proven_hosts(session)  # they are few; the sites may be many
        if (owner := queries.site(session, proof.site_id))
    }
    jobs = []
    for document in documents:
        location = queries.payload_location(session, document.digest)
        if location is not None:
            where = _whereabouts(document, columns)
            site = proven.get(host_of(document.url), "")
            jobs.append(
                ReadJob(document.id, document.url, location, where, document.parent_url, site)
            )
    return jobs


def _whereabouts(document: DocumentRecord, columns: dict[int, ColumnRecord]) -> Whereabouts:
    column = columns.get(document.column_id or 0)
    if column is None:
        return Whereabouts(document.url, document.list_title, listed_on=document.listed_on)
    path = tuple(dict.fromkeys((*column.breadcrumb, column.name)))
    annual = any(word in name for name in path for word in _ANNUAL)
    return Whereabouts(document.url, document.list_title, path, annual, document.listed_on)
