"""What the addresses of the pages may ask: places, filters, a page of a list."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from fastapi import Depends, Path, Query
from pydantic import BeforeValidator, Field

from storage.queries import Region, Years
from storage.vocabulary import AgencyClass, ExpectationState, Fault, Level, Severity

LONGEST_NAME = 100
LONGEST_TEXT = 200
_LAST_PAGE = 100_000


def _none_if_blank(said: object) -> object:
    """A form sends a field that was left alone as an empty text."""
    return None if said == "" else said


_Blank = BeforeValidator(_none_if_blank)
_NO_NUL = r"^[^\x00]*$"  # PostgreSQL has no text with a NUL in it
_Name = Query(max_length=LONGEST_NAME, pattern=_NO_NUL)

_MOST = 2**63 - 1  # what a column of the databases holds

VersionNumber = Annotated[Annotated[int, Field(ge=1)] | None, _Blank, Query()]
RowId = Annotated[int, Path(ge=0, le=_MOST)]
After = Annotated[int | None, Query(ge=0, le=_MOST)]
AgencyId = Annotated[str, Path(max_length=LONGEST_NAME, pattern=_NO_NUL)]
Digest = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
ReportYear = Annotated[int, Path(ge=1990, le=2200)]
# bounds of the number itself: of a choice they would be asked of None too
Year = Annotated[Annotated[int, Field(ge=1990, le=2200)] | None, _Blank, Query()]
Page = Annotated[int, Query(ge=1, le=_LAST_PAGE)]
Text = Annotated[str, Query(max_length=LONGEST_TEXT, pattern=_NO_NUL)]
Name = Annotated[str, _Name]
AskedLevel = Annotated[Level | None, _Blank, Query()]
AskedClass = Annotated[AgencyClass | None, _Blank, Query()]
AskedState = Annotated[ExpectationState | None, _Blank, Query()]
AskedSeverity = Annotated[Severity | None, _Blank, Query()]
AskedFault = Annotated[Fault | None, _Blank, Query()]


def _region(province: Name = "", city: Name = "", county: Name = "") -> Region:
    return Region(province, city, county)


AskedRegion = Annotated[Region, Depends(_region)]


class Sheet(NamedTuple):
    """One page of a long list: which, of how many, and how many entries there are in all."""

    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // self.size))

    @property
    def first_entry(self) -> int:
        """Which entry is the first on this page, counted from 1."""
        return min(self.total, (self.number - 1) * self.size + 1)

    @property
    def last_entry(self) -> int:
        """Which entry is the last on this page."""
        return min(self.total, self.number * self.size)


def years_within(judged: Years, first: int | None, last: int | None, most: int) -> Years:
    """The years asked for, inside those that are judged, at most so many, the latest of them."""
    until = min(judged.last, last or judged.last)
    since = max(judged.first, first or judged.first, until - most + 1)
    return Years(min(since, until), until)
