"""An agency as far as telling it apart needs: its names and the places it lies in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pipelines.identify.characters import compact
from pipelines.identify.organisations import GOVERNMENT, canonical, is_town
from pipelines.identify.places import is_of_level, spellings, split_level
from storage.vocabulary import AgencyClass


@dataclass(frozen=True)
class KnownAgency:
    """An agency of the registry, as far as telling it apart needs.

    ``settled`` are those of its aliases that a person gave it where the name alone did not tell.
    """

    id: str
    name: str
    short_name: str = ""
    aliases: tuple[str, ...] = ()
    cls: AgencyClass = AgencyClass.DEPARTMENT
    division_code: str = ""
    province: str = ""
    city: str = ""
    county: str = ""
    parent_id: str = ""
    homepage: str = ""
    first_report_year: int | None = None
    last_report_year: int | None = None
    settled: tuple[str, ...] = ()

    @cached_property
    def chain(self) -> tuple[frozenset[str], ...]:
        """The places it lies in, the widest first, each with all its spellings."""
        places = (self.province, self.city, self.county)
        return tuple(spellings(compact(place)) for place in places if place)

    @cached_property
    def seat(self) -> frozenset[str]:
        """The spellings of its own place: of its county, else its city, else its province."""
        return self.chain[-1] if self.chain else frozenset()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All its names, compact, the full one first."""
        every = (self.name, self.short_name, *self.aliases)
        return tuple(dict.fromkeys(compact(name) for name in every if name))

    @cached_property
    def is_town(self) -> bool:
        """Whether it is a township or subdistrict, whose county is often left out."""
        return self.cls is AgencyClass.TOWNSHIP or is_town(self.cores[0])

    @cached_property
    def cores(self) -> tuple[str, ...]:
        """Its names without the places in front, canonical."""
        found = dict.fromkeys(canonical(rest) for name in self.names if (rest := self._core(name)))
        return tuple(found)

    def _core(self, name: str) -> str:
        rest = name
        for level in self.chain:
            ways = sorted(level, key=len, reverse=True)
            rest = next((rest[len(w) :] for w in ways if rest.startswith(w)), rest)
        level_word, tail = split_level(rest)
        if level_word and tail and any(is_of_level(place, level_word) for place in self.seat):
            rest = tail
        return rest or (GOVERNMENT if self.cls is AgencyClass.GOVERNMENT else "")

    def is_anchored(self, name: str) -> bool:
        """Whether a compact name says by itself where the agency is, or need not say it."""
        if not self.chain:
            return True
        lead = any(name.startswith(place) for level in self.chain for place in level)
        return lead or any(place in name for place in self.seat)
