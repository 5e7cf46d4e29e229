"""A frozen folder of all tables, described and checksummed, to be cited and loaded anywhere."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import io
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TextIO

from sqlalchemy.orm import Session

from storage.errors import ExportError
from storage.export.datapackage import Resource, write_datapackage
from storage.export.dictionary import write_dictionary
from storage.export.fields import Field
from storage.export.formats.parquet import write_parquet
from storage.export.formats.sqlite import SqliteTable, write_sqlite
from storage.export.formats.text import write_csv
from storage.export.tables import Row, Table, What, table
from storage.queries import ReportFilter

SUMS_FILE = "SHA256SUMS"
_HERE = Path(__file__).parent
_ALL = ReportFilter()
_COMPRESSED = (What.FIGURES,)
_IN_PARQUET = (What.REPORTS, What.FIGURES)
_READ_ONLY = 0o444


@dataclass(frozen=True, slots=True)
class Release:
    """What was written: the rows of each table, and the SHA-256 of its list of checksums."""

    folder: Path
    rows: Mapping[What, int]
    digest: str


def write_release(
    session: Session, folder: Path, as_of: dt.date, cell_names: Mapping[str, str]
) -> Release:
    """Write every table into a new folder, which appears when it is whole.

    The same data give the same bytes.

    Args:
        session: a snapshot; all tables are of its moment.
        folder: must not be there yet.
        as_of: the day for which coverage was judged; it is the version of the release.
        cell_names: the label of each cell by its key, as the forms print it.

    Raises:
        ExportError: the folder is there already.
    """
    if folder.exists():
        raise ExportError(f"{folder}: is there already; a release is frozen, name a new folder")
    with _whole(folder) as beside:
        tables = [_named(table(what), cell_names) for what in What]
        seen = _Seen()
        resources = [_write_csv(session, one, beside, seen) for one in tables]
        for one in tables:
            if one.name in _IN_PARQUET:
                write_parquet(one.fields, one.rows(session, _ALL), beside / f"{one.name}.parquet")
        write_sqlite(
            [SqliteTable(one.name, one.fields, one.key, one.rows(session, _ALL)) for one in tables],
            beside / "nianbao.sqlite",
        )
        write_dictionary(tables, beside / "data-dictionary.md")
        shutil.copyfile(_HERE / "crosswalk.md", beside / "crosswalk.md")
        _write_readme(beside / "README.md", seen, as_of)
        write_datapackage(resources, as_of, beside)
        digest = _write_sums(beside)
    return Release(folder, dict(seen.rows), digest)


class _Seen:
    """What went by while the tables were written, for the README."""

    def __init__(self) -> None:
        self.rows: Counter[What] = Counter()
        self.agencies: set[str] = set()
        self.years: set[int] = set()

    def reports(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows of the reports, as they are."""
        for row in rows:
            self.agencies.add(row["agency_id"])
            self.years.add(row["report_year"])
            yield row


def _named(one: Table, cell_names: Mapping[str, str]) -> Table:
    def named(field: Field) -> Field:
        name = cell_names.get(field.name)
        return replace(field, meaning=f"{name}. {field.meaning}") if name else field

    return replace(one, fields=tuple(map(named, one.fields)))


def _write_csv(session: Session, one: Table, folder: Path, seen: _Seen) -> Resource:
    compressed = one.name in _COMPRESSED
    path = folder / f"{one.name}.csv{'.gz' if compressed else ''}"
    rows: Iterable[Row] = one.rows(session, _ALL)
    if one.name is What.REPORTS:
        rows = seen.reports(rows)
    with _opened(path, compressed=compressed) as out:
        seen.rows[one.name] = write_csv(one.header, rows, out)
    return Resource(one, path.name)


@contextmanager
def _opened(path: Path, *, compressed: bool) -> Iterator[TextIO]:
    if not compressed:
        with path.open("w", encoding="utf-8", newline="") as out:
            yield out
        return
    with (
        path.open("wb") as raw,
        # Without name and time, the same data give the same bytes.
        gzip.GzipFile("", "wb", compresslevel=6, fileobj=raw, mtime=0) as packed,
        io.TextIOWrapper(packed, encoding="utf-8", newline="") as out,
    ):
        yield out


def _write_readme(path: Path, seen: _Seen, as_of: dt.date) -> None:
    years = sorted(seen.years)
    text = (_HERE / "release.md").read_text(encoding="utf-8")
    path.write_text(
        text.format(
            as_of=as_of.isoformat(),
            reports=seen.rows[What.REPORTS],
            agencies=len(seen.agencies),
            years=f"{years[0]} to {years[-1]}" if years else "none",
            figures=seen.rows[What.FIGURES],
            issues=seen.rows[What.ISSUES],
            program=_program(),
        ),
        encoding="utf-8",
    )


def _program() -> str:
    try:
        return version("nianbao")
    except PackageNotFoundError:  # run from a copy of the repository
        return "(not installed)"


def _write_sums(folder: Path) -> str:
    files = sorted(folder.iterdir())
    lines = "".join(f"{digest_of(path)}  {path.name}\n" for path in files)
    (folder / SUMS_FILE).write_text(lines, encoding="utf-8")
    for path in (*files, folder / SUMS_FILE):
        path.chmod(_READ_ONLY)
    return hashlib.sha256(lines.encode()).hexdigest()


def digest_of(path: Path) -> str:
    """SHA-256 of a file in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _whole(folder: Path) -> Iterator[Path]:
    beside = folder.with_name(folder.name + ".part")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    try:
        yield beside
        beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
