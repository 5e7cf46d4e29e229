"""Reports found whose agency could not be said: shown by name, settled by a person, read again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.identify.characters import compact
from pipelines.identify.names import name_in_title
from pipelines.identify.neighbourhood import Neighbourhood
from pipelines.identify.registry import Registry
from pipelines.jobs import known_agency, members_of_hosts
from pipelines.process import ProcessSummary, process_documents
from pipelines.reads import Watch
from storage import archive, queries
from storage.addresses import host_of
from storage.database import Database, Session
from storage.errors import RegistryError
from storage.records import AgencyRecord, DocumentRecord
from storage.vocabulary import DocumentState


@dataclass(frozen=True, slots=True)
class Unassigned:
    """Reports under one name on one host that could not be given to an agency and year.

    ``name`` is as the titles write it, empty where they name nobody. ``candidates`` are the ids of
    the agencies it could mean; without any it is in no registry. ``site_owner`` is the agency whose
    home page is on the host, empty if there is none. ``agency_known`` says that only the year could
    not be told, which no name will settle.
    """

    name: str
    host: str
    reason: str
    candidates: tuple[str, ...]
    site_owner: str
    agency_known: bool
    urls: tuple[str, ...]
    titles: tuple[str, ...]


def unassigned_reports(session: Session) -> list[Unassigned]:
    """What waits for a person, the name with the most reports first."""
    groups: dict[tuple[str, str, str], list[DocumentRecord]] = defaultdict(list)
    for document in queries.documents(session, DocumentState.UNASSIGNED):
        groups[name_of(document), host_of(document.url), document.reason].append(document)
    owners = {
        host_of(agency.homepage): agency.id
        for agency in queries.agencies(session)
        if agency.homepage
    }
    found = [
        Unassigned(
            name=name,
            host=host,
            reason=reason,
            candidates=_candidates(documents),
            site_owner=owners.get(host, ""),
            agency_known=all(d.evidence.get("agency_score", 0) > 0 for d in documents),
            urls=tuple(document.url for document in documents),
            titles=tuple(dict.fromkeys(document.list_title for document in documents)),
        )
        for (name, host, reason), documents in groups.items()
    ]
    return sorted(found, key=lambda one: (-len(one.urls), one.name, one.host))


def name_of(document: DocumentRecord) -> str:
    """The agency's name in the titles of a document, as they write it."""
    return name_in_title(document.evidence.get("agency", ()))


def settle_name(database: Database, name: str, agency_id: str, *, watch: Watch) -> ProcessSummary:
    """Remembers whose a name is, and reads the documents again that this decides.

    These are the unassigned ones with the name in their titles, and those that an earlier decision
    on the name gave to another agency. A later import of the registry keeps the decision.

    Raises:
        RegistryError: the agency is not in the registry, or the name is empty.
    """
    if not compact(name):
        raise RegistryError("the name is empty; see: nianbao agencies review")
    with database.session() as session:
        agencies = queries.agencies(session)
        rivals = _agencies_around(agencies, agency_id)
        losers = archive.settle_alias(session, compact(name), agency_id, rivals)
        documents = _decided(session, compact(name), losers)
    return process_documents(database, documents, watch=watch)


def _agencies_around(agencies: Iterable[AgencyRecord], agency_id: str) -> frozenset[str]:
    """The agencies that a bare name could mean on the sites where this agency publishes."""
    registry = Registry(map(known_agency, agencies))
    if agency_id not in registry:
        raise RegistryError(
            f"agency {agency_id} is not in the registry; see: nianbao agencies list"
        )
    members = members_of_hosts(agencies)
    sites = [site for site in members.values() if agency_id in site] or [(agency_id,)]
    return frozenset().union(*(Neighbourhood(registry, site).kin for site in sites))


def _decided(session: Session, name: str, losers: Iterable[str]) -> list[DocumentRecord]:
    """The documents that a decision on a name concerns, each page with its files."""
    concerned = [*queries.documents(session, DocumentState.UNASSIGNED)]
    for agency_id in losers:
        concerned += queries.documents(session, agency_id=agency_id)
    pages = [document for document in concerned if name_of(document) == name]
    files = [
        file
        for url in dict.fromkeys(page.url for page in pages)
        for file in queries.documents(session, parent_url=url)
    ]
    return list({document.id: document for document in (*pages, *files)}.values())


def _candidates(documents: Iterable[DocumentRecord]) -> tuple[str, ...]:
    fits = [ident for d in documents for ident in d.evidence.get("candidates", ())]
    return tuple(dict.fromkeys(fits))
