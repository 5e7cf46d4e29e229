"""Errands: reports that a list of one share names on a site of another.

They are fetched in a process of their own, when no walk asks that site any more.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crawler.spiders.frontier import Fetch, Purpose
from crawler.spiders.scoring import Setting
from crawler.spiders.walk import Met, SiteWalk
from crawler.tether import tell
from pipelines.items import VisitedSite

ERRANDS = "errands"  # stands for the number of a share

_TOLD = ("url", "score", "depth", "column", "title", "listed_on", "source", "trail")


def tell_errand(fetch: Fetch) -> None:
    """Tells the process that started this one of a report that none of its walks may ask for."""
    told = {name: getattr(fetch, name) for name in _TOLD} | {"setting": fetch.setting.value}
    tell(errand=told)


def read_errand(told: dict[str, Any]) -> Fetch:
    """The request that an errand is."""
    fields = told | {"trail": tuple(told["trail"]), "setting": Setting(told["setting"])}
    return Fetch(purpose=Purpose.REPORT, **fields)


class ErrandWalk(SiteWalk):
    """Fetches the reports that it is offered, with their files, and looks for nothing.

    How the visit of the site went is said by the walk before.
    """

    def _ask_home(self) -> None:
        """An errand begins nowhere else than at its report."""

    def finish(self) -> Iterator[Met]:
        """Gives what is still open, but no visit."""
        return (met for met in super().finish() if not isinstance(met, VisitedSite))
