"""What a crawl met, written into the archive beside the answers, and from there into rows again.

A capture is named by its WARC record: the numbers of rows are those of one database.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from pipelines.items import MetAgain, MetColumn, MetDocument, MetHost, VisitedSite
from pipelines.keep import keep_again, keep_column, keep_document, keep_host, keep_visit
from storage import archive, queries
from storage.database import Database, Session
from storage.records import Note, SiteRecord
from storage.warc import WarcStore

Met = MetColumn | MetDocument | MetHost | MetAgain | VisitedSite

KINDS: Mapping[str, Any] = {
    "column": MetColumn,
    "document": MetDocument,
    "host": MetHost,
    "again": MetAgain,
    "visit": VisitedSite,
}
BEGAN, ENDED, TABLE = "crawl", "crawl ended", "table"
_ADAPTERS: Mapping[str, TypeAdapter[Any]] = {
    kind: TypeAdapter(item) for kind, item in KINDS.items()
}
_NAMES = {item: kind for kind, item in KINDS.items()}


def note_met(session: Session, store: WarcStore, crawl_id: int, met: Met, at: dt.datetime) -> None:
    """Writes what the walk met into the archive.

    Raises:
        ArchiveError: the archive cannot be written.
    """
    kind = _NAMES[type(met)]
    content = {
        "met": _ADAPTERS[kind].dump_python(met, mode="json"),
        "records": {
            str(ident): record for ident, record in _records(session, _captures(met)).items()
        },
    }
    about = met.host if isinstance(met, VisitedSite | MetHost) else met.url
    store.note(Note(kind, about, at, content, crawl_id))


def keep_met(session: Session, crawl_id: int, met: Met, at: dt.datetime) -> None:
    """Writes the rows of what the walk met."""
    match met:
        case MetColumn():
            keep_column(session, crawl_id, met, at)
        case MetDocument():
            keep_document(session, met, at)
        case MetHost():
            keep_host(session, met, at)
        case MetAgain():
            keep_again(session, crawl_id, met, at)
        case VisitedSite():
            keep_visit(session, crawl_id, met, at)


def replay(session: Session, note: Note) -> None:
    """Writes what a note of the archive says into the database, whose index is complete."""
    if note.crawl_id is None:
        return
    if note.kind == BEGAN:
        archive.restore_crawl(session, note.crawl_id, note.at, note.content)
        archive.restore_sites(session, note.content["sites"])
    elif note.kind == ENDED:
        archive.finish_restored(session, note.crawl_id, note.at, note.content)
    elif note.kind in KINDS:
        met = _renumbered(session, _ADAPTERS[note.kind].validate_python(note.content["met"]), note)
        if met is not None:
            keep_met(session, note.crawl_id, met, note.at)


def note_beginning(
    database: Database, store: WarcStore, crawl_id: int, sites: Sequence[SiteRecord] = ()
) -> None:
    """Writes into the archive that a crawl begins, with which arguments, and its sites.

    Args:
        database: where the crawl is written down.
        store: the archive.
        crawl_id: the crawl.
        sites: its sites, where its arguments do not name them.

    Raises:
        ArchiveError: the archive cannot be written.
    """
    with database.snapshot() as session:
        crawl = queries.crawl(session, crawl_id)
        wanted = set(crawl.arguments.get("sites", ()))
        named = [site for site in queries.sites(session) if site.id in wanted]
    content = {
        "arguments": crawl.arguments,
        "machine": crawl.machine,
        "process": crawl.process,
        "sites": [{"id": s.id, "host": s.host, "home_url": s.home_url} for s in (*named, *sites)],
    }
    store.note(Note(BEGAN, f"urn:nianbao:crawl:{crawl_id}", crawl.started_at, content, crawl_id))


def note_end(database: Database, store: WarcStore, crawl_id: int) -> None:
    """Writes into the archive how a crawl ended.

    Raises:
        ArchiveError: the archive cannot be written.
    """
    with database.snapshot() as session:
        crawl = queries.crawl(session, crawl_id)
    content = {"outcome": crawl.outcome.value, "cause": crawl.cause, "counts": crawl.counts}
    at = crawl.finished_at or dt.datetime.now(dt.UTC)
    store.note(Note(ENDED, f"urn:nianbao:crawl:{crawl_id}", at, content, crawl_id))


def note_ends(database: Database, archive_url: str, crawl_ids: Iterable[int]) -> None:
    """Writes into the archive how some crawls ended, in a file of their own.

    Raises:
        ArchiveError: the archive cannot be written.
    """
    store = WarcStore(archive_url)
    try:
        for crawl_id in crawl_ids:
            note_end(database, store, crawl_id)
    finally:
        store.close()


def note_tables(database: Database, archive_url: str, names: Iterable[str]) -> None:
    """Writes whole tables into the archive: what nothing else there would tell.

    Raises:
        ArchiveError: the archive cannot be written.
    """
    store = WarcStore(archive_url)
    now = dt.datetime.now(dt.UTC)
    try:
        for name in names:
            with database.snapshot() as session:
                rows = archive.table_rows(session, name)
            store.note(Note(TABLE, f"urn:nianbao:table:{name}", now, {"rows": rows}))
    finally:
        store.close()


def _captures(met: Met) -> tuple[int, ...]:
    if isinstance(met, MetColumn):
        return met.captures
    return () if isinstance(met, VisitedSite) else (met.capture_id,)


def _records(session: Session, capture_ids: Iterable[int]) -> dict[int, str]:
    wanted = set(capture_ids) - {0}
    return queries.record_ids(session, wanted) if wanted else {}


def _renumbered(session: Session, met: Met, note: Note) -> Met | None:
    """What was met, with the captures as this database numbers them; None where one is lost."""
    if isinstance(met, VisitedSite):
        return met
    records: dict[str, str] = note.content["records"]
    ids = queries.captures_of_records(session, records.values()) if records else {}

    def here(ident: int) -> int:
        return ids.get(records.get(str(ident), ""), 0)

    if isinstance(met, MetColumn):
        return replace(met, captures=tuple(here(ident) for ident in met.captures))
    if met.capture_id and not here(met.capture_id):
        return None
    return replace(met, capture_id=here(met.capture_id))
