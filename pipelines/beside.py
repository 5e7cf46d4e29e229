"""Reports held beside one another: copied text, and governments against what is below them.

These rules look at reports of other agencies, which may be read later or change: they are judged
when a lot is written, for the reports in it and for those that it touches.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache

from pipelines.assign import Key
from pipelines.items import Finding, Section
from pipelines.report.checks.copied import OtherText, check_copied
from pipelines.report.checks.rollup import Part, check_rollup
from pipelines.report.likeness import bands, narrative, shingles
from pipelines.settle import issue_drafts
from storage import archive, queries
from storage.database import Database, Session
from storage.queries import ReportText
from storage.records import AgencyRecord, Subject
from storage.vocabulary import AgencyClass

MOST_COMPARED = 20  # texts of a year that one is compared with, those most alike
_KEPT = 1000  # texts whose runs are kept in memory, 60 KB each
COPIED, ROLLED_UP = "R20_copied_text", "R15_rollup"


def compare_reports(database: Database, keys: Iterable[Key]) -> None:
    """Judges R15 and R20 anew for reports just written and for those beside them."""
    written = sorted(set(keys))
    with database.session() as session:
        agencies = {agency.id: agency for agency in queries.agencies(session)}
        shelf = _Shelf(session, agencies)
        touched: dict[int, ReportText] = {}
        for key in written:
            if (text := queries.report_text(session, *key)) is not None:
                touched |= shelf.put(text)
        for text in touched.values():
            _write(session, text, COPIED, shelf.copied(text))
        for agency_id, year in sorted(_governments(written, agencies)):
            if (text := queries.report_text(session, agency_id, year)) is not None:
                _write(session, text, ROLLED_UP, _rolled_up(session, agency_id, year))


class _Shelf:
    """The texts of all reports, those much alike beside one another."""

    def __init__(self, session: Session, agencies: dict[str, AgencyRecord]) -> None:
        self._session = session
        self._agencies = agencies
        self._runs_of = lru_cache(_KEPT)(self._runs)

    def put(self, text: ReportText) -> dict[int, ReportText]:
        """Files a text under its bands; gives it and all that were or are now beside it."""
        before = self._alike(text)
        archive.save_text_bands(self._session, text.report_id, bands(self._runs_of(text)))
        return {one.report_id: one for one in (*before, *self._alike(text), text)}

    def copied(self, text: ReportText) -> Iterable[Finding]:
        """What R20 says of a text."""
        alike = [
            OtherText(self._agencies[other.agency_id].name, other.report_year, runs)
            for other in self._alike(text)
            if (runs := self._runs_of(other))
        ]
        last_year = next((one for one in alike if one.report_year == text.report_year - 1), None)
        others = [one for one in alike if one.report_year == text.report_year]
        return check_copied(self._runs_of(text), last_year, others)

    def _alike(self, text: ReportText) -> tuple[ReportText, ...]:
        return queries.texts_alike(self._session, text.report_id, MOST_COMPARED)

    def _runs(self, text: ReportText) -> frozenset[int]:
        agency = self._agencies[text.agency_id]
        names = {agency.name, agency.short_name, *agency.aliases} - {""}
        sections = (Section(*section) for section in text.sections)
        return shingles(narrative(text.form, sections, names))


def _governments(keys: Iterable[Key], agencies: dict[str, AgencyRecord]) -> set[Key]:
    """The governments among some agencies, and those that they are directly below."""
    both = {(ident, year) for key, year in keys for ident in (key, agencies[key].parent_id)}
    return {
        (ident, year)
        for ident, year in both
        if ident and agencies[ident].cls is AgencyClass.GOVERNMENT
    }


def _rolled_up(session: Session, agency_id: str, year: int) -> Iterable[Finding]:
    below = queries.totals_below(session, agency_id, year)
    parts = [Part(name, values) for name, values in below.items()]
    return check_rollup(queries.totals(session, agency_id, year), parts)


def _write(session: Session, text: ReportText, rule: str, findings: Iterable[Finding]) -> None:
    archive.replace_issues(
        session,
        Subject.VERSION,
        text.version_id,
        issue_drafts(findings),
        dt.datetime.now(dt.UTC),
        rules=(rule,),
    )
