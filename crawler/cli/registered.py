"""Ids given on the command line, held against the registry."""

from __future__ import annotations

from storage import queries
from storage.database import Session
from storage.errors import RegistryError
from storage.records import AgencyRecord


def registered(session: Session, ident: str) -> AgencyRecord:
    """The agency of an id.

    Raises:
        RegistryError: the registry has no such agency.
    """
    agency = queries.agency(session, ident)
    if agency is None:
        raise RegistryError(f"agency {ident} is not in the registry; see: nianbao agencies list")
    return agency
