"""What a check needs beside the reading."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipelines.items import Figure
from storage.vocabulary import Medium


@dataclass(frozen=True)
class Facts:
    """Where a report belongs and what came before it.

    ``report_year`` is the year of the title or the list; ``previous`` the figures of the same
    agency's report of the year before, None where there is none; ``previous_form`` its form.
    ``pictures`` counts the pictures in the text.
    """

    report_year: int | None = None
    published_on: dt.date | None = None
    previous: Mapping[str, Figure] | None = None
    previous_form: str = ""
    medium: Medium = Medium.UNKNOWN
    pictures: int = field(default=0)
