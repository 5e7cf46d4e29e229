"""Writes the registry: agencies and the names they answer to."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage.archive.upsert import upsert
from storage.models import (
    Agency,
    AgencyAlias,
    CaseOutcome,
    DisclosureStatistics,
    ProactiveDisclosure,
    RequestOutcome,
)
from storage.records import AgencyRecord, ImportOutcome
from storage.vocabulary import AliasKind

STATUTORY = (ProactiveDisclosure, RequestOutcome, CaseOutcome, DisclosureStatistics)


def save_agencies(session: Session, records: Iterable[AgencyRecord]) -> ImportOutcome:
    """Add and update agencies; one that the records leave out stays.

    The registered aliases of an agency become those of its record; a settled one stays.
    Parents are looked at when the transaction ends, so the records may come in any order.
    """
    known = {row.id: row for row in session.scalars(select(Agency))}
    names: dict[str, list[AgencyAlias]] = defaultdict(list)
    for alias in session.scalars(select(AgencyAlias)):
        names[alias.agency_id].append(alias)
    added = updated = unchanged = 0
    for record in records:
        row = known.get(record.id)
        changed = _save_fields(session, row, record)
        changed |= _save_names(session, names[record.id], record)
        added += row is None
        updated += row is not None and changed
        unchanged += row is not None and not changed
        if row is not None and changed:
            _carry_over(session, record)
    session.flush()
    return ImportOutcome(added, updated, unchanged)


def settle_alias(
    session: Session, name: str, agency_id: str, rivals: Collection[str] | None = None
) -> tuple[str, ...]:
    """Write down that a person gave a name to an agency; an earlier decision on it is undone.

    Args:
        session: the session to write in.
        name: the name, as it will be met.
        agency_id: whose it is.
        rivals: the agencies that the name could mean beside this one, whose claim to it ends with
            this decision; all agencies if None. 教育局 means another one on each site.

    Returns:
        The agencies that had the name by an earlier decision.
    """
    settled = select(AgencyAlias).where(
        AgencyAlias.name == name,
        AgencyAlias.kind == AliasKind.SETTLED,
        AgencyAlias.agency_id != agency_id,
    )
    undone = [row for row in session.scalars(settled) if rivals is None or row.agency_id in rivals]
    losers = tuple(row.agency_id for row in undone)
    for row in undone:
        session.delete(row)
    key = {"agency_id": agency_id, "name": name}
    upsert(
        session,
        AgencyAlias,
        ["agency_id", "name"],
        [key | {"kind": AliasKind.SETTLED, "rank": 0}],
    )
    session.flush()
    session.expire_all()
    return losers


def _save_fields(session: Session, row: Agency | None, record: AgencyRecord) -> bool:
    fields = {
        column.key: getattr(record, column.key)
        for column in Agency.__table__.columns
        if column.key not in ("parent_id", "added_at")
    } | {"parent_id": record.parent_id or None}
    if row is not None and all(getattr(row, name) == value for name, value in fields.items()):
        return False
    if row is None:
        fields["added_at"] = dt.datetime.now(dt.UTC)
    upsert(session, Agency, ["id"], [fields])
    return True


def _save_names(session: Session, rows: list[AgencyAlias], record: AgencyRecord) -> bool:
    wanted = dict.fromkeys(record.aliases, AliasKind.REGISTERED)
    if record.short_name:
        wanted[record.short_name] = AliasKind.SHORT
    settled = {row.name for row in rows if row.kind is AliasKind.SETTLED}
    ranked = {
        name: (kind, rank)
        for rank, (name, kind) in enumerate(wanted.items())
        if name not in settled  # what a person decided weighs more than what a file says
    }
    held = {row.name: (row.kind, row.rank) for row in rows if row.kind is not AliasKind.SETTLED}
    if held == ranked:
        return False
    for row in rows:
        if row.name in held and row.name not in ranked:
            session.delete(row)
    session.flush()
    upsert(
        session,
        AgencyAlias,
        ["agency_id", "name"],
        [
            {"agency_id": record.id, "name": name, "kind": kind, "rank": rank}
            for name, (kind, rank) in ranked.items()
        ],
    )
    return True


def _carry_over(session: Session, record: AgencyRecord) -> None:
    for table in STATUTORY:
        session.execute(
            update(table)
            .where(table.agency_id == record.id)
            .values(
                agency_name=record.name,
                agency_class=record.cls,
                province=record.province,
                city=record.city,
                county=record.county,
            )
        )
