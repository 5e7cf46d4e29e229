"""The walk over one site: which page to ask for next, and what each answer means.

Home page → 政府信息公开 → 政府信息公开年报 → its pages and folders → reports and their files,
best first.
A walk does no input or output: it is given answers and gives requests, one at a time, as a site is
asked over one connection. A remembered column is asked first and alone; only when one is gone, or
none is known, or a due date has passed since, the walk begins at the home page.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from crawler.spiders.answers import Answer, Judged, Outcome, judge_answer, leads_home
from crawler.spiders.columns import RememberedColumn
from crawler.spiders.frontier import Fetch, Frontier, Purpose
from crawler.spiders.hosts import HostRules
from crawler.spiders.leads import (
    call_fetches,
    frame_fetches,
    link_fetches,
    rendition_fetches,
    row_fetch,
)
from crawler.spiders.open_columns import OpenColumns
from crawler.spiders.pages.page import Page
from crawler.spiders.proof import Proofs
from crawler.spiders.reading import Reading, read_page
from crawler.spiders.schemes import Schemes
from crawler.spiders.scoring import ANNUAL_SHORT, INDEX, Setting, is_organ, is_year
from crawler.spiders.territory import Territory
from crawler.spiders.verdicts import WANTED
from crawler.spiders.visit import Visit
from pipelines.items import MetColumn, MetDocument, MetHost, MetRow, VisitedSite
from storage.addresses import host_of

Met = MetColumn | MetDocument | MetHost | VisitedSite

MOST_REDIRECTS = 5
_NOT_THERE = frozenset({Outcome.FAILED, Outcome.GONE})
PROMISING = 80.0  # the score of a link that makes the page it stands on worth its request


@dataclass(frozen=True)
class SiteTask:
    """What a walk is told: the site, what is known of it, and how many requests it may make.

    ``renders`` is True where a browser may draw a column page that cannot be read otherwise.
    ``divisions`` are those of the agencies that publish there, ``proven`` the hosts of another name
    known to belong to it (``proof``); ``transport`` and ``may_ask_https`` are for ``schemes``.
    ``searches`` is True where the site is walked from its home page although its columns are known:
    a report may have been put elsewhere.
    """

    site_id: int
    host: str
    home_url: str
    columns: tuple[RememberedColumn, ...] = ()
    known: frozenset[str] = frozenset()
    budget: int = 4000
    renders: bool = False
    transport: str | None = None
    may_ask_https: bool = False
    divisions: frozenset[str] = frozenset()
    proven: frozenset[str] = frozenset()
    searches: bool = False


class SiteWalk:
    """The state of one site's walk; ``elsewhere`` are reports that stand on other sites."""

    def __init__(self, task: SiteTask, rules: HostRules) -> None:
        self.task = task
        self.frontier = Frontier()
        self.visit = Visit(task.site_id, task.host)
        self.proofs = Proofs(task.site_id, task.divisions, set(task.proven))
        self.territory = Territory(rules, {task.host}, self.proofs)
        self.columns = OpenColumns(task.site_id, self.frontier, self.territory, task.renders)
        self.schemes = Schemes(task.home_url, task.transport, task.may_ask_https)
        self.elsewhere: list[Fetch] = []
        self._digests: dict[str, str] = {}
        self._home_asked = False
        self._held_reports = {one.url for one in task.columns if one.held_reports}
        for remembered in task.columns:
            self.columns.recall(remembered)
        # one that a person pointed to and no crawl has read says nothing of the others
        if task.searches or not any(remembered.row_count for remembered in task.columns):
            self._ask_home()

    @property
    def counts(self) -> Counter[str]:
        """What was asked and met so far."""
        return self.visit.counts

    # ------------------------------------------------------------------ asking

    @property
    def has_more(self) -> bool:
        """Whether there is anything left to ask."""
        return len(self.frontier) > 0

    def next(self) -> Fetch | None:
        """The next page to ask for; None when the walk is over."""
        if self.counts["requests"] >= self.task.budget:
            budget = self.task.budget
            self.visit.cause = self.visit.cause or f"the budget of {budget} requests is used up"
            return None
        if not self.visit.patience.worthwhile(self.frontier.peek_score()):
            return None
        fetch = self.frontier.pop()
        if fetch is None:
            return None
        self.counts["requests"] += 1
        return self.schemes.as_served(fetch)

    def offer(self, fetch: Fetch) -> None:
        """Takes a report that another site's list links to on this site."""
        if fetch.key not in self.task.known:
            self.frontier.push(fetch)

    def _ask_home(self) -> None:
        if not self._home_asked:
            self._home_asked = True
            self.frontier.push(self.schemes.first())

    # ------------------------------------------------------------------ receiving

    def receive(self, fetch: Fetch, answer: Answer) -> Iterator[Met]:
        """Takes the answer to a fetch and gives what was met."""
        if fetch.purpose is Purpose.KNOCK:
            self.frontier.push(self.schemes.home(answer))
            return
        judged = judge_answer(answer, fetch.scripts)
        if not fetch.named_by:  # another host says nothing of how this site answers
            self.visit.note(judged)
        if answer.transport and host_of(answer.url) == self.task.host:
            self.visit.transport = answer.transport
        if judged.outcome is Outcome.REDIRECT:
            yield from self._redirected(fetch, judged)
            return
        if judged.outcome is Outcome.UNCHANGED and (same := self.columns.confirm(fetch, answer)):
            self.visit.patience.located = True
            yield self._counted(same)
            return
        before = len(self.frontier)
        found = False
        for met in self._taken(fetch, answer, judged):
            found = True
            yield met
        leads_on = len(self.frontier) > before and self.frontier.peek_score() >= PROMISING
        came = judged.outcome in (Outcome.CONTENT, Outcome.FILE)
        self.visit.patience.note(fetch, came and (found or leads_on))

    def _taken(self, fetch: Fetch, answer: Answer, judged: Judged) -> Iterator[Met]:
        if fetch.named_by and not self.territory.allows(fetch.url):
            yield from self._proved(fetch, answer, judged)
        elif judged.outcome is Outcome.FILE:
            yield self._document(fetch, answer)
        elif judged.outcome is Outcome.CONTENT and judged.page is not None:
            yield from self._content(fetch, answer, judged.page)
        elif judged.outcome in _NOT_THERE and (other := self.schemes.other(fetch, answer)):
            self.frontier.insist(other)
        else:
            yield from self._lost(fetch, judged)

    def _redirected(self, fetch: Fetch, judged: Judged) -> Iterator[Met]:
        target = judged.target
        goes_home = fetch.depth and leads_home(target, self.task.home_url)
        if goes_home and fetch.purpose not in (Purpose.HOME, Purpose.NAVIGATION):
            yield from self._lost(fetch, Judged(Outcome.GONE, "it leads to the home page"))
        elif fetch.redirects >= MOST_REDIRECTS or not self._may_follow(fetch, target):
            if fetch.redirects < MOST_REDIRECTS and self._led_abroad(fetch, target):
                return
            reason = f"it leads to {host_of(target) or target[:60]}, outside this site's hosts"
            if fetch.purpose is Purpose.HOME:
                self.visit.lead_away(reason)
            yield from self._lost(fetch, Judged(Outcome.FAILED, reason))
        elif not self._follow(fetch, target):
            yield from self._lost(fetch, Judged(Outcome.GONE, "it leads to a page seen already"))

    def _may_follow(self, fetch: Fetch, target: str) -> bool:
        same_host = bool(fetch.named_by) and host_of(target) == host_of(fetch.url)
        return same_host or self.territory.allows(target)

    def _led_abroad(self, fetch: Fetch, target: str) -> bool:
        """Whether the site sends its visitors to a host of another name, which is asked once."""
        is_place = fetch.purpose is Purpose.HOME or fetch.setting is Setting.ANNUAL
        if not (is_place and self.territory.may_prove(target, fetch.url)):
            return False
        again = replace(fetch, url=target, redirects=fetch.redirects + 1)
        return self._push_named(again, fetch.url)

    def _push_named(self, fetch: Fetch, linked_from: str) -> bool:
        """Takes a page on a host of another name; one of each host is asked, the others wait."""
        asked = self.proofs.name(fetch, linked_from)
        return asked is not None and self.frontier.push(asked)

    def _proved(self, fetch: Fetch, answer: Answer, judged: Judged) -> Iterator[Met]:
        """A page of a host of another name: what it prints shows whose host it is."""
        page = judged.page if judged.outcome is Outcome.CONTENT else None
        met = self.proofs.judge(fetch, answer, page) if page else None
        if met is None:
            if home := self.proofs.home_of(fetch, page):
                self.frontier.push(home)
                return
            reason = f"{host_of(fetch.url)} prints no 政府网站标识码 that agrees with this site"
            if fetch.purpose is Purpose.HOME:
                self.visit.lead_away(reason)
            for lost in (fetch, *self.proofs.waiting(fetch)):
                yield from self._lost(lost, Judged(Outcome.FAILED, reason))
            return
        yield met
        for other in self.proofs.waiting(fetch):
            self.frontier.insist(other)
        if fetch.purpose is Purpose.HOME:
            self.territory.own.add(met.host)
        if fetch.purpose is not Purpose.PROOF and page is not None:
            yield from self._content(fetch, answer, page)

    def _follow(self, fetch: Fetch, target: str) -> bool:
        """Asks for where a redirect leads; False if that page was asked for already."""
        if fetch.purpose is Purpose.HOME:
            self.territory.own.add(host_of(target))
        again = replace(fetch, url=target, redirects=fetch.redirects + 1, score=fetch.score + 0.5)
        if again.key == fetch.key:  # from http to https, or to the same page with a session
            self.frontier.insist(again)
            return True
        return self.frontier.push(again)

    def _lost(self, fetch: Fetch, judged: Judged) -> Iterator[Met]:
        """A page that did not come: its column is not complete, or is to be looked for again."""
        met = self.columns.lose(fetch, judged)
        if met is None:
            return
        if fetch.purpose is Purpose.LIST_PAGE:
            yield self._counted(met)
            return
        self.counts["columns_lost"] += 1
        yield met
        if fetch.purpose is Purpose.COLUMN:
            self._ask_home()

    # ------------------------------------------------------------------ content

    def _content(self, fetch: Fetch, answer: Answer, page: Page) -> Iterator[Met]:
        if fetch.purpose is Purpose.RENDITION:
            yield self._document(fetch, answer)
            return
        if self._is_twin(fetch, answer):
            return
        if host_of(fetch.url) in self.territory.own:
            self.proofs.learn(page)
        reading = read_page(fetch, page, self.territory)
        if reading.is_report:
            yield self._document(fetch, answer)
            self._push_unknown(rendition_fetches(page, fetch))
        if reading.is_list:
            yield from self._list(fetch, answer, reading)
            self._push_links(fetch, reading)
        if fetch.purpose is Purpose.HOME:
            self.territory.learn_menu(page)

    def _is_twin(self, fetch: Fetch, answer: Answer) -> bool:
        """Whether a page met on the way is the very same as one seen under another address."""
        first = self._digests.setdefault(answer.digest, fetch.key)
        is_other = bool(answer.digest) and first != fetch.key
        return is_other and fetch.purpose is Purpose.NAVIGATION

    def _list(self, fetch: Fetch, answer: Answer, reading: Reading) -> Iterator[Met]:
        """A page of a column: its rows become requests, its further pages too."""
        wanted = reading.wanted
        if not reading.is_column:
            self._push_rows(wanted, "", fetch, Setting.ELSEWHERE)
            return
        column, met = self.columns.take(fetch, answer, reading)
        patience = self.visit.patience
        patience.located = patience.located or bool(wanted)
        self._push_rows(wanted, column, fetch, Setting.ANNUAL)
        if met is not None:
            yield self._counted(met)

    def _counted(self, met: MetColumn) -> MetColumn:
        """Counts a column; one that held reports and shows none now is looked for elsewhere."""
        if met.closed:
            shows = met.confirmed or any(row.verdict in WANTED for row in met.rows)
            self.counts["columns"] += 1
            self.counts["columns_with_reports"] += shows
            if not shows and met.url in self._held_reports:
                self._ask_home()
        return met

    def _document(self, fetch: Fetch, answer: Answer) -> MetDocument:
        self.counts["documents"] += 1
        return MetDocument(
            self.task.site_id,
            answer.url,
            answer.capture_id,
            answer.digest,
            fetch.column,
            fetch.title,
            dt.date.fromisoformat(fetch.listed_on) if fetch.listed_on else None,
            fetch.source,
            fetch.parent,
            fetch.trail,
        )

    # ------------------------------------------------------------------ pushing

    def _push_rows(self, rows: list[MetRow], column: str, fetch: Fetch, setting: Setting) -> None:
        for row in rows:
            target = row_fetch(row, column, fetch.depth, fetch.trail, setting)
            if row.verdict == "elsewhere":
                self.elsewhere.append(target)
            elif not self.territory.allows(target.url):
                if setting is Setting.ANNUAL and self.territory.may_prove(target.url, fetch.url):
                    self._push_named(target, fetch.url)
            elif target.key not in self.task.known and self.frontier.push(target):
                self.counts["rows"] += 1

    def _push_unknown(self, files: Iterable[Fetch]) -> None:
        for file in files:
            if self.territory.allows(file.url) and file.key not in self.task.known:
                self.frontier.push(file)

    def _push_links(self, fetch: Fetch, reading: Reading) -> None:
        page, setting, articles = reading.page, reading.setting, reading.articles
        links = (*page.links, *reading.listing.children)
        site_wide = frozenset(self.territory.site_wide)
        targets = link_fetches(links, setting, fetch.depth, fetch.trail, is_organ, site_wide)
        if setting is not Setting.ANNUAL:
            targets += call_fetches(reading.listing.next, fetch.depth, fetch.trail, is_organ)
        for target in targets:
            # a year is a folder, or the report of that year: its page tells
            is_way = is_year(target.title) or (
                setting is not Setting.ANNUAL and target.score >= INDEX
            )
            if not is_way and target.key in articles:
                continue
            if self.territory.is_worth(target):
                self.frontier.push(target)
            elif self._names_place(target, fetch):
                self._push_named(target, fetch.url)
        for frame in frame_fetches(page, fetch, setting):
            if self.territory.allows(frame.url):
                self.frontier.push(frame)

    def _names_place(self, target: Fetch, fetch: Fetch) -> bool:
        """Whether a page says in words that another host is a place of its annual reports."""
        says = target.setting is Setting.ANNUAL and target.score + 2 * fetch.depth >= ANNUAL_SHORT
        return says and self.territory.may_prove(target.url, fetch.url)

    # ------------------------------------------------------------------ the end

    def finish(self) -> Iterator[Met]:
        """Closes what is open and says how the visit went."""
        cause = self.visit.cause or "the walk ended before all its pages were read"
        for met in self.columns.close_all(cause):
            yield self._counted(met)
        if self._home_asked and not self.visit.cause:
            self.counts["walked"] += 1
        yield self.visit.result()
