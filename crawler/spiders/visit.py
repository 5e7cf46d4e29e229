"""How a visit to a site goes: whether the site answers, and what the visit came to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from crawler.spiders.answers import Judged, Outcome
from crawler.spiders.patience import Patience
from pipelines.items import VisitedSite
from storage.vocabulary import CrawlOutcome, SiteState

_REACHED = frozenset({Outcome.CONTENT, Outcome.FILE, Outcome.UNCHANGED, Outcome.GONE})


@dataclass
class Visit:
    """The state of the site as its answers show it, with the cause, and what was counted."""

    site_id: int
    host: str
    patience: Patience = field(default_factory=Patience)
    counts: Counter[str] = field(default_factory=Counter)
    state: SiteState = SiteState.UNVISITED
    cause: str = ""
    transport: str | None = None

    def note(self, judged: Judged) -> None:
        """Takes what an answer says of the site: one refusal among answers is no wall."""
        self.counts[judged.outcome] += 1
        reached = judged.outcome in _REACHED
        self.patience.note_outcome(judged.outcome, reached)
        first = self.state is not SiteState.REACHABLE
        if reached:
            self.state, self.cause = SiteState.REACHABLE, ""
        elif judged.outcome is Outcome.BLOCKED and (first or self.patience.walled):
            self.state, self.cause = SiteState.BLOCKED, judged.reason
        elif judged.outcome is Outcome.EXCLUDED and first:
            self.state, self.cause = SiteState.EXCLUDED, judged.reason
        elif (
            judged.outcome is Outcome.FAILED
            and (first or self.patience.broken)
            and self.state is not SiteState.BLOCKED
        ):
            self.state, self.cause = SiteState.UNREACHABLE, judged.reason

    def lead_away(self, reason: str) -> None:
        """Notes that the home page leads to a host that may not be asked."""
        if self.state is SiteState.UNVISITED:
            self.state, self.cause = SiteState.UNREACHABLE, reason

    def result(self) -> VisitedSite:
        """What the visit came to; a site that answers but shows no column is a failure too."""
        if self.state is SiteState.REACHABLE and not self.counts["columns"]:
            self.cause = self.cause or self._why_nothing()
            return replace(self.ended(), outcome=CrawlOutcome.FAILED)
        return self.ended()

    def ended(self) -> VisitedSite:
        """What the visit came to, whatever it was made for: did the site answer?"""
        reached = self.state is SiteState.REACHABLE
        outcome = CrawlOutcome.FINISHED if reached else CrawlOutcome.FAILED
        counts = {name: self.counts[name] for name in sorted(self.counts)}
        return VisitedSite(
            self.site_id, self.host, self.state, outcome, self.cause, counts, self.transport
        )

    def _why_nothing(self) -> str:
        asked = self.counts["requests"]
        return f"no annual-report column was met in {asked} requests; {self.patience.summary()}"
