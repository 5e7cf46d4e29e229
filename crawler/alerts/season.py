"""The season of annual reports."""

from __future__ import annotations

import datetime as dt


def season_of(today: dt.date) -> int:
    """The report year that is due in a day's year: the one before."""
    return today.year - 1
