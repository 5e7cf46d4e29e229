"""Writes one table in one format, a few reports in memory at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy.orm import Session

from storage.export.formats.parquet import write_parquet
from storage.export.formats.sqlite import SqliteTable, write_sqlite
from storage.export.formats.text import write_csv, write_lines
from storage.export.formats.xlsx import write_xlsx
from storage.export.lines import coverage_line, report_lines
from storage.export.tables import Table, What, table
from storage.queries import ReportFilter, expectations


class ExportFormat(StrEnum):
    """The formats of an export."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    XLSX = "xlsx"
    SQLITE = "sqlite"


TEXT_FORMATS = (ExportFormat.JSONL, ExportFormat.CSV)
"""Those that a stream can take; the others need a file."""


def export_text(
    session: Session,
    what: What,
    export_format: ExportFormat,
    out: TextIO,
    wanted: ReportFilter | None = None,
) -> int:
    """Write a table to a stream; how many rows.

    JSON Lines of reports have every figure and issue in them, those of coverage the evidence. In
    CSV the header is the same whatever the data.
    """
    wanted = wanted or ReportFilter()
    if export_format is ExportFormat.JSONL:
        return write_lines(_lines(session, what, wanted), out)
    one = table(what)
    return write_csv(one.header, one.rows(session, wanted), out)


def export_file(
    session: Session,
    what: What,
    export_format: ExportFormat,
    path: Path,
    wanted: ReportFilter | None = None,
) -> int:
    """Write a table to a file, which appears when it is whole; how many rows.

    Raises:
        ExportError: the table does not fit the format.
    """
    wanted = wanted or ReportFilter()
    with _whole(path) as beside:
        if export_format in TEXT_FORMATS:
            with beside.open("w", encoding="utf-8", newline="") as out:
                return export_text(session, what, export_format, out, wanted)
        one = table(what)
        with closing(one.rows(session, wanted)) as rows:
            return _write(one, rows, export_format, beside)


def _write(
    one: Table, rows: Iterable[Mapping[str, Any]], export_format: ExportFormat, path: Path
) -> int:
    if export_format is ExportFormat.PARQUET:
        return write_parquet(one.fields, rows, path)
    if export_format is ExportFormat.XLSX:
        return write_xlsx(one.name, one.header, rows, path)
    return write_sqlite([SqliteTable(one.name, one.fields, one.key, rows)], path)


def _lines(session: Session, what: What, wanted: ReportFilter) -> Iterable[Mapping[str, Any]]:
    if what is What.REPORTS:
        return report_lines(session, wanted)
    if what is What.COVERAGE:
        years = () if wanted.report_year is None else (wanted.report_year,)
        found = expectations(
            session, years=years, agency_id=wanted.agency_id, province=wanted.province
        )
        return map(coverage_line, found)
    return table(what).rows(session, wanted)


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A path beside, which takes the place of this one at the end: nobody meets half a file."""
    beside = path.with_name(path.name + ".part")
    beside.unlink(missing_ok=True)
    try:
        yield beside
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
