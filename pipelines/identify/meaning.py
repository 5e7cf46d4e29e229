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
    """The agencies that a text means on a site."""
    text = compact(text)
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
