"""The evidence for each expectation, out of the archive: places, columns, readings, reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pipelines.coverage.evidence import CoverageEvidence, FoundReport, Place
from pipelines.identify.names import NameEvidence, resolve
from pipelines.identify.neighbourhood import Neighbourhood
from pipelines.identify.registry import Registry
from pipelines.identify.titles import parse_title
from pipelines.jobs import known_agency, members_of_hosts
from pipelines.report.form import FORMS, load_form
from storage import queries
from storage.addresses import host_of
from storage.database import Session
from storage.records import (
    AgencyRecord,
    ColumnRecord,
    DocumentRecord,
    ProvenHostRecord,
    ReportRecord,
    SiteRecord,
    line_to_site,
)
from storage.vocabulary import AgencyClass, ColumnState, DocumentState, SiteState


@dataclass(frozen=True)
class Stray:
    """A report of which the agency or the year could not be said, as far as either is known."""

    title: str
    agency_id: str | None
    year: int | None
    candidates: tuple[str, ...] = ()

    @classmethod
    def of(cls, document: DocumentRecord) -> Stray:
        """What is known of a document that was given to no report; several may fit it."""
        return cls(
            document.list_title,
            document.agency_id or document.evidence.get("agency_id"),
            parse_title(document.list_title).year,
            tuple(document.evidence.get("candidates", ())),
        )

    def may_be(self, agency_id: str, year: int) -> bool:
        """Whether it may be a certain agency's for a certain year."""
        if self.candidates and agency_id not in self.candidates:
            return False
        return self.agency_id in (None, agency_id) and self.year in (None, year)


@dataclass
class SiteColumns:
    """A site with its columns: those of one agency each, and those that many share."""

    site: SiteRecord
    proofs: tuple[ProvenHostRecord, ...] = ()
    shared: list[ColumnRecord] = field(default_factory=list)
    own: dict[str, list[ColumnRecord]] = field(default_factory=lambda: defaultdict(list))
    years: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    strays: dict[str, Stray] = field(default_factory=dict)
    """Reports that were given to no agency and year, by address."""
    listed: dict[int, frozenset[str]] = field(default_factory=dict)
    """The agencies whose reports the rows of each column led to."""
    reports: dict[int, int] = field(default_factory=dict)
    """Rows of each column that were taken for reports: a list without any is no evidence."""

    def place(self, agency_id: str) -> Place:
        """This site as a place where an agency's report could stand."""
        columns = [*self.own.get(agency_id, ())] or self.shared
        read = [column.last_complete_at for column in columns]
        others = {year for who, years in self.years.items() if who != agency_id for year in years}
        return Place(
            host=self.site.host,
            site_state=self.site.state,
            column_located=any(self._could_hold(column, agency_id) for column in columns),
            for_agency=agency_id in self.own,
            read_at=min((at for at in read if at is not None), default=None) if all(read) else None,
            complete=bool(columns) and all(_is_complete(column) for column in columns),
            rows=sum(self.reports.get(column.id, 0) for column in columns),
            years_of_agency=tuple(sorted(self.years.get(agency_id, ()))),
            years_of_others=tuple(sorted(others)),
            column_failed=any(column.state is ColumnState.PARTIAL for column in columns),
            transport=self.site.transport,
            proven_hosts=tuple(proof.sentence() for proof in self.proofs),
            columns=tuple(column.id for column in columns),
        )

    def could_hold(self, agency_id: str) -> bool:
        """Whether an agency's report would stand anywhere here, or did in another year."""
        columns = any(self._could_hold(column, agency_id) for column in self.shared)
        return columns or agency_id in self.own or bool(self.years.get(agency_id))

    def _could_hold(self, column: ColumnRecord, agency_id: str) -> bool:
        """Whether an agency's report would stand in a column, by those that stand in it.

        One that lists a single agency, most often the government's own, is no evidence of another:
        the parts of a portal are one list for each agency (部门信息公开目录).
        """
        others = self.listed.get(column.id, frozenset()) - {agency_id}
        return len(others) != 1 or agency_id in self.listed[column.id]


_REPORT_VERDICTS = ("report", "candidate", "elsewhere")


def _is_complete(column: ColumnRecord) -> bool:
    return column.state in (ColumnState.COMPLETE, ColumnState.EMPTY)


class Evidence:
    """All evidence of a database, read once; then asked for each agency and year."""

    def __init__(self, session: Session) -> None:
        self.agencies = {agency.id: agency for agency in queries.agencies(session)}
        self._reports = {
            (report.agency_id, report.report_year): report for report in queries.reports(session)
        }
        self._years: dict[str, list[int]] = defaultdict(list)
        for agency_id, year in sorted(self._reports):
            self._years[agency_id].append(year)
        self._invalid = _invalid_reasons(session, self._reports.values())
        self._appeared = queries.appearances(session)
        registry = Registry(known_agency(agency) for agency in self.agencies.values())
        proofs = queries.proven_hosts(session)
        self._sites = {
            site.host: SiteColumns(site, tuple(p for p in proofs if p.site_id == site.id))
            for site in queries.sites(session)
        }
        self._of_column: dict[int, SiteColumns] = {}
        self._columns: set[str] = set()
        self._place_columns(session, registry)
        rejected = self._note_documents(queries.documents(session))
        self._note_rows(session, rejected)

    def years(self, agency_id: str) -> tuple[int, ...]:
        """The report years found of an agency."""
        return tuple(self._years.get(agency_id, ()))

    def of(self, agency_id: str, year: int) -> CoverageEvidence:
        """The evidence for one agency's report for one year."""
        sites = list(self._sites_of(self.agencies[agency_id]))
        places = tuple(site.place(agency_id) for site in sites)
        unassigned = len(self.unassigned(agency_id, year))
        return CoverageEvidence(self._found(agency_id, year), places, unassigned)

    def unassigned(self, agency_id: str, year: int) -> dict[str, str]:
        """Addresses and titles of reports that may be this one: whose they are is not known."""
        found: dict[str, str] = {}
        for site in self._sites_of(self.agencies[agency_id]):
            found |= {
                url: stray.title
                for url, stray in site.strays.items()
                if stray.may_be(agency_id, year)
            }
        return found

    def _found(self, agency_id: str, year: int) -> FoundReport | None:
        report = self._reports.get((agency_id, year))
        if report is None:
            return None
        appeared = self._appeared[agency_id, year]
        return FoundReport(
            first_seen=report.first_seen_at,
            published_on=appeared.published_on,
            not_seen=appeared.not_seen_at,
            gone_since=report.gone_since,
            withdrawn_at=report.withdrawn_at,
            valid=report.valid,
            invalid_reason=self._invalid.get((agency_id, year), ""),
            previous_form=report.form in FORMS and not load_form(report.form).is_for(year),
        )

    def _sites_of(self, agency: AgencyRecord) -> Iterator[SiteColumns]:
        """The agency's own site, then the portal above it where that could hold its report too."""
        own = self._site_above(agency)
        if own is not None:
            yield own
        parent = self.agencies.get(agency.parent_id)
        portal = self._site_above(parent) if agency.homepage and parent is not None else None
        if portal is None or portal is own:
            return
        if portal.site.state is not SiteState.REACHABLE or portal.could_hold(agency.id):
            yield portal

    def _site_above(self, agency: AgencyRecord) -> SiteColumns | None:
        """The site of an agency or, where it has none, of the nearest above it.

        Every government of county level and above runs a portal (国办发〔2017〕47号). One without
        a home page in the registry has a portal that is not known: the columns of the government
        above say nothing about it and all below it, unless they have listed its reports.
        """
        *below, owner = line_to_site(agency, self.agencies)
        passed_portal = any(one.cls is AgencyClass.GOVERNMENT for one in below)
        site = self._sites.get(host_of(owner.homepage))
        return None if site and passed_portal and agency.id not in site.years else site

    def _place_columns(self, session: Session, registry: Registry) -> None:
        members = members_of_hosts(self.agencies.values())
        hosts = {site.site.id: site for site in self._sites.values()}
        listed = queries.listed_years(session)
        arounds: dict[str, Neighbourhood] = {}
        for column in queries.columns(session):
            site = hosts.get(column.site_id)
            if site is None or column.state is ColumnState.GONE:
                continue
            self._of_column[column.id] = site
            self._columns.add(column.url)
            host = site.site.host
            if host not in arounds:
                arounds[host] = Neighbourhood(registry, members.get(host, ()))
            alone = len(members.get(host, ())) <= 1
            agency_id = None if alone else _agency_of(column, registry, arounds[host])
            whose = listed.get(column.id, {})
            site.listed[column.id] = frozenset(whose)
            for who, years in whose.items():
                site.years[who] |= years
            if agency_id and not whose.keys() - {agency_id}:
                site.own[agency_id].append(column)
            else:
                site.shared.append(column)

    def _note_documents(self, documents: Iterable[DocumentRecord]) -> set[str]:
        """Notes whose reports each site has; gives the addresses of what is no report."""
        rejected: set[str] = set()
        for document in documents:
            if document.state is DocumentState.REJECTED:
                rejected.add(document.url)
            site = self._of_column.get(document.column_id or 0)
            site = site or self._sites.get(host_of(document.url))
            if site is None:
                continue
            if document.agency_id and document.report_year:
                site.years[document.agency_id].add(document.report_year)
                if year := _year_of_its_day(document):
                    stray = Stray(document.list_title, document.agency_id, year)
                    site.strays[document.url] = stray
            elif document.state is not DocumentState.REJECTED:
                # not read yet, or nobody's: it may be the very report that seems to be missing
                site.strays[document.url] = Stray.of(document)
        return rejected

    def _note_rows(self, session: Session, rejected: set[str]) -> None:
        """Counts the rows taken for reports, and those of them that led to none: a page that did
        not load may be the very report that seems to be missing. A row that led to a column (each
        agency's 政府信息公开年度报告 in a list of all) was read as one.
        """
        read = rejected | self._columns
        for column_id, site in self._of_column.items():
            rows = [
                row
                for row in queries.listing_rows(session, column_id=column_id)
                if row.verdict in _REPORT_VERDICTS and row.url not in read
            ]
            site.reports[column_id] = len(rows)
            for row in rows:
                if row.agency_id is None and row.verdict == "report":
                    site.strays.setdefault(row.url, Stray(row.title, None, row.report_year))


def _year_of_its_day(document: DocumentRecord) -> int | None:
    """The other year of which a report may be that was given its year by its text alone.

    Under a title without a year, last year's text was put up in the days of this year's: it may
    stand there for the report that seems to be missing.
    """
    said = dict(line.split(": ", 1) for line in document.evidence.get("year", ()))
    day = said.get("published_on")
    if day is None or "title" in said or "list_title" in said:
        return None
    return int(day) if int(day) != document.report_year else None


def _agency_of(column: ColumnRecord, registry: Registry, around: Neighbourhood) -> str | None:
    """The one agency a column says it is of, by its own name or the names above it."""
    path = (*column.breadcrumb, column.name)
    found = resolve(NameEvidence(column_path=path), registry, around)
    return found.agency_id


def _invalid_reasons(
    session: Session, reports: Iterable[ReportRecord]
) -> Mapping[tuple[str, int], str]:
    reasons = {}
    for report in reports:
        if not report.valid:
            newest = queries.versions(session, report.agency_id, report.report_year)[-1]
            reasons[report.agency_id, report.report_year] = newest.invalid_reason
    return reasons
