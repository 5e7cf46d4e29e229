"""Reads the texts of reports, and those that may be much alike."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
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


def report_texts(session: Session, ids: Collection[int]) -> Iterator[ReportText]:
    """The texts of some reports."""
    newest = select(Report, ReportVersion).join(ReportVersion, NEWEST)
    statement = newest.options(defer(ReportVersion.figures)).where(Report.id.in_(ids))
    for report, version in session.execute(statement.order_by(Report.id)):
        yield ReportText(
            report.id,
            version.id,
            report.agency_id,
            report.report_year,
            version.form,
            tuple(SectionRecord(*section) for section in version.sections),
        )


def report_ids(session: Session, keys: Collection[tuple[str, int]]) -> tuple[int, ...]:
    """The ids of the reports of some agencies and years; those that are not there are left out."""
    wanted = set(keys)
    # no pairs are asked for: SQLite would look at every report there is
    rows = session.execute(
        select(Report.id, Report.agency_id, Report.report_year).where(
            Report.agency_id.in_({agency_id for agency_id, _ in wanted}),
            Report.report_year.in_({year for _, year in wanted}),
        )
    )
    return tuple(ident for ident, *key in rows if tuple(key) in wanted)


def text_bands(session: Session, report_id: int) -> tuple[int, ...]:
    """The bands that a report's text is filed under."""
    of_report = select(TextBand.value).where(TextBand.report_id == report_id)
    return tuple(session.scalars(of_report.order_by(TextBand.number)))


def reports_alike(session: Session, report_id: int, most: int) -> frozenset[int]:
    """The ids of reports whose texts may be much like one; how much is for the caller to say.

    They share a band with it, and are of its year, or of its agency and the year before or after.
    A text that hundreds have copied shares bands with them all: of those of its year only the
    ``most`` are given that share the most bands.
    """
    of_its_year = session.scalars(_OF_ITS_YEAR, {"report_id": report_id, "most": most})
    of_its_agency = session.scalars(_OF_ITS_AGENCY, {"report_id": report_id})
    return frozenset((*of_its_year, *of_its_agency))


# Made once: they are asked several times for each report that is written.
_MINE, _OTHER = aliased(Report), aliased(Report)
_OWN_BAND, _OTHER_BAND = aliased(TextBand), aliased(TextBand)
_SHARING = (
    select(_OTHER.id)
    .join(_OTHER_BAND, _OTHER_BAND.report_id == _OTHER.id)
    .join(_OWN_BAND, _OWN_BAND.value == _OTHER_BAND.value)
    .join(_MINE, _MINE.id == _OWN_BAND.report_id)
    .where(_MINE.id == bindparam("report_id"), _OTHER.id != _MINE.id)
)
_OF_ITS_YEAR = (
    _SHARING.where(_OTHER.report_year == _MINE.report_year)
    .group_by(_OTHER.id)
    .order_by(func.count().desc(), _OTHER.id)
    .limit(bindparam("most"))
)
_OF_ITS_AGENCY = _SHARING.where(
    _OTHER.agency_id == _MINE.agency_id,
    _OTHER.report_year.in_((_MINE.report_year - 1, _MINE.report_year + 1)),
).distinct()
