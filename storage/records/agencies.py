"""Who owes a report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from storage.vocabulary import AgencyClass


@dataclass(frozen=True, slots=True)
class AgencyRecord:
    """An agency (行政机关) of the registry; the fields are those of the registry's CSV.

    ``division_code`` is the code of the division by GB/T 2260. An agency with an empty
    ``homepage`` reports in the columns of its parent. ``first_report_year`` and
    ``last_report_year`` bound the years it owes. ``due_override`` is a month and day
    (``MM-DD``) where a local notice sets another date than article 49. ``settled`` are those of the
    aliases that a person gave it; they are never imported.
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
    due_override: str = ""
    settled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AgencyHome:
    """Where an agency publishes, and since when it is in the registry; None if not known."""

    id: str
    parent_id: str
    homepage: str
    added_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """How many agencies an import added, updated, and found as they were."""

    added: int
    updated: int
    unchanged: int


def line_to_site(
    agency: AgencyRecord, agencies: Mapping[str, AgencyRecord]
) -> tuple[AgencyRecord, ...]:
    """An agency and those above it, up to the one on whose home page's site it publishes.

    The last one has the home page; where nobody up the line has one, it has none either.
    """
    line = [agency]
    while not line[-1].homepage:
        above = agencies.get(line[-1].parent_id)
        if above is None or above in line:
            break
        line.append(above)
    return tuple(line)
