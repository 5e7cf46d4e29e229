"""What a name means on a site: the agencies that fit, the nearest first."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.identify.agency import KnownAgency
from pipelines.identify.characters import compact
from pipelines.identify.neighbourhood import Neighbourhood
from pipelines.identify.registry import NameMatch, Registry


@dataclass(frozen=True, slots=True)
class Meaning:
    """The agencies that a text fits on a site, and how sure each would be, from 0 to 1.

    ``off_site``: the text fits only agencies that have nothing to do with the site.
    """

    matches: tuple[NameMatch, ...]
    score: float
    off_site: bool = False


def meaning(text: str, registry: Registry, around: Neighbourhood, year: int | None) -> Meaning:
    """The agencies that a text means on a site; what a person decided comes before any reckoning.

    Far from the agency it was decided for, a decision counts only where the text is not clear, and
    only if it says where the agency is: 教育局 means another one on each site.
    """
    text = compact(text)
    if settled := around.settled(text):
        return Meaning(settled, 1.0)
    meant = _unsettled(text, registry, around, year)
    if len(meant.matches) == 1 and not meant.off_site:
        return meant
    settled = registry.settled(text)
    return Meaning(settled, 0.9) if len(settled) == 1 else meant


def _unsettled(text: str, registry: Registry, around: Neighbourhood, year: int | None) -> Meaning:
    if found := registry.find(text, year):
        return _anchored(found, registry, around)
    if found := around.find(text, year):
        return Meaning(found, 0.75 if found[0].former else 0.9)
    return Meaning(around.find_misprint(text), 0.7)


def _anchored(found: tuple[NameMatch, ...], registry: Registry, around: Neighbourhood) -> Meaning:
    for circle in (around.near, around.kin):
        here = tuple(match for match in found if match.agency.id in circle)
        exact = tuple(match for match in here if not match.former)
        if here:
            return Meaning(exact or here, 1.0 if exact else 0.75)
    found = tuple(match for match in found if not match.former) or found
    related = not around.members or any(
        _same_city(match.agency, registry[owner]) for match in found for owner in around.owners
    )
    return Meaning(found, 0.7, off_site=not related)


def _same_city(one: KnownAgency, other: KnownAgency) -> bool:
    """Whether two agencies lie in one city, or one of them in no place at all (ministries)."""
    if not one.chain or not other.chain:
        return True
    return bool(one.city) and (one.province, one.city) == (other.province, other.city)
