"""The entries of a list of articles (文章列表), found by their repeated structure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a list of articles.

    ``title`` is the fullest wording given (title attribute before a text cut with …). ``date`` is
    None where no full date is printed; ``raw_date`` is what was printed (``01-12``). ``source`` is
    the agency that published it (发布机构) if the list has such a column. ``index`` counts from 0.
    """

    url: str
    title: str
    date: dt.date | None = None
    raw_date: str = ""
    source: str = ""
    index: int = 0
