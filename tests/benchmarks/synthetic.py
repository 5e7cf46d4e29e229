"""An archive of any number of reports, invented: for how long answers take, not for what they say.

The rows have the shape of those that the writes of the archive make, and are put in by the hundred.
Texts and figures are drawn four thousand times and said by many reports each.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import random
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, islice
from typing import Any, NamedTuple

from sqlalchemy import Column, LargeBinary, MetaData, Table, insert

from storage.database import Database, Session
from storage.form import APPLICANTS, CASE_BLOCKS, PROACTIVE, cells
from storage.models import (
    Agency,
    Capture,
    CaseOutcome,
    Crawl,
    Document,
    Expectation,
    Passage,
    Payload,
    ProactiveDisclosure,
    Report,
    ReportVersion,
    RequestOutcome,
    VersionSource,
)
from storage.models.passages import first_passage, indexed, passage_terms
from storage.vocabulary import (
    AgencyClass,
    CellState,
    CrawlOutcome,
    DocumentState,
    ExpectationState,
    Medium,
    VersionChange,
)

YEARS = range(2016, 2026)
PROVINCES = 30
AT_ONCE = 500
CONTENTS = 4000
_FORM = "ogi_2021"
_MORNING = dt.datetime(2026, 1, 20, 1, tzinfo=dt.UTC)
_PLACES = 100  # of a province: ten cities with ten counties each, the first of which is the city
_WORDS = 3000
_SENTENCES = 24

Rows = dict[Any, list[dict[str, Any]]]
_CELLS = tuple(key for key in cells() if key.startswith(("t3.", "t4.")))
# The documents come deflated once, for both databases.
_VERSIONS = Table(
    "report_version",
    MetaData(),
    *(
        Column(
            column.name, LargeBinary() if column.name in ("figures", "sections") else column.type
        )
        for column in ReportVersion.__table__.columns
    ),
)


class Scene(NamedTuple):
    """What there is to ask: agencies by id, provinces, and words from frequent to rare."""

    agencies: tuple[str, ...]
    provinces: tuple[str, ...]
    words: tuple[str, ...]


def scene(reports: int) -> Scene:
    """The scene of an archive of so many reports."""
    count = -(-reports // len(YEARS))
    provinces = tuple(f"省{number:02}" for number in range(PROVINCES))
    return Scene(tuple(f"a{number:06}" for number in range(count)), provinces, _vocabulary())


def fill(databases: list[Database], reports: int, told: Callable[[int], None]) -> None:
    """Write so many reports, with registry and coverage, into each of some databases."""
    there = scene(reports)
    for database in databases:
        with database.session() as session:
            session.execute(
                insert(Agency), [_agency(number) for number in range(len(there.agencies))]
            )
            session.execute(insert(Crawl), [_crawl()])
    stream = _reports(reports)
    done = 0
    while some := list(islice(stream, AT_ONCE)):
        rows = _merged(some)
        for database in databases:
            with database.session() as session:
                _write(session, rows)
        done += len(some)
        told(done)


def _write(session: Session, rows: Rows) -> None:
    for table, some in rows.items():
        session.execute(insert(table), some)


def _merged(some: list[Rows]) -> Rows:
    out: Rows = defaultdict(list)
    for rows in some:
        for table, of_report in rows.items():
            out[table] += of_report
    return out


class _Content(NamedTuple):
    """What a report says: drawn once, and said by many reports."""

    terms: list[tuple[str, tuple[str, ...]]]
    sections: bytes
    figures: bytes
    requests: list[dict[str, Any]]
    cases: list[dict[str, Any]]


def _contents(count: int) -> tuple[_Content, ...]:
    chance = random.Random(1)  # noqa: S311 - the same archive every time
    words = _vocabulary()
    weights = list(accumulate(1 / (rank + 3) for rank in range(_WORDS)))
    return tuple(_content(chance, words, weights) for _ in range(count))


def _content(chance: random.Random, words: Sequence[str], weights: Sequence[float]) -> _Content:
    text = "".join(
        f"{''.join(chance.choices(words, cum_weights=weights, k=8))}{chance.randrange(500)}件。"
        for _ in range(_SENTENCES)
    )
    sections = [["overview", "一", "总体情况", text]]
    figures = {key: chance.randrange(200) for key in _CELLS}
    number = CellState.NUMBER
    printed = {key: [str(value), value, number, 0, 0, 0, 1.0, ""] for key, value in figures.items()}
    rows = indexed(0, 0, sections)
    keys = [one["section_key"] for one in rows.passages]
    return _Content(
        list(zip(keys, (one["terms"] for one in rows.terms), strict=True)),
        _deflated(sections),
        _deflated(printed),
        [{"applicant": who} | _column(figures, who) for who in APPLICANTS],
        [{"block": block} | _block(figures, block) for block in CASE_BLOCKS],
    )


def _reports(count: int) -> Iterator[Rows]:
    contents = _contents(min(count, CONTENTS))
    chance = random.Random(4)  # noqa: S311
    for number in range(count):
        yield _report(number, chance.choice(contents), late=chance.random() < 0.1)


def _report(number: int, content: _Content, *, late: bool) -> Rows:
    ident, place, year = number + 1, number // len(YEARS), YEARS[number % len(YEARS)]
    agency = _agency(place)
    url = f"http://www.example.org/{ident}"
    digest = hashlib.sha256(url.encode()).hexdigest()
    of_year = {
        "report_id": ident,
        "report_year": year,
        "form": _FORM,
        "valid": True,
        "agency_id": agency["id"],
        "agency_name": agency["name"],
        "agency_class": agency["cls"],
        **{name: agency[name] for name in ("province", "city", "county")},
    }
    first = first_passage(year, ident)
    return {
        **_archived(ident, url, digest),
        Document: [_document(ident, url, digest, agency["id"], year)],
        Report: [_row_of_report(ident, agency["id"], year)],
        _VERSIONS: [_version(ident, url, agency["name"], year, content)],
        VersionSource: [{"document_id": ident, "version_id": ident, "seen_at": _MORNING}],
        RequestOutcome: [of_year | row for row in content.requests],
        ProactiveDisclosure: [
            of_year | {"item": item, "provision": table} for table, item in PROACTIVE
        ],
        CaseOutcome: [of_year | row for row in content.cases],
        Expectation: [_expectation(agency["id"], year, late=late)],
        Passage: [
            {"id": first + place, "version_id": ident, "section_key": key}
            for place, (key, _) in enumerate(content.terms)
        ],
        passage_terms: [
            {"rowid": first + place, "terms": terms}
            for place, (_, terms) in enumerate(content.terms)
        ],
    }


def _column(figures: dict[str, int], who: str) -> dict[str, int]:
    keys = [key.split(".") for key in figures]
    return {row: figures[f"{t}.{row}.{c}"] for t, row, c in keys if (t, c) == ("t3", who)}


def _block(figures: dict[str, int], block: str) -> dict[str, int]:
    keys = [key.split(".") for key in figures]
    return {c: figures[f"{t}.{row}.{c}"] for t, row, c in keys if (t, row) == ("t4", block)}


def _archived(ident: int, url: str, digest: str) -> Rows:
    record = {
        "warc_file": f"nianbao-{ident // 1000}.warc.gz",
        "warc_offset": ident,
        "warc_record_id": f"<urn:uuid:{ident}>",
    }
    return {
        Payload: [
            {
                "digest": digest,
                "size": 30_000,
                "media_type": "text/html",
                "first_fetched_at": _MORNING,
                "url": url,
                **record,
            }
        ],
        Capture: [
            {
                "id": ident,
                "crawl_id": 1,
                "url": url,
                "fetched_at": _MORNING,
                "status": 200,
                "digest": digest,
                "media_type": "text/html",
                "transport": "https verified",
                "etag": "",
                "last_modified": "",
                "size": 30_000,
                "record_type": "response",
                **record,
            }
        ],
    }


def _document(ident: int, url: str, digest: str, agency_id: str, year: int) -> dict[str, Any]:
    return {
        "id": ident,
        "url": url,
        "host": "www.example.org",
        "digest": digest,
        "capture_id": ident,
        "medium": Medium.HTML,
        "state": DocumentState.READ,
        "list_title": "",
        "parent_url": "",
        "agency_id": agency_id,
        "report_year": year,
        "reason": "",
        "evidence": {},
        "reader_version": 1,
        "first_seen_at": _MORNING,
        "last_seen_at": _MORNING,
    }


def _row_of_report(ident: int, agency_id: str, year: int) -> dict[str, Any]:
    return {
        "id": ident,
        "agency_id": agency_id,
        "report_year": year,
        "version_count": 1,
        "first_seen_at": _MORNING,
    }


def _version(ident: int, url: str, name: str, year: int, content: _Content) -> dict[str, Any]:
    return {
        "id": ident,
        "report_id": ident,
        "number": 1,
        "change": VersionChange.FIRST,
        "form": _FORM,
        "title": f"{name}{year}年政府信息公开工作年度报告",
        "published_on": dt.date(year + 1, 1, 20),
        "valid": True,
        "invalid_reason": "",
        "source_url": url,
        "medium": Medium.HTML,
        "document_id": ident,
        "content_digest": str(ident),
        "first_seen_at": _MORNING,
        "figures": content.figures,
        "sections": content.sections,
        "evidence": {},
    }


def _deflated(value: object) -> bytes:
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), 6)


def _expectation(agency_id: str, year: int, *, late: bool) -> dict[str, Any]:
    return {
        "agency_id": agency_id,
        "report_year": year,
        "due_on": dt.date(year + 1, 1, 31),
        "rule": "条例第四十九条",
        "state": ExpectationState.FOUND_LATE if late else ExpectationState.FOUND_ON_TIME,
        "first_seen": _MORNING,
        "published_on": dt.date(year + 1, 1, 20),
        "evidence": {"capture": 1},
    }


def _agency(number: int) -> dict[str, Any]:
    place, rank = number // PROVINCES % _PLACES, number // (PROVINCES * _PLACES)
    province, city = f"省{number % PROVINCES:02}", f"市{place // 10}"
    county = f"县{place % 10}" if place % 10 else ""
    return {
        "id": f"a{number:06}",
        "name": f"{province}{city}{county}{f'{rank}局' if rank else '人民政府'}",
        "short_name": "",
        "cls": AgencyClass.DEPARTMENT if rank else AgencyClass.GOVERNMENT,
        "division_code": "",
        "province": province,
        "city": city,
        "county": county,
        "homepage": "",
        "due_override": "",
    }


def _crawl() -> dict[str, Any]:
    return {
        "id": 1,
        "arguments": {},
        "machine": "",
        "process": 1,
        "started_at": _MORNING,
        "outcome": CrawlOutcome.FINISHED,
        "cause": "",
        "counts": {},
    }


def _vocabulary() -> tuple[str, ...]:
    """Words of two characters; the first ones are the most frequent in the texts."""
    chance = random.Random(2)  # noqa: S311
    common = [chr(0x4E00 + number) for number in range(0, 2400, 3)]
    return tuple("".join(chance.choices(common, k=2)) for _ in range(_WORDS))
