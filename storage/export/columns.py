"""The columns of the exported tables and their meaning."""

from __future__ import annotations

from enum import StrEnum

from storage.export.fields import Field, FieldType
from storage.form import cells
from storage.vocabulary import AgencyClass, CellState, ExpectationState, Fault, Severity

_TEXT, _INTEGER, _NUMBER = FieldType.TEXT, FieldType.INTEGER, FieldType.NUMBER


def _word(name: str, meaning: str, words: type[StrEnum]) -> Field:
    return Field(name, _TEXT, meaning, tuple(words))


_AGENCY_ID = Field("agency_id", _TEXT, "The registry's id of the agency.")
_AGENCY_NAME = Field("agency_name", _TEXT, "Full name of the agency now.")
_PROVINCE = Field("province", _TEXT, "Province (省级).")
_YEAR = Field("report_year", _INTEGER, "The year the report is about; published the year after.")
_VERSION = Field("version", _INTEGER, "Number of the version, the newest one, from 1.")
_FORM = Field("form", _TEXT, "Form it was read as: ogi_2021, ogi_2019, stats_2014 …")
_VALID = Field("valid", FieldType.BOOLEAN, "Whether it is a report in the sense of the law.")
_PUBLISHED = Field("published_on", FieldType.DAY, "Date of publication that the page gives.")
_FIRST_SEEN = Field("first_seen", FieldType.TIME, "When this program first met it (UTC).")

_AGENCY = (
    _AGENCY_ID,
    _AGENCY_NAME,
    _word("class", "Class by the law; it decides the due date.", AgencyClass),
    Field("division_code", _TEXT, "Code of the division (GB/T 2260)."),
    _PROVINCE,
    Field("city", _TEXT, "City or prefecture (地级)."),
    Field("county", _TEXT, "County or district (县级)."),
)

REPORTS = (
    *_AGENCY,
    _YEAR,
    _VALID,
    _FORM,
    Field("title", _TEXT, "Title as published."),
    _PUBLISHED,
    _FIRST_SEEN,
    Field("source_url", _TEXT, "Canonical address."),
    Field("media_type", _TEXT, "Media type of the document it was read from."),
    Field("version_count", _INTEGER, "Number of versions; the numbers are those of the newest."),
    Field("error_count", _INTEGER, "Rules of severity error that do not hold."),
    Field("gone_since", FieldType.TIME, "Since when it is at none of its addresses (UTC)."),
    Field("withdrawn_at", FieldType.TIME, "The visit that found this to last (UTC)."),
    *(
        Field(key, _NUMBER, "The number of this cell; empty where it holds none.")
        for key in cells()
    ),
)

FIGURES = (
    _AGENCY_ID,
    _AGENCY_NAME,
    _PROVINCE,
    _YEAR,
    _VERSION,
    _FORM,
    _VALID,
    Field("cell", _TEXT, "Key of the cell: table.row.column."),
    Field("table", _TEXT, "Table of the form: t2_1 … t2_9, t3, t4, stats, prose."),
    Field("row", _TEXT, "Row of the table."),
    Field("column", _TEXT, "Column of the table."),
    Field("raw", _TEXT, "What is printed, character by character."),
    Field("value", _NUMBER, "The number; empty unless the state is number or zero."),
    _word("state", "What stands in the cell.", CellState),
    Field("confidence", _NUMBER, "From 0 to 1: how sure the reading is; 1 for text."),
    Field("doubt", _TEXT, "Why it cannot be trusted; empty where it can."),
)

COVERAGE = (
    _AGENCY_ID,
    _YEAR,
    _word("state", "What can be said: see docs/states.md.", ExpectationState),
    Field("due_on", FieldType.DAY, "Last day on time, in China; empty where none is owed."),
    _FIRST_SEEN,
    _PUBLISHED,
    Field("evidence", _TEXT, "What the state rests on: readings, captures, dates (JSON)."),
)

ISSUES = (
    _AGENCY_ID,
    _YEAR,
    _VERSION,
    Field("rule", _TEXT, "Name of the rule: see docs/rules.md."),
    _word("severity", "How much it weighs.", Severity),
    _word("fault", "Who has to act.", Fault),
    Field("message", _TEXT, "What is wrong, for a person."),
    Field("cells", _TEXT, "Keys of the cells concerned, separated by spaces."),
    Field("formula", _TEXT, "The sum with its numbers."),
    _FIRST_SEEN,
)

AGENCIES = (
    *_AGENCY,
    Field("short_name", _TEXT, "Short name (简称)."),
    Field("aliases", _TEXT, "Other and former names, separated by a vertical bar."),
    Field("parent_id", _TEXT, "The agency above."),
    Field("homepage", _TEXT, "Home page, empty if it has none."),
    Field("first_report_year", _INTEGER, "First report year it owes; empty if since 2008."),
    Field("last_report_year", _INTEGER, "Last report year it owes; empty if it still exists."),
)
