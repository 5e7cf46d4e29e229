"""Reports held beside one another: copied text, and governments against what is below them.

These rules look at reports of other agencies, which may be read later or change: they are judged
when a lot is written, for the reports in it and for those that it touches.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from pipelines.assign import Key
from pipelines.items import Finding, Section
from pipelines.report.checks.copied import LIMIT, OtherText, check_copied
from pipelines.report.checks.rollup import Part, check_rollup
from pipelines.report.likeness import bands, likeness, narrative, shingles
from pipelines.settle import issue_drafts
from storage import archive, queries
from storage.database import Database, Session
from storage.records import AgencyRecord, Subject
from storage.vocabulary import AgencyClass

MOST_COMPARED = 20  # texts of a year that one is compared with, those most alike
_KEPT = 1000  # texts whose runs are kept in memory, 60 KB each
Known = Callable[[str], AgencyRecord]  # an agency by its id
COPIED, ROLLED_UP = "R20_copied_text", "R15_rollup"


def compare_reports(database: Database, keys: Iterable[Key]) -> None:
    """Judges R15 and R20 anew for reports just written and for those beside them."""
    written = sorted(set(keys))
    with database.session() as session:
        known = _known(session)
        shelf = _Shelf(session, known)
        for report_id in shelf.file(queries.report_ids(session, written)):
            _write(session, shelf.version_of(report_id), COPIED, shelf.copied(report_id))
        governments = sorted(_governments(written, known))
        for text in queries.report_texts(session, queries.report_ids(session, governments)):
            found = _rolled_up(session, text.agency_id, text.report_year)
            _write(session, text.version_id, ROLLED_UP, found)


def _known(session: Session) -> Known:
    """Agencies as they are asked for: a lot is about a few, and a country has 145,000."""
    return cache(lambda ident: queries.agencies_by_id(session, [ident])[ident])


@dataclass(frozen=True, slots=True)
class _Filed:
    """What is kept of a text while others are compared with it."""

    version_id: int
    agency_id: str
    report_year: int
    runs: frozenset[int]


class _Shelf:
    """The texts of all reports, those much alike beside one another."""

    def __init__(self, session: Session, known: Known) -> None:
        self._session = session
        self._known = known
        self._filed = lru_cache(_KEPT)(self._read)
        self._alike = cache(self._ask)
        self._copies = cache(self._compare)

    def file(self, report_ids: Iterable[int]) -> list[int]:
        """Files texts under their bands; gives them and all that were or are now copies of them.

        Those beside the same others stand together: each text is then read once.
        """
        written = set(report_ids)
        places = {one: bands(self._filed(one).runs) for one in written}
        moved = {
            one for one, place in places.items() if queries.text_bands(self._session, one) != place
        }
        before = {other for one in moved for other in self._alike(one)}
        self._alike.cache_clear()  # nothing was compared yet
        for one in sorted(moved):
            archive.save_text_bands(self._session, one, places[one])
        near_each_other = sorted(written, key=self._place)
        copies = {other for one in near_each_other for other in self._copies(one)}
        return sorted(written | before | copies, key=self._place)

    def version_of(self, report_id: int) -> int:
        """The version that a text is of."""
        return self._filed(report_id).version_id

    def copied(self, report_id: int) -> Iterable[Finding]:
        """What R20 says of a text."""
        own = self._filed(report_id)
        alike = [
            OtherText(self._known(other.agency_id).name, other.report_year, other.runs)
            for other in map(self._filed, self._copies(report_id))
        ]
        last_year = next((one for one in alike if one.report_year == own.report_year - 1), None)
        others = [one for one in alike if one.report_year == own.report_year]
        return check_copied(own.runs, last_year, others)

    def _compare(self, report_id: int) -> tuple[int, ...]:
        """Of the texts beside one, those that R20 tells of it."""
        runs = self._filed(report_id).runs
        return tuple(
            other
            for other in sorted(self._alike(report_id))
            if likeness(runs, self._filed(other).runs) >= LIMIT
        )

    def _place(self, report_id: int) -> tuple[int, int]:
        return min(self._alike(report_id), default=report_id), report_id

    def _ask(self, report_id: int) -> frozenset[int]:
        return queries.reports_alike(self._session, report_id, MOST_COMPARED)

    def _read(self, report_id: int) -> _Filed:
        (text,) = queries.report_texts(self._session, [report_id])
        agency = self._known(text.agency_id)
        names = {agency.name, agency.short_name, *agency.aliases} - {""}
        sections = (Section(*section) for section in text.sections)
        runs = shingles(narrative(text.form, sections, names))
        return _Filed(text.version_id, text.agency_id, text.report_year, runs)


def _governments(keys: Iterable[Key], known: Known) -> set[Key]:
    """The governments among some agencies, and those that they are directly below."""
    both = {(ident, year) for key, year in keys for ident in (key, known(key).parent_id) if ident}
    return {(ident, year) for ident, year in both if known(ident).cls is AgencyClass.GOVERNMENT}


def _rolled_up(session: Session, agency_id: str, year: int) -> Iterable[Finding]:
    below = queries.totals_below(session, agency_id, year)
    parts = [Part(name, values) for name, values in below.items()]
    return check_rollup(queries.totals(session, agency_id, year), parts)


def _write(session: Session, version_id: int, rule: str, findings: Iterable[Finding]) -> None:
    archive.replace_issues(
        session,
        Subject.VERSION,
        version_id,
        issue_drafts(findings),
        dt.datetime.now(dt.UTC),
        rules=(rule,),
    )
