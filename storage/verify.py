"""Fixity: every record against its digest, the index against the files, the database in itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.errors import RecordMissing
from storage.models import (
    Capture,
    Document,
    Payload,
    Report,
    ReportVersion,
    VersionSource,
)
from storage.warc import WarcStore
from storage.warc.reader import WalkedRecord
from storage.warc.records import warc_digest


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it should be: where, and what."""

    where: str
    what: str


@dataclass(slots=True)
class VerifyReport:
    """What a verification read and found.

    ``unindexed`` counts sound records without a row: the process died, or its transaction was
    rolled back, between the two. They are no problem.
    """

    files: int = 0
    records: int = 0
    indexed: int = 0
    unindexed: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.problems


class _Entry(NamedTuple):
    record_id: str
    digest: str
    url: str


def verify(
    session: Session, store: WarcStore, progress: Callable[[int, int], None] | None = None
) -> VerifyReport:
    """Read everything again and list what is not as it should be.

    Args:
        session: a session of the database, best a snapshot.
        store: the archive.
        progress: told the files done and the files in all, after each file.
    """
    report = VerifyReport()
    # Of one moment: what a crawl adds while this runs is looked at the next time.
    indexed = set(session.scalars(select(Capture.warc_file).distinct()))
    files = sorted(indexed | set(store.files()))
    for done, file in enumerate(files, start=1):
        _verify_file(session, store, file, report)
        if progress is not None:
            progress(done, len(files))
    report.problems.extend(_database_problems(session))
    return report


def _verify_file(session: Session, store: WarcStore, file: str, report: VerifyReport) -> None:
    entries = _entries(session, file)
    report.files += 1
    report.indexed += len(entries)
    try:
        for record in store.walk(file):
            entry = entries.pop(record.offset, None)
            report.records += 1
            if _is_being_appended(store, file, record, entry):
                continue
            what = _problem(record, entry)
            if what:
                report.problems.append(Problem(f"{file} at byte {record.offset}", what))
            elif entry is None and record.record_type in ("response", "revisit"):
                report.unindexed += 1
    except RecordMissing as error:
        report.problems.append(Problem(file, f"{error} ({len(entries)} captures are in it)"))
        return
    for offset, entry in sorted(entries.items()):
        report.problems.append(
            Problem(f"{file} at byte {offset}", f"no record there; the index has {entry.url}")
        )


def _entries(session: Session, file: str) -> dict[int, _Entry]:
    rows = session.execute(
        select(Capture.warc_offset, Capture.warc_record_id, Capture.digest, Capture.url).where(
            Capture.warc_file == file
        )
    )
    return {offset: _Entry(*entry) for offset, *entry in rows}


def _is_being_appended(
    store: WarcStore, file: str, record: WalkedRecord, entry: _Entry | None
) -> bool:
    return bool(record.problem) and entry is None and store.is_being_written(file)


def _problem(record: WalkedRecord, entry: _Entry | None) -> str:
    if record.problem:
        return f"{record.problem} ({entry.url if entry else 'not in the index'})"
    if entry is None:
        return ""
    if record.record_id != entry.record_id:
        return f"holds {record.record_id}, the index has {entry.record_id} of {entry.url}"
    if record.digest != warc_digest(entry.digest):
        return f"is of payload {record.digest}, the index says {warc_digest(entry.digest)}"
    return ""


def _database_problems(session: Session) -> Iterator[Problem]:
    for capture_id, url in session.execute(
        select(Capture.id, Capture.url)
        .outerjoin(Payload, Payload.digest == Capture.digest)
        .where(Payload.digest.is_(None))
    ):
        yield Problem(f"capture {capture_id}", f"its payload is not in the index: {url}")
    for digest, url in session.execute(
        select(Payload.digest, Payload.url)
        .outerjoin(Capture, Capture.warc_record_id == Payload.warc_record_id)
        .where(Capture.id.is_(None))
    ):
        yield Problem(f"payload {digest}", f"no capture brought it: {url}")
    for document_id, url in session.execute(
        select(Document.id, Document.url)
        .outerjoin(Payload, Payload.digest == Document.digest)
        .where(Payload.digest.is_(None))
    ):
        yield Problem(f"document {document_id}", f"its payload is not in the index: {url}")
    yield from _report_problems(session)


def _report_problems(session: Session) -> Iterator[Problem]:
    for version_id, url in session.execute(
        select(ReportVersion.id, ReportVersion.source_url)
        .outerjoin(VersionSource, VersionSource.document_id == ReportVersion.document_id)
        .outerjoin(Document, Document.id == ReportVersion.document_id)
        .where(VersionSource.document_id.is_(None) | Document.id.is_(None))
    ):
        yield Problem(f"version {version_id}", f"no document gives it: {url}")
    counted = select(func.count()).where(ReportVersion.report_id == Report.id).scalar_subquery()
    for report_id, count, found in session.execute(
        select(Report.id, Report.version_count, counted).where(Report.version_count != counted)
    ):
        yield Problem(f"report {report_id}", f"should have {count} versions, has {found}")
