"""What the API answers."""

from __future__ import annotations

import datetime as dt
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from storage.vocabulary import (
    AgencyClass,
    AlertKind,
    CellState,
    ExpectationState,
    Fault,
    Medium,
    Severity,
    VersionChange,
)

Item = TypeVar("Item")


class Answer(BaseModel):
    """A part of an answer; made of a record with fields of the same names."""

    model_config = ConfigDict(from_attributes=True)


class Page(BaseModel, Generic[Item]):
    """A page of a list; ``next`` is the path of the next one, null on the last."""

    items: list[Item]
    next: str | None


class Agency(Answer):
    """Who owes a report."""

    id: str
    name: str
    short_name: str
    aliases: list[str]
    cls: AgencyClass = Field(serialization_alias="class")
    division_code: str
    province: str
    city: str
    county: str
    parent_id: str
    homepage: str
    first_report_year: int | None
    last_report_year: int | None


class Suggestion(Answer):
    """An agency that may be meant, and the name in which the text stands."""

    agency_id: str
    name: str
    matched: str
    province: str
    city: str
    county: str


class Report(Answer):
    """A report by its newest version."""

    agency_id: str
    agency_name: str
    province: str
    report_year: int
    state: ExpectationState | None
    valid: bool
    form: str
    title: str
    source_url: str
    medium: Medium
    media_type: str
    published_on: dt.date | None
    first_seen_at: dt.datetime
    gone_since: dt.datetime | None
    withdrawn_at: dt.datetime | None
    version_count: int
    error_count: int
    href: str


class Figure(Answer):
    """A cell as published: raw text, value and state apart."""

    raw: str
    value: int | float | None
    state: CellState
    confidence: float
    doubt: str


class Section(Answer):
    """A section of a report's text."""

    key: str
    number: str
    heading: str
    text: str


class Issue(Answer):
    """A rule that does not hold."""

    rule: str
    severity: Severity
    fault: Fault
    message: str
    cells: list[str]
    formula: str
    first_seen_at: dt.datetime


class ReportIssue(Issue):
    """An issue in the newest version of a report."""

    agency_id: str
    report_year: int


class Archived(Answer):
    """Where the bytes of a version are in the archive."""

    sha256: str
    warc_file: str
    warc_offset: int
    warc_record_id: str


class VersionSummary(Answer):
    """A version without what was read in it.

    ``permalink`` names it by the SHA-256 of the archived document: it stays, whatever is read.
    """

    number: int
    change: VersionChange
    valid: bool
    form: str
    title: str
    published_on: dt.date | None
    not_seen_at: dt.datetime | None
    first_seen_at: dt.datetime
    last_seen_at: dt.datetime
    replaced_at: dt.datetime | None
    source_url: str
    permalink: str


class Version(VersionSummary):
    """What was published of a report from one day to another."""

    invalid_reason: str
    medium: Medium
    media_type: str
    source_urls: list[str]
    content_digest: str
    archived: Archived | None
    sections: list[Section]
    figures: dict[str, Figure]
    issues: list[Issue]


class WholeReport(Answer):
    """A report, its newest version and the list of all."""

    report: Report
    version: Version
    versions: list[VersionSummary]


class PermanentVersion(Answer):
    """One version of a report, under its permalink."""

    agency_id: str
    agency_name: str
    report_year: int
    version: Version


class CellChange(Answer):
    """A cell that prints something else; null where it is not there."""

    cell: str
    before: Figure | None
    after: Figure | None


class TextChange(Answer):
    """Sentences of a section that went, and those that came in their place."""

    section: str
    before: list[str]
    after: list[str]


class Difference(Answer):
    """What differs between two versions."""

    before: VersionSummary
    after: VersionSummary
    cells: list[CellChange]
    text: list[TextChange]


class Expectation(Answer):
    """What an agency owes for a year, and what can be said of it."""

    agency_id: str
    report_year: int
    state: ExpectationState
    due_on: dt.date | None
    rule: str
    first_seen: dt.datetime | None
    published_on: dt.date | None
    evidence: dict[str, Any]


class Alert(Answer):
    """An event that people are told of."""

    id: int
    kind: AlertKind
    agency_id: str | None
    report_year: int | None
    day: dt.date
    decided_at: dt.datetime
    facts: dict[str, Any]
    settled_at: dt.datetime | None


class Measure(Answer):
    """Something that can be reckoned."""

    key: str
    name: str
    chinese: str
    kind: str
    first_year: int
    href: str


class Statistic(Answer):
    """A measure of one group and year, with what it was reckoned from."""

    group: dict[str, str]
    report_year: int
    value: float | None
    counted: int
    of: int | None
    reports: int
    left_out: int


class Note(Answer):
    """A remark without which the numbers would mislead."""

    text: str
    chinese: str


class Statistics(Answer):
    """A measure by groups and years."""

    measure: Measure
    rows: list[Statistic]
    notes: list[Note]


class SnippetPart(Answer):
    """A piece of text, and whether it is what was asked for."""

    text: str
    asked: bool


class Snippet(Answer):
    """Where in a section words stand."""

    section_key: str
    heading: str
    parts: list[SnippetPart]


class Hit(Answer):
    """A version of a report in which every word stands."""

    agency_id: str
    agency_name: str
    province: str
    report_year: int
    version_number: int
    version_count: int
    title: str
    source_url: str
    published_on: dt.date | None
    snippets: list[Snippet]
    href: str


class Found(Page[Hit]):
    """A page of what a search found; where ``total_is_more``, there are more than ``total``."""

    total: int
    total_is_more: bool


class Site(Answer):
    """A web site and how it answered last."""

    host: str
    state: str
    cause: str
    last_visited_at: dt.datetime | None
    last_reached_at: dt.datetime | None


class Crawl(Answer):
    """A run of the crawler."""

    id: int
    started_at: dt.datetime
    finished_at: dt.datetime | None
    outcome: str
    cause: str


class YearSummary(Answer):
    """How many agencies are in which state for a report year."""

    report_year: int
    states: dict[ExpectationState, int]


class Index(Answer):
    """What there is, and where."""

    name: str
    version: str
    openapi: str
    links: dict[str, str]
    years: list[YearSummary]
