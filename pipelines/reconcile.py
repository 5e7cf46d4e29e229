"""The database brought to what the archive holds: its index, and the crawls that it does not know.

On an empty database this is where rebuilding begins.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pipelines.chronicle import TABLE, replay
from storage import archive
from storage.database import Database, Session
from storage.records import Note
from storage.warc import WarcStore
from storage.warc.scan import ArchivedAnswer, ArchivedNote

Watch = Callable[[int, int], None]
_Place = tuple[str, int]


@dataclass
class Reconciled:
    """What came of it: numbers of answers that got a row, and of crawls taken up.

    ``tables`` says where the newest copy of each whole table is.
    """

    indexed: int = 0
    crawls: tuple[int, ...] = ()
    tables: dict[str, _Place] = field(default_factory=dict)


@dataclass
class _Notes:
    """Where the notes of each crawl are, and the newest copy of each table."""

    of_crawl: dict[int, list[_Place]] = field(default_factory=lambda: defaultdict(list))
    tables: dict[str, tuple[dt.datetime, _Place]] = field(default_factory=dict)

    def take(self, file: str, met: ArchivedNote) -> None:
        note, place = met.note, (file, met.offset)
        if note.kind == TABLE:
            name = note.about.rpartition(":")[2]
            if name not in self.tables or self.tables[name][0] <= note.at:
                self.tables[name] = note.at, place
        elif note.crawl_id is not None:
            self.of_crawl[note.crawl_id].append(place)


def reconcile(database: Database, store: WarcStore, watch: Watch) -> Reconciled:
    """Indexes every archived answer and replays the crawls that have no row.

    What is there already stays as it is, but rows that point to another place than where their
    record is are mended. Documents that are new wait to be read.

    Raises:
        ArchiveUnreachable: the object store does not answer.
    """
    with database.session() as session:
        known = archive.crawl_ids(session)
    notes, done = _Notes(), Reconciled()
    waiting: list[ArchivedAnswer] = []
    files = store.files()
    for number, file in enumerate(files, start=1):
        answers = []
        for met in store.scan(file):
            if isinstance(met, ArchivedNote):
                notes.take(file, met)
            else:
                answers.append(met)
        with database.session() as session:
            missing = archive.mend_places(session, answers)
            waiting += _index(session, file, missing)
        done.indexed += len(missing)
        watch(number, len(files))
    with database.session() as session:
        archive.index_answers(session, waiting)
    done.crawls = tuple(sorted(notes.of_crawl.keys() - known))
    for crawl_id in done.crawls:
        _replay(database, store, notes.of_crawl[crawl_id])
    with database.session() as session:
        archive.count_on(session)
    done.tables = {name: place for name, (_, place) in notes.tables.items()}
    return done


def _index(session: Session, file: str, answers: list[ArchivedAnswer]) -> list[ArchivedAnswer]:
    """Indexes the answers of a file; a crawl of which nothing else is known gets a row for them."""
    if any(one.crawl_id is None for one in answers):
        # each file is written by one process, and so for one crawl
        made = archive.next_crawl_id(session)
        archive.restore_crawl(session, made, answers[0].fetched_at, {"arguments": {"file": file}})
        answers = [one if one.crawl_id else one._replace(crawl_id=made) for one in answers]
    for crawl_id, first in {one.crawl_id: one for one in reversed(answers)}.items():
        archive.restore_crawl(session, crawl_id or 0, first.fetched_at, {})
    return archive.index_answers(session, answers)


def _replay(database: Database, store: WarcStore, places: list[_Place]) -> None:
    with database.session() as session:
        for note in _in_order(store, places):
            replay(session, note)


def _in_order(store: WarcStore, places: list[_Place]) -> Iterator[Note]:
    of_file: dict[str, list[int]] = defaultdict(list)
    for file, offset in places:
        of_file[file].append(offset)
    for file, offsets in sorted(of_file.items()):
        yield from store.notes(file, offsets)
