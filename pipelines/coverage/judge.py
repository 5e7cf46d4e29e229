"""What is owed and what can be said of it, for every agency and year, written down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice

from pipelines.coverage.evidence import ExpectedAgency
from pipelines.coverage.expect import judge_expectation
from pipelines.coverage.gather import Evidence
from storage import archive
from storage.database import Database
from storage.records import AgencyRecord, ExpectationRecord

LOT = 1000  # expectations in a transaction
FIRST_YEAR = 2019  # where the registry names no first year: since then the law names who owes what


def judge_coverage(database: Database, today: dt.date) -> int:
    """Judges every expectation as of a day and writes it; how many there are.

    The evidence is that of one moment. What comes of it is written lot by lot: the whole country's
    would fill the memory, and a crawl beside it would wait too long for its turn to write.
    """
    with database.snapshot() as session:
        evidence = Evidence(session)
    judged = expectations(evidence, today)
    written = 0
    while lot := list(islice(judged, LOT)):
        with database.session() as session:
            archive.save_expectations(session, lot)
        written += len(lot)
    return written


def expectations(evidence: Evidence, today: dt.date) -> Iterator[ExpectationRecord]:
    """One record for each agency and year that is owed, was owed, or was found."""
    for agency in evidence.agencies.values():
        for year in _years(agency, evidence, today):
            yield expectation(evidence, agency, year, today)


def expectation(
    evidence: Evidence, agency: AgencyRecord, year: int, today: dt.date
) -> ExpectationRecord:
    """What can be said of one agency's report for one year."""
    known = evidence.of(agency.id, year)
    judged = judge_expectation(_expected(agency), year, today, known)
    return ExpectationRecord(
        agency_id=agency.id,
        report_year=year,
        due_on=judged.due_on,
        rule=judged.rule,
        state=judged.state,
        first_seen=known.found.first_seen if known.found else None,
        published_on=known.found.published_on if known.found else None,
        evidence=judged.evidence,
    )


def _years(agency: AgencyRecord, evidence: Evidence, today: dt.date) -> list[int]:
    found = evidence.years(agency.id)
    first = agency.first_report_year or min((FIRST_YEAR, *found))
    return sorted({*range(first, today.year), *found})


def _expected(agency: AgencyRecord) -> ExpectedAgency:
    return ExpectedAgency(
        agency.id,
        agency.cls,
        agency.first_report_year,
        agency.last_report_year,
        agency.due_override,
    )
