"""The archived addresses of one site asked again: what was changed quietly, moved or taken away.

Like a walk it does no input or output: it is given answers and gives requests, one at a time. No
page leads on to another here; only where a redirect leads is asked too.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, replace

from crawler.spiders.answers import Answer, Judged, Outcome, judge_answer, leads_home
from crawler.spiders.frontier import Fetch, Purpose
from crawler.spiders.hosts import HostRules, request_key
from crawler.spiders.patience import SURE
from crawler.spiders.proof import Proofs
from crawler.spiders.territory import Territory
from crawler.spiders.visit import Visit
from pipelines.items import MetAgain, VisitedSite
from storage.addresses import host_of
from storage.records import AddressToAsk

MOST_REDIRECTS = 5


@dataclass(frozen=True)
class RevisitTask:
    """The site, the addresses to ask in their order, and how many requests may be made."""

    site_id: int
    host: str
    home_url: str
    addresses: tuple[AddressToAsk, ...]
    budget: int = 4000


class Revisit:
    """The state of one site's revisit."""

    def __init__(self, task: RevisitTask, rules: HostRules) -> None:
        self.task = task
        self.visit = Visit(task.site_id, task.host)
        self.elsewhere: list[Fetch] = []
        hosts = {task.host, *(host_of(address.url) for address in task.addresses)}
        self.territory = Territory(rules, hosts, Proofs(task.site_id, frozenset(), set()))
        self._alike: dict[str, list[str]] = defaultdict(list)
        self._queue: deque[Fetch] = deque()
        for address in task.addresses:
            key = request_key(address.url)
            self._alike[key].append(address.url)
            if len(self._alike[key]) == 1:
                self._queue.append(_conditional(address))

    @property
    def counts(self) -> Counter[str]:
        """What was asked and met so far."""
        return self.visit.counts

    @property
    def has_more(self) -> bool:
        """Whether there is anything left to ask."""
        return bool(self._queue)

    def next(self) -> Fetch | None:
        """The next address to ask; None when the revisit is over."""
        if self.counts["requests"] >= self.task.budget:
            budget = self.task.budget
            self.visit.cause = self.visit.cause or f"the budget of {budget} requests is used up"
            return None
        if not self._queue or not self.visit.patience.worthwhile(SURE):
            return None
        self.counts["requests"] += 1
        return self._queue.popleft()

    def offer(self, fetch: Fetch) -> None:
        """A revisit takes no reports from the lists of other sites."""

    def receive(self, fetch: Fetch, answer: Answer) -> Iterator[MetAgain]:
        """Takes the answer to a fetch and gives what that says of the archived address."""
        judged = judge_answer(answer)
        self.visit.note(judged)
        if answer.transport and host_of(answer.url) == self.task.host:
            self.visit.transport = answer.transport
        archived = fetch.source or fetch.url
        if judged.outcome is Outcome.REDIRECT:
            yield from self._redirected(fetch, archived, judged)
        elif judged.outcome is Outcome.GONE:
            yield from self._away(archived, judged.reason, answer)
        elif judged.outcome in (Outcome.CONTENT, Outcome.FILE, Outcome.UNCHANGED):
            if request_key(fetch.url) != request_key(archived):
                yield from self._away(archived, f"it leads to {answer.url}", answer, answer.url)
            self.counts["documents"] += 1
            yield MetAgain(
                self.task.site_id, archived, answer.url, answer.capture_id, answer.digest
            )
        # what failed or was refused says nothing of the report

    def _redirected(self, fetch: Fetch, archived: str, judged: Judged) -> Iterator[MetAgain]:
        target = judged.target
        same = request_key(target) == request_key(archived)
        if not self.territory.allows(target):
            yield from self._away(archived, f"it leads to {host_of(target)}", None, target)
        elif not same and leads_home(target, self.task.home_url):
            yield from self._away(archived, "it leads to the home page", None, target)
        elif fetch.redirects < MOST_REDIRECTS:
            again = replace(fetch, url=target, source=archived, redirects=fetch.redirects + 1)
            self._queue.appendleft(again if same else replace(again, headers=()))

    def _away(
        self, archived: str, reason: str, answer: Answer | None, leads_to: str = ""
    ) -> Iterator[MetAgain]:
        capture = answer.capture_id if answer else 0
        for url in self._alike[request_key(archived)]:
            self.counts["away"] += 1
            yield MetAgain(self.task.site_id, url, url, capture, "", reason, leads_to)

    def finish(self) -> Iterator[VisitedSite]:
        """Says how the visit went."""
        yield self.visit.ended()


def _conditional(address: AddressToAsk) -> Fetch:
    """The conditional request for an address; one that gave nothing last time is asked outright."""
    validators = (
        ("If-None-Match", address.etag),
        ("If-Modified-Since", address.last_modified),
    )
    sent = () if address.is_away else tuple((name, value) for name, value in validators if value)
    return Fetch(address.url, Purpose.ARCHIVED, SURE, 1, headers=sent)
