"""The words the database, the exports and the pages have in common."""

from __future__ import annotations

from enum import StrEnum


class AgencyClass(StrEnum):
    """Who the law speaks of; the class decides the due date (条例 article 49)."""

    GOVERNMENT = "government_county_level_and_above"
    DEPARTMENT = "department_county_level_and_above"
    TOWNSHIP = "township_or_subdistrict"
    AUTHORISED = "authorised_organisation"
    UNIVERSITY = "university"


class Level(StrEnum):
    """How high an agency stands, told from its place and class."""

    NATIONAL = "national"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"


class AliasKind(StrEnum):
    """Why an agency answers to another name."""

    SHORT = "short"
    REGISTERED = "registered"
    SETTLED = "settled"  # a person said so with ``nianbao agencies review``


class Medium(StrEnum):
    """What the bytes of a rendition are, told from the bytes."""

    HTML = "html"
    TEXT = "text"
    PDF = "pdf"
    DOCX = "docx"
    DOC = "doc"
    WPS = "wps"
    RTF = "rtf"
    OFD = "ofd"
    XLSX = "xlsx"
    XLS = "xls"
    IMAGE = "image"
    ZIP = "zip"
    JSON = "json"
    XML = "xml"
    UNKNOWN = "unknown"


class CellState(StrEnum):
    """What stands in a cell of the form, apart from its value."""

    NUMBER = "number"
    ZERO = "zero"
    BLANK = "blank"  # empty, &nbsp;, an ideographic space
    NOT_APPLICABLE = "not_applicable"  # / - — 无 不适用
    TEXT = "text"  # words that are no number


class Severity(StrEnum):
    """How much an issue weighs."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Fault(StrEnum):
    """Who has to act on an issue."""

    AGENCY = "agency"  # published so
    SITE = "site"  # the web site does not give it
    READER = "reader"  # this program could not read it


class DocumentState(StrEnum):
    """What became of an archived rendition."""

    PENDING = "pending"  # archived, not read yet
    READ = "read"
    UNREAD = "unread"  # a report, but the medium or form cannot be read yet
    REJECTED = "rejected"  # not a report; the reason is stored
    UNASSIGNED = "unassigned"  # a report, but whose cannot be said


class VersionChange(StrEnum):
    """Why a version of a report was made."""

    FIRST = "first"
    QUIET_EDIT = "quiet_edit"  # same address, other figures or text
    CORRECTED = "corrected"  # another address took its place


class SiteState(StrEnum):
    """How a site answered the last time it was asked."""

    UNVISITED = "unvisited"
    REACHABLE = "reachable"
    UNREACHABLE = "unreachable"
    BLOCKED = "blocked"  # 403, 412, 521, a script challenge
    EXCLUDED = "excluded_by_robots"


class ColumnState(StrEnum):
    """How a column (栏目) answered the last time it was read."""

    COMPLETE = "complete"  # every page read, as many rows as it says itself
    PARTIAL = "partial"  # some page did not load, or rows are missing
    EMPTY = "empty"
    GONE = "gone"


class CrawlOutcome(StrEnum):
    """How a crawl, or the visit of one site, ended."""

    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


class RunOutcome(StrEnum):
    """What became of a run of the schedule."""

    WAITING = "waiting"  # due, and nobody has begun it, or who had begun it died
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    MISSED = "missed"  # a later run of the job stands for it


class ExpectationState(StrEnum):
    """What can be said of one agency's report for one year."""

    NOT_DUE = "not_due"
    DUE_SOON = "due_soon"
    FOUND_ON_TIME = "found_on_time"
    FOUND_LATE = "found_late"
    FOUND_INVALID = "found_invalid"
    OVERDUE_NOT_SEEN = "overdue_not_seen"
    OVERDUE_CONFIRMED = "overdue_confirmed"
    SITE_UNREACHABLE = "site_unreachable"
    BLOCKED = "blocked"
    COLUMN_NOT_LOCATED = "column_not_located"
    NOT_REQUIRED = "not_required"
    AGENCY_CEASED = "agency_ceased"


class AlertKind(StrEnum):
    """What people are told of."""

    REMINDER_14 = "reminder_14"  # 14 days before the due date
    REMINDER_3 = "reminder_3"
    OVERDUE = "overdue"
    CONFIRMED_MISSING = "confirmed_missing"
    PUBLISHED_LATE = "published_late"
    PUBLISHED_AT_LAST = "published_at_last"  # found after people were told that it was not there
    PUBLISHED_INVALID = "published_invalid"
    CORRECTED = "corrected"
    QUIET_EDIT = "quiet_edit"
    WITHDRAWN = "withdrawn"
    WRONG_SUMS = "wrong_sums"
    SITE_DOWN = "site_down"
    BLOCKED = "blocked"
    CRAWL_FAILED = "crawl_failed"
    ARCHIVE_DAMAGED = "archive_damaged"


class DeliveryReason(StrEnum):
    """Why an alert goes to a channel."""

    SUBSCRIBED = "subscribed"
    ESCALATED = "escalated"  # nobody acknowledged it where it was told first
    INSTEAD = "instead"  # the channel it was for is dead


class MessageState(StrEnum):
    """How far a message to a channel is."""

    WAITING = "waiting"  # composed; not known to have been taken by the receiver
    SENT = "sent"
    GIVEN_UP = "given_up"  # told elsewhere
