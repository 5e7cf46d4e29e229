"""The agencies that are known, found by name, by host and by kinship."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from pipelines.identify.agency import KnownAgency
from pipelines.identify.characters import compact
from pipelines.identify.hosts import same_name, site_of
from pipelines.identify.organisations import canonical, successors
from pipelines.identify.places import PROVINCES, spellings


@dataclass(frozen=True, slots=True)
class NameMatch:
    """An agency that a text names. ``former``: by a name of before a reform."""

    agency: KnownAgency
    former: bool = False


class Registry:
    """All known agencies, indexed for look-ups by name and host. Immutable once made."""

    def __init__(self, agencies: Iterable[KnownAgency]) -> None:
        self._agencies = {agency.id: agency for agency in agencies}
        self._by_seat: dict[tuple[str, str], list[KnownAgency]] = defaultdict(list)
        self._by_name: dict[str, list[KnownAgency]] = defaultdict(list)
        self._by_site: dict[str, list[str]] = defaultdict(list)
        self._children: dict[str, list[str]] = defaultdict(list)
        self._members: dict[str, frozenset[str]] = {}
        self._settled: dict[str, list[KnownAgency]] = defaultdict(list)
        places = set().union(*(spellings(province) for province in PROVINCES))
        for agency in self:
            places.update(*agency.chain)
            self._index(agency)
        self._places = frozenset(places)
        self._lengths = tuple(sorted({len(place) for place in places}))

    def _index(self, agency: KnownAgency) -> None:
        # a township is often named with its city, the county left out
        levels = agency.chain if agency.is_town else agency.chain[-1:]
        for place in frozenset().union(*levels):
            for core in agency.cores:
                self._by_seat[place, core].append(agency)
        for name in agency.names:
            if agency.is_anchored(name):
                self._by_name[canonical(name)].append(agency)
        for name in map(compact, agency.settled):
            if agency.chain and agency.is_anchored(name):
                self._settled[name].append(agency)
        if agency.homepage:
            self._by_site[site_of(urlsplit(agency.homepage).hostname or "")].append(agency.id)
        if agency.parent_id:
            self._children[agency.parent_id].append(agency.id)

    def __len__(self) -> int:
        return len(self._agencies)

    def __iter__(self) -> Iterator[KnownAgency]:
        return iter(self._agencies.values())

    def __getitem__(self, agency_id: str) -> KnownAgency:
        return self._agencies[agency_id]

    def __contains__(self, agency_id: object) -> bool:
        return agency_id in self._agencies

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The hosts of all home pages."""
        return frozenset(urlsplit(agency.homepage).hostname or "" for agency in self) - {""}

    def settled(self, name: str) -> tuple[NameMatch, ...]:
        """The agencies to which a person gave a compact name that says where they are."""
        return tuple(NameMatch(agency) for agency in self._settled.get(name, ()))

    def find(self, name: str, year: int | None = None) -> tuple[NameMatch, ...]:
        """The agencies named by a compact text that says where they are: 鲤城区教育局.

        A text without a place (教育局, 市教育局) means something only on a site: see
        :class:`~pipelines.identify.neighbourhood.Neighbourhood`. ``year`` is the report year; it
        lets a name of before a reform lead to the agency that bears another now; such matches
        come last.
        """
        exact = {a.id: NameMatch(a) for a in self._by_name.get(canonical(name), ())}
        former: dict[str, NameMatch] = {}
        for places, rest in self._read_places(name):
            core = canonical(rest)
            self._collect(exact, places, core, former=False)
            for successor in successors(core, year):
                self._collect(former, places, successor, former=True)
        return (*exact.values(), *(m for i, m in former.items() if i not in exact))

    def _collect(
        self, found: dict[str, NameMatch], places: tuple[str, ...], core: str, *, former: bool
    ) -> None:
        for agency in self._by_seat.get((places[-1], core), ()):
            if all(_lies_in(agency, place) for place in places):
                found.setdefault(agency.id, NameMatch(agency, former))

    def _read_places(self, text: str) -> Iterator[tuple[tuple[str, ...], str]]:
        """Every way to read known places in front of the rest of a text."""
        stack: list[tuple[tuple[str, ...], str]] = [((), text)]
        while stack:
            places, rest = stack.pop()
            if places:
                yield places, rest
            if len(places) < 4:
                stack.extend(
                    ((*places, rest[:length]), rest[length:])
                    for length in self._lengths
                    if length <= len(rest) and rest[:length] in self._places
                )

    def children(self, agency_id: str) -> tuple[str, ...]:
        """The agencies directly under one."""
        return tuple(self._children.get(agency_id, ()))

    def parent(self, agency_id: str) -> str:
        """The agency above one, empty where the registry has none."""
        above = self._agencies[agency_id].parent_id
        return above if above in self._agencies else ""

    def members(self, host: str) -> frozenset[str]:
        """Who publishes on a host: whose home page it is, and all under them without one.

        A host that is nobody's home page stands for the main host of its name
        (zfxxgk.x.gov.cn → www.x.gov.cn).
        """
        if host not in self._members:
            tops = self._by_site.get(site_of(host)) or self._by_site.get(same_name(host)) or []
            self._members[host] = self._with_homeless(tops)
        return self._members[host]

    def _with_homeless(self, tops: Iterable[str]) -> frozenset[str]:
        found: set[str] = set()
        stack = list(tops)
        while stack:
            agency_id = stack.pop()
            if agency_id not in found:
                found.add(agency_id)
                stack += [c for c in self.children(agency_id) if not self[c].homepage]
        return frozenset(found)


def _lies_in(agency: KnownAgency, place: str) -> bool:
    """Whether a place named is one of the agency's; a province it does not state may be any."""
    if any(place in spelled for spelled in agency.chain):
        return True
    return not agency.province and any(place in spellings(province) for province in PROVINCES)
