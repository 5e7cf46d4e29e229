"""The registry of agencies: its CSV is checked line by line, and taken whole or not at all."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from crawler.spiders.hosts import is_private
from storage.errors import RegistryError
from storage.records import AgencyRecord
from storage.vocabulary import AgencyClass

COLUMNS = (
    "id",
    "name",
    "short_name",
    "aliases",
    "class",
    "division_code",
    "province",
    "city",
    "county",
    "parent_id",
    "homepage",
    "first_report_year",
    "last_report_year",
    "due_override",
)
REQUIRED = ("id", "name", "class")
FIRST_YEAR = 2008  # 政府信息公开条例 (国务院令第492号) came into force on 1 May 2008
LAST_YEAR = 2100
MOST_LINES = 500_000

_ID = re.compile(r"^[\w.-]{1,64}$")
_DIVISION = re.compile(r"^(\d{6}|\d{9}|\d{12})$")  # GB/T 2260, and its extension to townships
_MONTH_DAY = re.compile(r"^(\d\d)-(\d\d)$", re.ASCII)


def read_registry(path: Path, known_ids: Iterable[str] = ()) -> list[AgencyRecord]:
    """The agencies of a CSV file in UTF-8 (with or without BOM) or GB 18030.

    Args:
        path: the file; its columns are ``COLUMNS``, in any order.
        known_ids: agencies of the database, which may be parents too.

    Raises:
        RegistryError: the file cannot be read, or any line is bad; ``problems`` names each bad line
            with its number and the reason.
    """
    lines = _lines(path)
    if not lines:
        raise RegistryError(
            f"{path}: no agencies in it; the first line names the columns, "
            "each other line is one agency"
        )
    if len(lines) > MOST_LINES:
        raise RegistryError(
            f"{path}: {len(lines)} lines, more than the {MOST_LINES} this program takes at once"
        )
    _check_columns(path, lines[0][1])
    ids = {(line.get("id") or "").strip() for _, line in lines} | set(known_ids)
    problems: list[str] = []
    agencies: list[AgencyRecord] = []
    seen: dict[str, int] = {}
    for number, line in lines:
        cells = {name: (value or "").strip() for name, value in line.items() if name}
        faults = _faults(cells, ids, seen, extra="" in line)
        seen.setdefault(cells.get("id", ""), number)
        problems += [f"line {number}: {fault}" for fault in faults]
        if not faults:
            agencies.append(agency_of(cells))
    problems += _circles(agencies)
    if problems:
        raise RegistryError(
            f"{path}: {len(problems)} bad lines, nothing was imported; "
            "correct them and import again",
            tuple(problems),
        )
    return agencies


def _lines(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Each row with the number of its line, as an editor counts them."""
    rows = csv.DictReader(io.StringIO(_text(path), newline=None), restkey="", strict=True)
    try:
        return [(rows.line_num, row) for row in rows]
    except csv.Error as error:
        raise RegistryError(
            f"{path}: line {rows.line_num}: no CSV from here on ({error}); "
            "look for a quotation mark that is not closed"
        ) from error


def _text(path: Path) -> str:
    try:
        body = path.read_bytes()
    except OSError as error:
        raise RegistryError(f"{path}: cannot be read: {error.strerror}") from error
    for charset in ("utf-8-sig", "gb18030"):
        try:
            return body.decode(charset).replace("\0", "")
        except UnicodeDecodeError:
            continue
    raise RegistryError(f"{path}: neither UTF-8 nor GB 18030; save it as UTF-8")


def _check_columns(path: Path, line: Mapping[str, str]) -> None:
    missing = [name for name in REQUIRED if name not in line]
    unknown = [name for name in line if name and name not in COLUMNS]
    if missing:
        raise RegistryError(
            f"{path}: line 1: no column {', '.join(missing)}; the columns are {','.join(COLUMNS)}"
        )
    if unknown:
        raise RegistryError(
            f"{path}: line 1: unknown column {', '.join(unknown)}; "
            f"the columns are {','.join(COLUMNS)}"
        )


def agency_of(cells: Mapping[str, str]) -> AgencyRecord:
    """An agency from cells that were found to be good."""

    def year(name: str) -> int | None:
        return int(cells[name]) if cells.get(name) else None

    aliases = tuple(
        dict.fromkeys(
            alias.strip() for alias in cells.get("aliases", "").split("|") if alias.strip()
        )
    )
    return AgencyRecord(
        id=cells["id"],
        name=cells["name"],
        short_name=cells.get("short_name", ""),
        aliases=aliases,
        cls=AgencyClass(cells["class"]),
        division_code=cells.get("division_code", ""),
        province=cells.get("province", ""),
        city=cells.get("city", ""),
        county=cells.get("county", ""),
        parent_id=cells.get("parent_id", ""),
        homepage=cells.get("homepage", ""),
        first_report_year=year("first_report_year"),
        last_report_year=year("last_report_year"),
        due_override=cells.get("due_override", ""),
    )


def faults_of(cells: Mapping[str, str], ids: set[str]) -> list[str]:
    """What is wrong with one agency; empty if nothing is."""
    return _faults(cells, ids, {}, extra=False)


def _faults(
    cells: Mapping[str, str], ids: set[str], seen: Mapping[str, int], *, extra: bool
) -> list[str]:
    faults = [f"{name} is empty" for name in REQUIRED if not cells.get(name)]
    if extra:
        faults.append("more cells than columns")
    ident = cells.get("id", "")
    if ident in seen and ident:
        faults.append(f"id {ident} stands on line {seen[ident]} already")
    if ident and not _ID.match(ident):
        faults.append(f"id {ident!r} may hold letters, digits, . _ and - only, 64 at most")
    faults += _fault_of_class(cells.get("class", ""))
    parent = cells.get("parent_id", "")
    if parent and parent == ident:
        faults.append(f"agency {ident} is its own parent")
    elif parent and parent not in ids:
        faults.append(f"parent_id {parent} is no agency of this file or the database")
    if cells.get("division_code") and not _DIVISION.match(cells["division_code"]):
        faults.append(
            f"division_code {cells['division_code']!r} has not 6, 9 or 12 digits (GB/T 2260)"
        )
    if not cells.get("homepage") and not parent:
        faults.append("neither homepage nor parent_id: nobody could find its reports")
    return [*faults, *_fault_of_homepage(cells.get("homepage", "")), *_faults_of_years(cells)]


def _fault_of_class(value: str) -> list[str]:
    if value and value not in {cls.value for cls in AgencyClass}:
        return [f"class {value!r} is none of {', '.join(AgencyClass)}"]
    return []


def _fault_of_homepage(url: str) -> list[str]:
    if not url:
        return []
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError as error:
        return [f"homepage {url!r} is no address: {error}"]
    if parts.scheme not in ("http", "https") or not host:
        return [f"homepage {url!r} does not begin with http:// or https:// and a host"]
    if is_private(host) or "." not in host:
        return [f"homepage {url!r} is a private address"]
    return []


def _faults_of_years(cells: Mapping[str, str]) -> list[str]:
    faults: list[str] = []
    years: dict[str, int] = {}
    for name in ("first_report_year", "last_report_year"):
        value = cells.get(name, "")
        if value.isdecimal() and FIRST_YEAR <= int(value) <= LAST_YEAR:
            years[name] = int(value)
        elif value:
            faults.append(f"{name} {value!r} is no year from {FIRST_YEAR} on")
    if len(years) == 2 and years["first_report_year"] > years["last_report_year"]:
        faults.append("first_report_year is after last_report_year")
    override = cells.get("due_override", "")
    if override and not _is_day(override):
        faults.append(f"due_override {override!r} is no MM-DD of every year")
    return faults


def _is_day(month_day: str) -> bool:
    match = _MONTH_DAY.match(month_day)
    try:
        return match is not None and bool(dt.date(2001, int(match[1]), int(match[2])))
    except ValueError:
        return False


def _circles(agencies: list[AgencyRecord]) -> list[str]:
    """Parents that lead back to their children: no column could ever be found for these."""
    parents = {agency.id: agency.parent_id for agency in agencies}
    problems = []
    for start in parents:
        path = {start}
        current = parents[start]
        while current and current not in path:
            path.add(current)
            current = parents.get(current, "")
        if current == start and parents[start] != start:
            problems.append(f"agency {start}: its parents lead back to itself")
    return problems
