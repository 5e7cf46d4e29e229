"""What flows between the steps: extracted documents, readings, figures, findings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from pipelines.extract.grid import Grid
from storage.vocabulary import (
    CellState,
    ColumnState,
    CrawlOutcome,
    Fault,
    Medium,
    Severity,
    SiteState,
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text; ``level`` is 1 for the title, 2 and up for headings, 0 for body text."""

    text: str
    level: int = 0


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a page offers: absolute URL and the words of its link."""

    url: str
    label: str


@dataclass(frozen=True)
class Extracted:
    """One document, whatever its medium, in reading order.

    ``meta`` has the page's meta tags with names in lower case (``articletitle``, ``pubdate``,
    ``siteidcode`` … 国办发〔2017〕47号). ``fields`` has labelled facts of the page head, such as
    发布机构, 索引号, 发布日期. ``doubts`` says what could not be read surely. ``scanned`` is set
    where pages of it are pictures.
    """

    medium: Medium
    blocks: tuple[Block, ...]
    title: str = ""
    meta: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    published_on: dt.date | None = None
    breadcrumb: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    pictures: tuple[str, ...] = ()
    charset: str = ""
    doubts: tuple[str, ...] = ()
    scanned: bool = False

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The tables, in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, Grid))

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The text outside tables, in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))


@dataclass(frozen=True, slots=True)
class Figure:
    """One numeric cell of the form as published: raw text, value and state apart.

    ``value`` is the number printed, without unit, separator or sign words, even where the agency
    used the wrong unit; None where the cell holds no number. ``table``, ``row`` and ``column`` say
    which grid of the document it stood in and where.
    """

    key: str
    raw: str
    value: int | float | None
    state: CellState
    table: int = -1
    row: int = -1
    column: int = -1
    confidence: float = 1.0
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that does not hold, or something that could not be read; becomes an issue row."""

    rule: str
    severity: Severity
    fault: Fault
    message: str
    cells: tuple[str, ...] = ()
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the report; ``key`` as in the form, empty where the heading is unknown."""

    key: str
    number: str
    heading: str
    text: str


@dataclass(frozen=True)
class Reading:
    """A document read as a report: form, sections, figures, and what does not hold.

    ``period_year`` is the year the text says its data are of; ``years`` counts how often each
    report-like year is named. ``signature`` is the agency that signs at the end.
    """

    form: str
    title: str
    sections: tuple[Section, ...] = ()
    figures: dict[str, Figure] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    signature: str = ""
    signed_on: dt.date | None = None
    period_year: int | None = None
    years: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MetRow:
    """An entry of a list: its link, title and date, and what the walk took it for.

    ``verdict`` is ``report``, ``lookalike``, ``candidate`` (an annual column's row whose title says
    too little), ``elsewhere`` (on another site of the registry) or ``unrelated``.
    """

    url: str
    title: str
    listed_on: dt.date | None
    source: str
    verdict: str
    reason: str


@dataclass(frozen=True)
class MetColumn:
    """A column (栏目) as the walk read it, page by page; ``url`` is its first page.

    ``closed`` says that the walk is done with it: only then is it a reading and can be evidence.
    ``captures`` are the archived answers that were read; ``confirmed`` is set where the site said
    304 or sent the same bytes as last time, so that what was known of it still holds.
    """

    site_id: int
    url: str
    name: str
    breadcrumb: tuple[str, ...]
    family: str
    rows: tuple[MetRow, ...]
    captures: tuple[int, ...]
    pages: int
    declared_total: int | None
    state: ColumnState
    complete: bool
    closed: bool
    confirmed: bool = False
    etag: str = ""
    last_modified: str = ""
    digest: str = ""
    cause: str = ""


@dataclass(frozen=True, slots=True)
class MetDocument:
    """An archived payload that may be a report, with all that its list and page said of it."""

    site_id: int
    url: str
    capture_id: int
    digest: str
    column_url: str = ""
    title: str = ""
    listed_on: dt.date | None = None
    source: str = ""
    parent_url: str = ""
    trail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MetHost:
    """A host of another government name that was shown to belong to a site.

    The page ``linked_from`` names it as a place of the site's annual reports, as ``linked_as``;
    it prints ``site_id_code``, and ``agreement`` says with what of the site that agrees.
    """

    site_id: int
    host: str
    linked_from: str
    linked_as: str
    site_id_code: str
    agreement: str
    capture_id: int


@dataclass(frozen=True, slots=True)
class MetAgain:
    """The address of an archived report as it answered when it was asked again.

    ``found_at`` is where the answer came from in the end: another scheme, or where a redirect led.
    ``reason`` is empty where that gave a document; else it says in a line why the address gives
    none any more, and ``leads_to`` where it led.
    """

    site_id: int
    url: str
    found_at: str
    capture_id: int
    digest: str
    reason: str = ""
    leads_to: str = ""


@dataclass(frozen=True)
class VisitedSite:
    """How the visit of one site ended; ``cause`` says in a line why nothing was found.

    ``transport`` says how its host answered last; None where it did not.
    """

    site_id: int
    host: str
    state: SiteState
    outcome: CrawlOutcome
    cause: str
    counts: dict[str, int]
    transport: str | None = None
