"""Which documents are read together, and what a reader is told of each beforehand."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pipelines.identify.gather import Whereabouts
from pipelines.identify.titles import parse_title
from pipelines.jobs import ReadJob
from storage import queries
from storage.database import Session
from storage.records import ColumnRecord, DocumentRecord

_ANNUAL = ("年报", "年度报告")


def lots(documents: Iterable[DocumentRecord], size: int = 400) -> Iterator[list[DocumentRecord]]:
    """Documents in lots: a page together with its files, the older report years first.

    The year is the one its title names: a report is checked against the one of the year before,
    which is then written already.
    """
    families: dict[str, list[DocumentRecord]] = defaultdict(list)
    for document in documents:
        families[document.parent_url or document.url].append(document)
    lot: list[DocumentRecord] = []
    for family in sorted(families.values(), key=_year_named):
        lot += family
        if len(lot) >= size:
            yield lot
            lot = []
    if lot:
        yield lot


def _year_named(family: Sequence[DocumentRecord]) -> int:
    years = (parse_title(document.list_title).year for document in family)
    return next((year for year in years if year), dt.MAXYEAR)


def read_jobs(session: Session, documents: Iterable[DocumentRecord]) -> list[ReadJob]:
    """The jobs of some documents; one whose payload is not indexed has none."""
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
