"""How long a walk goes on where it finds nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.spiders.answers import Outcome
from crawler.spiders.frontier import Fetch, Purpose
from crawler.spiders.scoring import INDEX, NAMELESS, NOTICES

SURE = 71.0  # rows, list pages, files and folders of a column: asked for whatever it costs
DRY_BEFORE = 45  # pages without a lead before a site's column counts as not located
DRY_AFTER = 14  # the same once a column is known: there may be a second one
STRAY_AFTER = (
    2  # pages of 通知公告: a report filed under the wrong column is among the newest there
)
WALL = 3  # refusals in a row that mean the whole site refuses
BREAK = 6  # failures in a row that mean the whole site is down


@dataclass
class Patience:
    """Counts pages that led nowhere, refusals and failures, and says when to stop."""

    located: bool = False
    dry: int = 0
    stray: int = 0
    asked: int = 0
    _refused: int = 0
    _failed: int = 0
    _best_dry: list[str] = field(default_factory=list)

    @property
    def walled(self) -> bool:
        """Whether the site refuses as a whole."""
        return self._refused >= WALL

    @property
    def broken(self) -> bool:
        """Whether the site fails as a whole."""
        return self._failed >= BREAK

    def note_outcome(self, outcome: Outcome, reached: bool) -> None:
        """Counts refusals and failures that follow each other."""
        self._refused = (
            self._refused + 1 if outcome is Outcome.BLOCKED else 0 if reached else self._refused
        )
        self._failed = (
            self._failed + 1 if outcome is Outcome.FAILED else 0 if reached else self._failed
        )

    def note(self, fetch: Fetch, productive: bool) -> None:
        """Counts a page that led nowhere."""
        self.asked += 1
        if productive or fetch.purpose not in (Purpose.HOME, Purpose.NAVIGATION):
            return
        if self.located and fetch.score < INDEX - 20:
            self.stray += 1
        else:
            self.dry += 1
        self._best_dry = [*self._best_dry, fetch.title or fetch.url][:3]

    def worthwhile(self, score: float) -> bool:
        """Whether a page of this score is still to be asked for."""
        if self.walled or self.broken or score <= 0:
            return False
        if score >= SURE:
            return True
        if not self.located:
            return self.dry < DRY_BEFORE and score >= min(NAMELESS - 6, 3.0)
        if score >= INDEX - 20:
            return self.dry < DRY_AFTER + DRY_BEFORE
        return score >= NOTICES - 4 and self.stray < STRAY_AFTER

    def summary(self) -> str:
        """Where the walk looked in vain."""
        looked = "、".join(self._best_dry)
        return f"looked in vain at {looked}" if looked else "nothing led on from the home page"
