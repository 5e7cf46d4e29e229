"""The reports of many documents: each is settled once for every state it had on the web."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from pipelines.assign import Key
from pipelines.coverage.deadlines import due_date
from pipelines.pool import ReadingPool
from pipelines.reads import read_archived
from pipelines.settle import Duty, Rendition, Standing, settle_report
from storage import queries
from storage.database import Database, Session
from storage.records import DocumentRecord


def settle_reports(
    database: Database,
    pool: ReadingPool,
    groups: Mapping[Key, Sequence[Rendition]],
    counts: Counter[str],
) -> list[Key]:
    """Writes the reports, older years first: a year's carry-over is checked against the last.

    Args:
        database: the database to write in.
        pool: readers for the documents read before.
        groups: by agency and year, the documents just read; those read before are added. An empty
            group is a report to be checked again.
        counts: is added to.

    Returns:
        The reports in the order in which they were written.
    """
    everything = _with_earlier(database, pool, groups)
    keys = sorted((key for key in groups if everything[key]), key=lambda key: (key[1], key[0]))
    for key in keys:
        agency, year = pool.agencies[key[0]], key[1]
        due = due_date(agency.cls, year, agency.due_override)
        with database.session() as session:
            states = _states(session, everything[key])
            duty = Duty(agency, year, due.on if due else None)
            counts["new_versions"] += settle_report(session, duty, states)
        counts["reports"] += 1
        counts["unread"] += all(one.result.error for one in states[-1].renditions)
    return keys


def _with_earlier(
    database: Database, pool: ReadingPool, groups: Mapping[Key, Sequence[Rendition]]
) -> dict[Key, list[Rendition]]:
    """The renditions just read, and all others of these reports, read now too."""
    earlier: dict[Key, list[DocumentRecord]] = {}
    with database.snapshot() as session:
        for key, fresh in groups.items():
            known = queries.documents(session, agency_id=key[0], report_year=key[1])
            met = {rendition.document.id for rendition in fresh}
            earlier[key] = [document for document in known if document.id not in met]
    wanted = [document for documents in earlier.values() for document in documents]
    results = read_archived(database, pool, wanted, _unwatched)
    found: dict[Key, list[Rendition]] = defaultdict(list)
    for key, fresh in groups.items():
        if all(d.id in results for d in earlier[key]):  # else versions would seem to be gone
            found[key] += fresh
            found[key] += (Rendition(d, results[d.id]) for d in earlier[key])
    return found


def _states(session: Session, renditions: Sequence[Rendition]) -> list[Standing]:
    """What stood on the web after each crawl that changed it, as far as is known.

    Of each address what was met there last. However late the documents are read, and in how many
    runs, the versions are those of the web, and a better reader makes no new one.
    """
    states: list[Standing] = []
    met: dict[str, Rendition] = {}
    gone: set[str] = set()
    events = _events(session, renditions)
    for _, of_crawl in groupby(events, key=lambda event: event.crawl_id):
        first = None
        for event in of_crawl:
            before = met.get(event.url), event.url in gone
            if event.rendition is None:
                gone.add(event.url)
            else:
                met[event.url] = event.rendition
                gone.discard(event.url)
            if (met.get(event.url), event.url in gone) != before:
                first = first or event.at
        standing = _standing(met, gone)
        if first and standing and (not states or states[-1].renditions != standing):
            states.append(Standing(first, standing))
    return states


class Event(NamedTuple):
    """An address in a crawl: what of the report was met there, None where it was not."""

    crawl_id: int
    at: dt.datetime
    url: str
    rendition: Rendition | None


def _events(session: Session, renditions: Sequence[Rendition]) -> list[Event]:
    read = {one.document.id: one for one in renditions}
    urls = {one.document.url for one in renditions}
    met = (
        Event(one.crawl_id, one.at, one.url, read.get(one.document_id))
        for one in queries.sightings_of(session, urls)
    )
    away = (
        Event(one.crawl_id, one.since, one.url, None) for one in queries.absences(session, urls)
    )
    return sorted([*met, *away], key=lambda event: event[:2])


def _standing(met: Mapping[str, Rendition], gone: Collection[str]) -> tuple[Rendition, ...]:
    """The renditions that can speak: not those of a page that is gone, if others were read."""
    there = tuple(
        one for url, one in met.items() if url not in gone and one.document.parent_url not in gone
    )
    readable = any(one.result.reading and one.result.reading.figures for one in there)
    return there if readable else tuple(met.values())


def _unwatched(done: int, total: int) -> None:
    """The few renditions read before need no progress bar."""
