"""One report: its text, its tables as the form prints them, what does not hold, its origin."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from storage import queries
from storage.database import Session
from storage.records import VersionRecord
from storage.web.asked import AgencyId, Digest, ReportYear
from storage.web.failures import NotThere
from storage.web.formtables import DrawnTable, drawn_tables, figures_apart
from storage.web.labels import cell_labels
from storage.web.opened import OpenReader, OpenSession
from storage.web.reader import Reader
from storage.web.rendering import page

router = APIRouter()


@router.get("/reports/{agency_id}/{year}", name="report")
def newest(
    request: Request,
    session: OpenSession,
    reader: OpenReader,
    agency_id: AgencyId,
    year: ReportYear,
) -> HTMLResponse:
    """The newest version of a report."""
    return _version(request, session, reader, agency_id, year, None)


@router.get("/reports/{agency_id}/{year}/versions/{digest}", name="version")
def version(
    request: Request,
    session: OpenSession,
    reader: OpenReader,
    agency_id: AgencyId,
    year: ReportYear,
    digest: Digest,
) -> HTMLResponse:
    """One version, by the SHA-256 of a document it was read from: an address to be cited.

    That names it whatever a later reader makes of the document, in this archive or in a copy.
    """
    number = queries.version_of_payload(session, agency_id, year, digest)
    if number is None:
        raise NotThere("failure.no_version")
    return _version(request, session, reader, agency_id, year, number)


def _version(
    request: Request,
    session: Session,
    reader: Reader,
    agency_id: str,
    year: int,
    number: int | None,
) -> HTMLResponse:
    report = queries.report(session, agency_id, year)
    if report is None:
        raise NotThere("failure.no_report")
    versions = queries.versions(session, agency_id, year)
    shown = chosen(versions, number)
    document = queries.document(session, shown.document_id)
    captures = queries.captures_by_id(session, [document.capture_id] if document else [])
    printed = reader.tables(shown)
    tables = drawn_tables(printed, shown)
    return page(
        request,
        "report.html",
        report=report,
        judged=queries.expected(session, agency_id, year),
        versions=versions,
        digests=queries.digests_of_documents(session, [one.document_id for one in versions]),
        version=shown,
        sections=_sections(shown, tables),
        figures_apart=figures_apart(printed, shown),
        labels=cell_labels(printed),
        document=document,
        capture=captures[0] if captures else None,
        renditions=tuple(queries.documents(session, agency_id=agency_id, report_year=year)),
        years=_years_beside(session, agency_id, year),
    )


def chosen(versions: Sequence[VersionRecord], number: int | None) -> VersionRecord:
    """The version of a number, the newest without one.

    Raises:
        NotThere: there is none.
    """
    if number is None:
        return versions[-1]
    found = next((one for one in versions if one.number == number), None)
    if found is None:
        raise NotThere("failure.no_version")
    return found


def _sections(
    version: VersionRecord, tables: Sequence[DrawnTable]
) -> list[tuple[str, Sequence[str], Sequence[DrawnTable]]]:
    """Each section with its heading, its paragraphs and the tables that stand in it."""
    found: list[tuple[str, Sequence[str], Sequence[DrawnTable]]] = []
    left = list(tables)
    for section in version.sections:
        own = [table for table in left if table.section and table.section == section.key]
        left = [table for table in left if table not in own]
        heading = f"{section.number}、{section.heading}" if section.number else section.heading
        found.append((heading, section.text.split("\n") if section.text else [], own))
    if left:
        found.append(("", [], left))
    return found


def _years_beside(session: Session, agency_id: str, year: int) -> tuple[int | None, int | None]:
    """The years before and after of which the agency's report is in the archive too."""
    wanted = queries.ReportFilter(agency_id)
    years = {one.report_year for one in queries.reports(session, wanted)}
    before = max((one for one in years if one < year), default=None)
    return before, min((one for one in years if one > year), default=None)
