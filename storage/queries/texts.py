"""Reads the texts of reports, and those that may be much alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session, aliased, defer

from storage.models import Report, ReportVersion, TextBand
from storage.queries.panel import NEWEST
from storage.records import SectionRecord


@dataclass(frozen=True, slots=True)
class ReportText:
    """The sections of a report's newest version."""

    report_id: int
    version_id: int
    agency_id: str
    report_year: int
    form: str
    sections: tuple[SectionRecord, ...]


def report_text(session: Session, agency_id: str, report_year: int) -> ReportText | None:
    """The text of one report, or None."""
    of_report = and_(Report.agency_id == agency_id, Report.report_year == report_year)
    return next(_read(session, _texts().where(of_report)), None)


def texts_alike(session: Session, report_id: int, most: int) -> tuple[ReportText, ...]:
    """The texts that may be much like that of a report; how much is for the caller to say.

    They share a band with it, and are of its year, or of its agency and the year before or after.
    A text that hundreds have copied shares bands with them all: of those of its year only the
    ``most`` are given that share the most bands.
    """
    mine = session.get_one(Report, report_id)
    own, other = aliased(TextBand), aliased(TextBand)
    sharing = (
        select(other.report_id)
        .join(own, and_(own.value == other.value, own.report_id == report_id))
        .join(Report, Report.id == other.report_id)
        .where(other.report_id != report_id)
    )
    of_its_year = (
        sharing.where(Report.report_year == mine.report_year)
        .group_by(other.report_id)
        .order_by(func.count().desc(), other.report_id)
        .limit(most)
    )
    of_its_agency = sharing.where(
        Report.agency_id == mine.agency_id,
        Report.report_year.in_((mine.report_year - 1, mine.report_year + 1)),
    )
    chosen = {*session.scalars(of_its_year), *session.scalars(of_its_agency)}
    return tuple(_read(session, _texts().where(Report.id.in_(chosen)).order_by(Report.id)))


def _texts() -> Select[Report, ReportVersion]:
    newest = select(Report, ReportVersion).join(ReportVersion, NEWEST)
    return newest.options(defer(ReportVersion.figures))


def _read(session: Session, statement: Select[Report, ReportVersion]) -> Iterator[ReportText]:
    for report, version in session.execute(statement):
        yield ReportText(
            report.id,
            version.id,
            report.agency_id,
            report.report_year,
            version.form,
            tuple(SectionRecord(*section) for section in version.sections),
        )
