"""Reads which places the agencies are of, and which agencies are of a place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from storage.models import Agency, AgencyAlias
from storage.records import AgencyRecord
from storage.rows import as_record
from storage.vocabulary import AgencyClass, Level

MOST_PLACES = 500  # a prefecture has some 20 counties, the country 340 prefectures

# The order of the official lists: by division, then the government, its departments, townships.
_RANK = case({AgencyClass.GOVERNMENT: 0, AgencyClass.DEPARTMENT: 1}, value=Agency.cls, else_=2)
OFFICIAL_ORDER = (Agency.division_code, _RANK, Agency.id)

_LEVELS: dict[Level, ColumnElement[bool]] = {
    Level.NATIONAL: Agency.province == "",
    Level.PROVINCE: and_(Agency.province != "", Agency.city == "", Agency.county == ""),
    Level.CITY: and_(Agency.city != "", Agency.county == ""),
    Level.COUNTY: and_(Agency.county != "", Agency.cls != AgencyClass.TOWNSHIP),
    Level.TOWNSHIP: Agency.cls == AgencyClass.TOWNSHIP,
}


class Region(NamedTuple):
    """A province, a city in it or a county in that; the country where all are empty."""

    province: str = ""
    city: str = ""
    county: str = ""

    @property
    def name(self) -> str:
        """The name of the smallest place; empty for the country."""
        return self.county or self.city or self.province

    @property
    def around(self) -> tuple[Region, ...]:
        """The places around it, the largest first, without the country and itself."""
        line = (Region(self.province), Region(self.province, self.city))
        return tuple(dict.fromkeys(one for one in line if one.name and one != self))


COUNTRY = Region()


@dataclass(frozen=True, slots=True)
class AgencyFilter:
    """Which agencies are asked for: of a region, of a level, with a text in one of their names."""

    region: Region = COUNTRY
    level: Level | None = None
    cls: AgencyClass | None = None
    named: str = ""


def are_of(wanted: AgencyFilter) -> list[ColumnElement[bool]]:
    """The conditions that a filter puts on the rows of ``agency``."""
    conditions: list[ColumnElement[bool]] = []
    for column, value in zip(
        (Agency.province, Agency.city, Agency.county), wanted.region, strict=True
    ):
        if value:
            conditions.append(column == value)
    if wanted.level is not None:
        conditions.append(_LEVELS[wanted.level])
    if wanted.cls is not None:
        conditions.append(Agency.cls == wanted.cls)
    if wanted.named:
        alias = select(AgencyAlias.agency_id).where(
            AgencyAlias.agency_id == Agency.id,
            AgencyAlias.name.contains(wanted.named, autoescape=True),
        )
        conditions.append(or_(Agency.name.contains(wanted.named, autoescape=True), alias.exists()))
    return conditions


def regions_below(session: Session, region: Region) -> tuple[Region, ...]:
    """The places directly below one, in the official order; the counties of a municipality too."""
    if region.county:
        return ()
    below = Agency.province if not region.province else Agency.city
    if region.city or (region.province and not _has_cities(session, region)):
        below = Agency.county
    names = session.execute(
        select(below, func.min(Agency.division_code).label("code"))
        .where(below != "", *are_of(AgencyFilter(region)))
        .group_by(below)
        .order_by("code", below)
        .limit(MOST_PLACES)
    )
    part = {Agency.province: "province", Agency.city: "city", Agency.county: "county"}[below]
    return tuple(region._replace(**{part: name}) for name, _ in names)


def _has_cities(session: Session, region: Region) -> bool:
    found = select(Agency.id).where(Agency.city != "", *are_of(AgencyFilter(region))).limit(1)
    return session.scalar(found) is not None


def government_of(session: Session, region: Region) -> AgencyRecord | None:
    """The government of a region; None for the country and where the registry has none."""
    found = governments(session, [region])
    return found.get(region)


def governments(session: Session, regions: list[Region]) -> dict[Region, AgencyRecord]:
    """The governments of some regions, by region."""
    named = [region for region in regions if region.name]
    if not named:
        return {}
    is_one = or_(
        *(
            and_(
                Agency.province == region.province,
                Agency.city == region.city,
                Agency.county == region.county,
            )
            for region in named
        )
    )
    rows = session.scalars(
        select(Agency)
        .where(Agency.cls == AgencyClass.GOVERNMENT, is_one)
        .order_by(Agency.id.desc())  # of two, the one with the plainer id counts
    )
    return {Region(row.province, row.city, row.county): _agency(row) for row in rows}


def children_of(session: Session, agency_id: str, limit: int) -> tuple[AgencyRecord, ...]:
    """The agencies directly below one, in the official order."""
    rows = session.scalars(
        select(Agency).where(Agency.parent_id == agency_id).order_by(*OFFICIAL_ORDER).limit(limit)
    )
    return tuple(_agency(row) for row in rows)


def agencies_where(
    session: Session, wanted: AgencyFilter, *, limit: int, offset: int = 0
) -> tuple[AgencyRecord, ...]:
    """The agencies of a filter in the official order, a page of them."""
    rows = session.scalars(
        select(Agency).where(*are_of(wanted)).order_by(*OFFICIAL_ORDER).limit(limit).offset(offset)
    )
    return tuple(_agency(row) for row in rows)


def _agency(row: Any) -> AgencyRecord:
    """An agency without its aliases, which lists do not show."""
    return as_record(AgencyRecord, row, parent_id=row.parent_id or "", aliases=(), settled=())
