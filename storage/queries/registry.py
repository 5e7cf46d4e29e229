"""Reads agencies and the names they answer to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.models import Agency, AgencyAlias
from storage.records import AgencyHome, AgencyRecord
from storage.rows import as_record
from storage.vocabulary import AliasKind


def agencies(session: Session) -> tuple[AgencyRecord, ...]:
    """Every agency, by id, with its registered and settled aliases."""
    names: dict[str, list[AgencyAlias]] = defaultdict(list)
    for alias in session.scalars(select(AgencyAlias)):
        names[alias.agency_id].append(alias)
    rows = session.scalars(select(Agency).order_by(Agency.id))
    return tuple(_record(row, names[row.id]) for row in rows)


def agency(session: Session, agency_id: str) -> AgencyRecord | None:
    """One agency, or None."""
    row = session.get(Agency, agency_id)
    if row is None:
        return None
    return _record(
        row, session.scalars(select(AgencyAlias).where(AgencyAlias.agency_id == agency_id))
    )


def agencies_by_id(session: Session, ids: Collection[str]) -> dict[str, AgencyRecord]:
    """Some agencies by their ids."""
    names: dict[str, list[AgencyAlias]] = defaultdict(list)
    for alias in session.scalars(select(AgencyAlias).where(AgencyAlias.agency_id.in_(ids))):
        names[alias.agency_id].append(alias)
    rows = session.scalars(select(Agency).where(Agency.id.in_(ids)))
    return {row.id: _record(row, names[row.id]) for row in rows}


def agency_homes(session: Session) -> tuple[AgencyHome, ...]:
    """Where each agency publishes; a few columns only, for who looks every minute."""
    rows = session.execute(
        select(Agency.id, Agency.parent_id, Agency.homepage, Agency.added_at).order_by(Agency.id)
    )
    return tuple(AgencyHome(ident, above or "", page, at) for ident, above, page, at in rows)


def agency_names(session: Session) -> tuple[tuple[str, str, AliasKind], ...]:
    """Every other name of every agency: name, agency id, kind."""
    rows = session.execute(
        select(AgencyAlias.name, AgencyAlias.agency_id, AgencyAlias.kind).order_by(
            AgencyAlias.name, AgencyAlias.agency_id
        )
    )
    return tuple((name, agency_id, kind) for name, agency_id, kind in rows)


def _record(row: Agency, names: Iterable[AgencyAlias]) -> AgencyRecord:
    aliases = [alias for alias in names if alias.kind is not AliasKind.SHORT]
    aliases.sort(key=lambda alias: (alias.kind is AliasKind.SETTLED, alias.rank, alias.name))
    return as_record(
        AgencyRecord,
        row,
        parent_id=row.parent_id or "",
        aliases=tuple(alias.name for alias in aliases),
        settled=tuple(alias.name for alias in aliases if alias.kind is AliasKind.SETTLED),
    )
