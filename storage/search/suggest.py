"""Agencies by a part of one of their names."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from storage.models import Agency, AgencyAlias


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An agency that may be meant; ``matched`` is the name in which the text stands."""

    agency_id: str
    name: str
    matched: str
    province: str
    city: str
    county: str


def suggest(session: Session, text: str, *, limit: int = 10) -> tuple[Suggestion, ...]:
    """Agencies with the text in a name, or with it as the id; none for an empty text.

    Names that begin with it come first, then short names before long ones. The former and short
    names count as the full one does.
    """
    part = "".join(text.split())
    if not part:
        return ()
    found = _like(session, part, limit)
    return tuple(found.values())[:limit]


def _like(session: Session, part: str, limit: int) -> dict[str, Suggestion]:
    pattern = "%" + part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    own = select(Agency.id, Agency.name.label("matched")).where(
        or_(Agency.name.like(pattern, escape="\\"), Agency.id == part)
    )
    other = select(AgencyAlias.agency_id, AgencyAlias.name).where(
        AgencyAlias.name.like(pattern, escape="\\")
    )
    names = own.union_all(other).subquery()
    rows = session.execute(
        select(Agency, names.c.matched)
        .join(names, names.c.id == Agency.id)
        .order_by(
            Agency.id != part,
            names.c.matched.not_like(pattern[1:], escape="\\"),
            func.length(names.c.matched),
            Agency.id,
            names.c.matched,
        )
        .limit(4 * limit)  # an agency may match by several of its names
    )
    found: dict[str, Suggestion] = {}
    for agency, matched in rows:
        found.setdefault(
            agency.id,
            Suggestion(
                agency.id, agency.name, matched, agency.province, agency.city, agency.county
            ),
        )
    return found
