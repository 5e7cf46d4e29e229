"""What a check needs beside the reading."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.items import Figure
from storage.vocabulary import Medium


@dataclass(frozen=True)
class Facts:
    """Where a report belongs and what came before it.

    ``report_year`` is the year of the title or the list; ``previous`` the figures of the same
    agency's report of the year before, None where there is none; ``previous_form`` its form.
    ``pictures`` counts the pictures in the text, ``scanned`` says that pages of it are pictures.
    ``due_on`` is by when it had to be published, None where nothing is owed or whose report it is
    is not known; ``first_seen_on`` the day in China on which it was first met; ``put_up_by`` the
    last day on which its address can have been made.
    """

    report_year: int | None = None
    published_on: dt.date | None = None
    previous: Mapping[str, Figure] | None = None
    previous_form: str = ""
    medium: Medium = Medium.UNKNOWN
    pictures: int = 0
    scanned: bool = False
    due_on: dt.date | None = None
    first_seen_on: dt.date | None = None
    put_up_by: dt.date | None = None
