"""One archived document read, in a process that has nothing else to do.

The job carries plain values and the answer is plain values: the reading process opens the archive
itself, and its end, however sudden, costs one document.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from pipelines.extract.dispatch import extract_confined
from pipelines.extract.sniff import sniff
from pipelines.identify.agency import KnownAgency
from pipelines.identify.gather import Whereabouts
from pipelines.identify.identify import Identity, identify
from pipelines.identify.neighbourhood import Neighbourhood
from pipelines.identify.registry import Registry
from pipelines.items import Extracted, Reading
from pipelines.report.read import read_report
from storage.addresses import host_of
from storage.errors import ArchiveError, ArchiveUnreachable, DocumentError
from storage.records import AgencyRecord, Location, line_to_site
from storage.vocabulary import Medium
from storage.warc import WarcStore

# Raise it with every change that reads a document otherwise: `nianbao process --all` then reads
# again what an earlier reader read, and only that.
READER_VERSION = 2


@dataclass(frozen=True)
class ReadJob:
    """A document to read: where its bytes are, and what was known of it before it was opened.

    ``site`` is the host of the site it belongs to, where another host carries it.
    """

    document_id: int
    url: str
    location: Location
    where: Whereabouts
    parent_url: str = ""
    site: str = ""


@dataclass(frozen=True)
class ReadResult:
    """What came of it; ``error`` says in a line why it could not be read, by ``error_kind``."""

    document_id: int
    url: str
    parent_url: str
    medium: Medium
    identity: Identity | None = None
    reading: Reading | None = None
    extracted: Extracted | None = None
    error: str = ""
    error_kind: str = ""


class ReadingRoom:
    """What the jobs of one process share: the archive, the registry, who publishes where."""

    def __init__(self, archive_url: str, agencies: Iterable[AgencyRecord]) -> None:
        self._agencies = tuple(agencies)
        self._store = WarcStore(archive_url)
        self._around: dict[str, Neighbourhood] = {}

    @cached_property
    def registry(self) -> Registry:
        """The registry, indexed by name."""
        return Registry(known_agency(agency) for agency in self._agencies)

    @cached_property
    def _members(self) -> Mapping[str, tuple[str, ...]]:
        return members_of_hosts(self._agencies)

    def neighbourhood(self, host: str) -> Neighbourhood:
        """The agencies around the site of a host; made once for each.

        A host that is nobody's home page stands for the main one of its name.
        """
        if host not in self._around:
            members = self._members.get(host) or self.registry.members(host)
            self._around[host] = Neighbourhood(self.registry, members)
        return self._around[host]

    def read(self, job: ReadJob) -> ReadResult:
        """Reads one document; what cannot be read is an answer too.

        Raises:
            ArchiveUnreachable: the archive does not answer; nothing is said of the document.
        """
        try:
            stored = self._store.read(job.location)
        except ArchiveUnreachable:
            raise
        except ArchiveError as error:
            return self._unread(job, Medium.UNKNOWN, error)
        try:
            extracted = extract_confined(stored.payload, job.url, _charset(stored.headers))
            reading = read_report(extracted)
        except DocumentError as error:
            return self._unread(job, sniff(stored.payload), error)
        except Exception as error:  # noqa: BLE001 - one bad document never stops the others
            return self._unread(job, sniff(stored.payload), error)
        identity = self._identify(job, extracted, reading)
        return ReadResult(
            job.document_id, job.url, job.parent_url, extracted.medium, identity, reading, extracted
        )

    def _identify(self, job: ReadJob, extracted: Extracted, reading: Reading) -> Identity:
        around = self.neighbourhood(job.site or host_of(job.url))
        return identify(extracted, reading, job.where, self.registry, around)

    def _unread(self, job: ReadJob, medium: Medium, error: Exception) -> ReadResult:
        """A document that cannot be read is still found: its list says whose and of which year."""
        nothing = Extracted(medium=medium, blocks=())
        return ReadResult(
            job.document_id,
            job.url,
            job.parent_url,
            medium,
            self._identify(job, nothing, Reading(form="unknown", title="")),
            error=str(error) or type(error).__name__,
            error_kind=type(error).__name__,
        )


def _charset(headers: Iterable[tuple[str, str]]) -> str:
    """The charset that the Content-Type header declares; a hint only: headers are often wrong."""
    declared = next((value for name, value in headers if name.lower() == "content-type"), "")
    _, _, charset = declared.lower().partition("charset=")
    return charset.split(";")[0].strip(" \"'")


def known_agency(agency: AgencyRecord) -> KnownAgency:
    """An agency of the database as the name resolver takes it."""
    return KnownAgency(
        id=agency.id,
        name=agency.name,
        short_name=agency.short_name,
        aliases=agency.aliases,
        cls=agency.cls,
        division_code=agency.division_code,
        province=agency.province,
        city=agency.city,
        county=agency.county,
        parent_id=agency.parent_id,
        homepage=agency.homepage,
        first_report_year=agency.first_report_year,
        last_report_year=agency.last_report_year,
        settled=agency.settled,
    )


def members_of_hosts(agencies: Iterable[AgencyRecord]) -> dict[str, tuple[str, ...]]:
    """Who publishes on each host: the owners of its home page, all below them without one."""
    by_id = {agency.id: agency for agency in agencies}
    members: dict[str, list[str]] = {}
    for agency in by_id.values():
        owner = line_to_site(agency, by_id)[-1]
        if owner.homepage:
            members.setdefault(host_of(owner.homepage), []).append(agency.id)
    return {host: tuple(ids) for host, ids in members.items()}
