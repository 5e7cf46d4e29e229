"""Who can be meant on one site by a name without a place: 教育局, 市教育局, 太平镇."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz.distance import OSA

from pipelines.identify.agency import KnownAgency
from pipelines.identify.characters import compact
from pipelines.identify.organisations import canonical, is_town, successors
from pipelines.identify.places import is_of_level, split_level
from pipelines.identify.registry import NameMatch, Registry

# A shorter name differs from another agency's by as little as from its own misprint
# (民政局 and 财政局; 水利局 and 水务局).
_MISPRINT_LENGTH = 7


class Neighbourhood:
    """The agencies around a site.

    ``members`` publish on it. ``near`` are they and the agencies directly under its owners, which
    may have sites of their own and still report here. ``kin`` are also all further below, the
    owners' superior and its other agencies.
    """

    def __init__(self, registry: Registry, members: Iterable[str]) -> None:
        self._registry = registry
        self.members = frozenset(m for m in members if m in registry)
        self.owners = frozenset(m for m in self.members if registry.parent(m) not in self.members)
        under = {child for owner in self.owners for child in registry.children(owner)}
        self.near = self.members | under
        self.kin = self.near | self._below(under) | self._beside()
        self._near_cores: dict[str, list[KnownAgency]] = defaultdict(list)
        self._kin_cores: dict[str, list[KnownAgency]] = defaultdict(list)
        self._near_names: dict[str, list[KnownAgency]] = defaultdict(list)
        self._settled: dict[str, KnownAgency] = {}
        for agency in (registry[agency_id] for agency_id in sorted(self.kin)):
            for name in agency.settled:
                self._settled[compact(name)] = agency
            for core in agency.cores:
                self._kin_cores[core].append(agency)
                if agency.id in self.near:
                    self._near_cores[core].append(agency)
            if agency.id in self.near:
                for name in agency.names:
                    self._near_names[canonical(name)].append(agency)

    def _below(self, agency_ids: Iterable[str]) -> set[str]:
        found: set[str] = set()
        stack = list(agency_ids)
        while stack:
            agency_id = stack.pop()
            if agency_id not in found:
                found.add(agency_id)
                stack += self._registry.children(agency_id)
        return found

    def _beside(self) -> set[str]:
        above = {self._registry.parent(owner) for owner in self.owners} - {""}
        return above | {child for parent in above for child in self._registry.children(parent)}

    def settled(self, name: str) -> tuple[NameMatch, ...]:
        """The agency around here to which a person gave a compact name, in a tuple."""
        agency = self._settled.get(name)
        return () if agency is None else (NameMatch(agency),)

    def find(self, name: str, year: int | None = None) -> tuple[NameMatch, ...]:
        """The agencies that a compact name without a place means here, the nearest circle only.

        A bare name reaches the near ones; one with a level (市教育局 on a district's portal)
        reaches kin too. ``year`` as in :meth:`Registry.find`.
        """
        exact = {agency.id: agency for agency in self._near_names.get(canonical(name), ())}
        level, rest = split_level(name)
        exact |= _by_id(self._near_cores.get(canonical(name), ()))
        if level:
            exact |= self._of_level(self._near_cores, level, canonical(rest))
        if not exact and level:
            exact = self._of_level(self._kin_cores, level, canonical(rest))
        if exact:
            return tuple(NameMatch(agency) for agency in exact.values())
        return self._former(name, level, rest, year)

    def _former(self, name: str, level: str, rest: str, year: int | None) -> tuple[NameMatch, ...]:
        found: dict[str, KnownAgency] = {}
        for new in successors(canonical(name), year):
            found |= _by_id(self._near_cores.get(new, ()))
        for new in successors(canonical(rest), year) if level else ():
            found |= self._of_level(self._near_cores, level, new)
        return tuple(NameMatch(agency, former=True) for agency in found.values())

    @staticmethod
    def _of_level(
        cores: dict[str, list[KnownAgency]], level: str, core: str
    ) -> dict[str, KnownAgency]:
        return _by_id(
            agency
            for agency in cores.get(core, ())
            if any(is_of_level(place, level) for place in agency.seat)
        )

    def find_misprint(self, name: str) -> tuple[NameMatch, ...]:
        """The members whose long name differs from this one by a single character.

        Only the organisation's own words may differ, never the place (东城区, 西城区), and never
        so that they become the words of another agency around.
        """
        found: dict[str, KnownAgency] = {}
        for agency in (self._registry[member] for member in sorted(self.members)):
            for way in sorted(agency.seat | {""}, key=len, reverse=True):
                if name.startswith(way) and self._is_misprint(canonical(name[len(way) :]), agency):
                    found[agency.id] = agency
                    break
        return tuple(NameMatch(agency) for agency in found.values())

    def _is_misprint(self, core: str, agency: KnownAgency) -> bool:
        own = agency.cores[0]
        if is_town(own) or len(own) < _MISPRINT_LENGTH or core in self._kin_cores:
            return False
        return OSA.distance(core, own, score_cutoff=1) == 1 and core[-1] == own[-1]


def _by_id(agencies: Iterable[KnownAgency]) -> dict[str, KnownAgency]:
    return {agency.id: agency for agency in agencies}
