"""A draft or a saved report held against what the archive has of the same agency."""

from __future__ import annotations

from pipelines.identify.gather import Whereabouts
from pipelines.identify.identify import identify
from pipelines.identify.neighbourhood import Neighbourhood
from pipelines.identify.registry import Registry
from pipelines.items import Extracted
from pipelines.jobs import known_agency
from pipelines.report.judgement import Judgement, LastYear, judge
from pipelines.settle import figures_of_records
from storage import queries
from storage.addresses import host_of
from storage.database import Database, Session


def judge_draft(
    database: Database, extracted: Extracted, source: str, agency_id: str = ""
) -> Judgement:
    """Reads and checks a document, against the archived report of the year before if there is one.

    Args:
        database: where that report may be.
        extracted: the document.
        source: its file or address.
        agency_id: whose it is; where it is empty, its title has to say so.
    """
    alone = judge(extracted, source)
    if alone.report_year is None:
        return alone
    with database.snapshot() as session:
        whose = agency_id or _agency_of(session, alone)
        before = _last_year(session, whose, alone.report_year - 1) if whose else None
    return judge(extracted, source, before) if before else alone


def _agency_of(session: Session, judgement: Judgement) -> str:
    """The agency that a document names, empty where it is not clear."""
    registry = Registry(map(known_agency, queries.agencies(session)))
    url = judgement.source if judgement.source.startswith("http") else ""
    around = Neighbourhood(registry, registry.members(host_of(url)) if url else ())
    where = Whereabouts(url=url)
    identity = identify(judgement.extracted, judgement.reading, where, registry, around)
    return identity.agency_id or ""


def _last_year(session: Session, agency_id: str, report_year: int) -> LastYear | None:
    agency = queries.agency(session, agency_id)
    report = queries.report(session, agency_id, report_year)
    figures = queries.figures(session, agency_id, report_year)
    if agency is None or report is None or not figures:
        return None
    return LastYear(
        agency_id,
        agency.name,
        report_year,
        report.form,
        report.source_url,
        figures_of_records(figures),
    )
