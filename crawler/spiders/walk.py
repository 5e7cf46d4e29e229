"""The walk over one site: which page to ask for next, and what each answer means.

Home page → 政府信息公开 → 政府信息公开年报 → its pages and folders → reports and their files,
best first.
A walk does no input or output: it is given answers and gives requests, one at a time, as a site is
asked over one connection. A remembered column is asked first and alone; only when one is gone, or
none is known, the walk begins at the home page.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from crawler.spiders.answers import Answer, Judged, Outcome, judge_answer, leads_home
from crawler.spiders.columns import MOST_PAGES, OpenColumn, RememberedColumn
from crawler.spiders.frontier import Fetch, Frontier, Purpose
from crawler.spiders.hosts import HostRules, HostStanding, host_of, request_key
from crawler.spiders.leads import (
    call_fetches,
    is_organ,
    judge_row,
    link_fetches,
    looks_like_report,
    names_of,
    row_fetch,
    setting_of,
    with_files_of_years,
    wraps_report,
)
from crawler.spiders.listings import identify_listing
from crawler.spiders.listings.family import ListPage, ListRequest
from crawler.spiders.page import Page
from crawler.spiders.patience import Patience
from crawler.spiders.rendering import awaits_rendering, folders_of, rendered
from crawler.spiders.renditions import renditions_of
from crawler.spiders.scoring import INDEX, Setting, is_folder, is_year
from pipelines.items import MetColumn, MetDocument, MetRow, VisitedSite
from storage.vocabulary import ColumnState, CrawlOutcome, SiteState

Met = MetColumn | MetDocument | VisitedSite

LIST_PAGE_SCORE = 93.0
RENDITION_SCORE = 94.0
COLUMN_SCORE = 99.0
FOLDER_SCORE = 75.0
MOST_REDIRECTS = 5


@dataclass(frozen=True)
class SiteTask:
    """What a walk is told: the site, what is known of it, and how many requests it may make.

    ``renders`` is True where a browser may draw a column page that cannot be read otherwise.
    """

    site_id: int
    host: str
    home_url: str
    columns: tuple[RememberedColumn, ...] = ()
    known: frozenset[str] = frozenset()
    budget: int = 4000
    renders: bool = False


@dataclass
class SiteWalk:
    """The state of one site's walk."""

    task: SiteTask
    rules: HostRules
    frontier: Frontier = field(default_factory=Frontier)
    patience: Patience = field(default_factory=Patience)
    counts: Counter[str] = field(default_factory=Counter)
    columns: dict[str, OpenColumn] = field(default_factory=dict)
    elsewhere: list[Fetch] = field(default_factory=list)
    state: SiteState = SiteState.UNVISITED
    cause: str = ""
    _own: set[str] = field(default_factory=set)
    _site_wide: set[str] = field(default_factory=set)
    _digests: dict[str, str] = field(default_factory=dict)
    _home_asked: bool = False

    def __post_init__(self) -> None:
        self._own.add(self.task.host)
        for remembered in self.task.columns:
            self._recall(remembered)
        if not self.task.columns:
            self._ask_home()

    # ------------------------------------------------------------------ asking

    def next(self) -> Fetch | None:
        """The next page to ask for; None when the walk is over."""
        if self.counts["requests"] >= self.task.budget:
            self.cause = self.cause or f"the budget of {self.task.budget} requests is used up"
            return None
        if not self.patience.worthwhile(self.frontier.peek_score()):
            return None
        fetch = self.frontier.pop()
        if fetch is not None:
            self.counts["requests"] += 1
        return fetch

    def offer(self, fetch: Fetch) -> None:
        """Takes a report that another site's list links to on this site."""
        if fetch.key not in self.task.known:
            self.frontier.push(fetch)

    def _ask_home(self) -> None:
        if not self._home_asked:
            self._home_asked = True
            self.frontier.push(Fetch(self.task.home_url, Purpose.HOME, 100.0))

    def _recall(self, remembered: RememberedColumn) -> None:
        column = OpenColumn(
            self.task.site_id,
            remembered.url,
            remembered.name,
            remembered.breadcrumb,
            remembered.family,
            remembered,
        )
        column.waiting = 1
        self.columns[remembered.url] = column
        headers = tuple(
            (name, value)
            for name, value in (
                ("If-None-Match", remembered.etag),
                ("If-Modified-Since", remembered.last_modified),
            )
            if value
        )
        url, _, body = remembered.url.partition("#POST ")
        self.frontier.push(
            Fetch(
                url,
                Purpose.COLUMN,
                COLUMN_SCORE,
                1,
                "POST" if body else "GET",
                body.encode(),
                headers,
                Setting.ANNUAL,
                remembered.url,
                trail=remembered.breadcrumb,
            )
        )

    # ------------------------------------------------------------------ receiving

    def receive(self, fetch: Fetch, answer: Answer) -> Iterator[Met]:
        """Takes the answer to a fetch and gives what was met."""
        judged = judge_answer(answer)
        self.counts[judged.outcome] += 1
        self._note_state(fetch, judged)
        before = len(self.frontier)
        productive = False
        if judged.outcome is Outcome.REDIRECT:
            yield from self._redirected(fetch, answer, judged)
            return
        if judged.outcome is Outcome.UNCHANGED and fetch.column in self.columns:
            yield self._unchanged(fetch, answer)
            return
        if judged.outcome is Outcome.FILE:
            yield self._document(fetch, answer)
            productive = True
        elif judged.outcome is Outcome.CONTENT and judged.page is not None:
            for met in self._content(fetch, answer, judged.page):
                productive = True
                yield met
            productive = productive or (
                len(self.frontier) > before and self.frontier.peek_score() >= 80
            )
        else:
            yield from self._lost(fetch, judged)
        self.patience.note(fetch, productive)

    def _note_state(self, fetch: Fetch, judged: Judged) -> None:
        reached = judged.outcome in (Outcome.CONTENT, Outcome.FILE, Outcome.UNCHANGED, Outcome.GONE)
        self.patience.note_outcome(judged.outcome, reached)
        if reached:
            self.state, self.cause = SiteState.REACHABLE, ""
            return
        first = self.state is not SiteState.REACHABLE
        if judged.outcome is Outcome.BLOCKED and (first or self.patience.walled):
            self.state, self.cause = SiteState.BLOCKED, judged.reason
        elif judged.outcome is Outcome.EXCLUDED and first:
            self.state, self.cause = SiteState.EXCLUDED, judged.reason
        elif (
            judged.outcome is Outcome.FAILED
            and (first or self.patience.broken)
            and self.state is not SiteState.BLOCKED
        ):
            self.state, self.cause = SiteState.UNREACHABLE, judged.reason

    def _redirected(self, fetch: Fetch, answer: Answer, judged: Judged) -> Iterator[Met]:
        target = judged.target
        standing = self.rules.standing(host_of(target), frozenset(self._own))
        home_again = (
            fetch.purpose is not Purpose.HOME
            and fetch.depth
            and leads_home(target, self.task.home_url)
        )
        if home_again and fetch.purpose is not Purpose.NAVIGATION:
            yield from self._lost(fetch, Judged(Outcome.GONE, "it leads to the home page"))
        elif fetch.redirects >= MOST_REDIRECTS or standing not in (
            HostStanding.OWN,
            HostStanding.SISTER,
        ):
            reason = f"it leads to {host_of(target) or target[:60]}, outside this site's hosts"
            if fetch.purpose is Purpose.HOME and self.state is SiteState.UNVISITED:
                self.state, self.cause = SiteState.UNREACHABLE, reason
            yield from self._lost(fetch, Judged(Outcome.FAILED, reason))
        else:
            if fetch.purpose is Purpose.HOME:
                self._own.add(host_of(target))
            again = replace(
                fetch, url=target, redirects=fetch.redirects + 1, score=fetch.score + 0.5
            )
            if again.key == fetch.key:
                self.frontier.insist(
                    again
                )  # from http to https, or to the same page with a session
            elif not self.frontier.push(again):
                yield from self._lost(
                    fetch, Judged(Outcome.GONE, "it leads to a page seen already")
                )

    def _unchanged(self, fetch: Fetch, answer: Answer) -> MetColumn:
        column = self.columns.pop(fetch.column)
        self.counts["columns"] += 1
        self.patience.located = True
        return column.confirm(answer)

    def _lost(self, fetch: Fetch, judged: Judged) -> Iterator[Met]:
        """A page that did not come: its column is not complete, or is to be looked for again."""
        if (
            fetch.purpose is Purpose.HOME
            and not fetch.redirects
            and judged.outcome is Outcome.FAILED
        ):
            self._ask_other_scheme(fetch)
        column = self.columns.get(fetch.column)
        if fetch.purpose is Purpose.NAVIGATION and fetch.setting is Setting.ANNUAL:
            yield from self._lost_folder(fetch, judged)
        if column is None or fetch.purpose not in (Purpose.COLUMN, Purpose.LIST_PAGE):
            return
        column.waiting -= 1
        if fetch.certain or judged.outcome is not Outcome.GONE:
            column.fail(judged.reason)
        if fetch.purpose is Purpose.COLUMN:
            del self.columns[fetch.column]
            self.counts["columns_lost"] += 1
            gone = judged.outcome is Outcome.GONE
            state = ColumnState.GONE if gone else ColumnState.PARTIAL
            yield replace(column.met(closed=True), state=state, cause=judged.reason)
            self._ask_home()
        elif column.waiting == 0:
            yield self._close(column)

    def _lost_folder(self, fetch: Fetch, judged: Judged) -> Iterator[Met]:
        """A folder of an annual column that fails is a column not read: nothing is said of it."""
        if judged.outcome not in (Outcome.FAILED, Outcome.BLOCKED) or fetch.score < FOLDER_SCORE:
            return
        column = OpenColumn(self.task.site_id, fetch.url, fetch.title, fetch.trail, "")
        column.fail(judged.reason)
        self.counts["columns_lost"] += 1
        yield column.met(closed=True)

    def _ask_other_scheme(self, fetch: Fetch) -> None:
        """Https where http failed and the other way round: each host offers one of them."""
        scheme, _, rest = fetch.url.partition("://")
        other = "https" if scheme == "http" else "http"
        self.frontier.insist(replace(fetch, url=f"{other}://{rest}", redirects=1))

    # ------------------------------------------------------------------ content

    def _content(self, fetch: Fetch, answer: Answer, page: Page) -> Iterator[Met]:
        if fetch.purpose is Purpose.RENDITION:
            yield self._document(fetch, answer)
            return
        twin = self._digests.setdefault(answer.digest, fetch.key)
        if answer.digest and twin != fetch.key and fetch.purpose is Purpose.NAVIGATION:
            return
        setting = setting_of(page, fetch.setting)
        listing = self._read_list(fetch, page)
        rows = self._judge_rows(listing, page, setting)
        is_report = fetch.purpose is Purpose.REPORT or (
            setting is Setting.ANNUAL
            and (looks_like_report(page, fetch.title) or wraps_report(page, fetch.title, rows))
        )
        if is_report:
            yield self._document(fetch, answer)
            self._push_renditions(fetch, page)
        reports = sum(row.verdict in ("report", "elsewhere") for row in rows)
        # a column may open with its newest report and name the other years beside it
        is_entry = fetch.purpose is not Purpose.REPORT and not is_year(fetch.title)
        has_folders = is_entry and bool(listing.children)
        if not is_report or reports >= 2 or has_folders:
            yield from self._list(fetch, answer, page, listing, rows, setting)
            self._push_links(fetch, page, listing, setting)
        if fetch.purpose is Purpose.HOME:
            self._site_wide.update(request_key(link.url) for link in page.links)

    def _read_list(self, fetch: Fetch, page: Page) -> ListPage:
        ask = None
        if fetch.purpose in (Purpose.LIST_PAGE, Purpose.COLUMN) and (
            fetch.number > 1 or fetch.method == "POST"
        ):
            ask = ListRequest(fetch.url, fetch.method, fetch.body, fetch.headers, fetch.number)
        return identify_listing(page).read(page, ask)

    def _judge_rows(self, listing: ListPage, page: Page, setting: Setting) -> list[MetRow]:
        own = frozenset(self._own)
        rows = listing.rows or page.rows
        if setting is Setting.ANNUAL:
            rows = with_files_of_years(rows, page)
        folders = {request_key(link.url) for link in listing.children}
        judged = []
        for row in rows:
            key = request_key(row.url)
            standing = self.rules.standing(host_of(row.url), own)
            met = judge_row(row, setting, standing, key in self._site_wide)
            if met.verdict == "candidate" and key in folders:
                met = replace(met, verdict="unrelated", reason="a folder of the column")
            judged.append(met)
        return judged

    def _list(
        self,
        fetch: Fetch,
        answer: Answer,
        page: Page,
        listing: ListPage,
        rows: list[MetRow],
        setting: Setting,
    ) -> Iterator[Met]:
        """A page of a column: its rows become requests, its further pages too."""
        wanted = [row for row in rows if row.verdict in ("report", "candidate", "elsewhere")]
        reports = sum(row.verdict in ("report", "elsewhere") for row in rows)
        annual = setting is Setting.ANNUAL
        if not annual and reports < 2:
            self._push_rows(wanted, "", fetch, Setting.ELSEWHERE)
            return
        if not annual and reports * 2 < len(rows):
            self._push_rows(wanted, "", fetch, Setting.ELSEWHERE)
            return
        column = self._column_of(fetch, page, listing)
        column.waiting -= 1
        fresh = column.add(answer, listing, rows)
        if fresh:
            dropped = map(self.frontier.drop, column.settled(fetch.number))
            column.waiting -= sum(dropped)
        self.patience.located = self.patience.located or bool(wanted)
        self._push_rows(wanted, column.url, fetch, Setting.ANNUAL)
        may_go_on = fresh or (not rows and fetch.number == 1)  # past its end a list is empty
        if may_go_on and not column.known_from_here and column.pages < MOST_PAGES:
            self._push_pages(column, fetch, listing)
        if self.task.renders:
            self._push_rendered(column, fetch, page, listing, rows)
        if column.waiting <= 0:
            yield self._close(column)
        elif column.pages == 1:
            yield column.met(closed=False)

    def _column_of(self, fetch: Fetch, page: Page, listing: ListPage) -> OpenColumn:
        column = self.columns.get(fetch.column)
        if column is not None and fetch.purpose in (Purpose.COLUMN, Purpose.LIST_PAGE):
            return column
        url = (
            fetch.url
            if fetch.method == "GET"
            else f"{fetch.url}#POST {fetch.body.decode('utf-8', 'replace')}"
        )
        names = names_of(page)
        name = fetch.title or (names[0] if names else "")
        column = OpenColumn(
            self.task.site_id,
            url,
            name,
            page.breadcrumb or fetch.trail,
            identify_listing(page).name,
        )
        column.waiting = 1
        self.columns[url] = column
        return column

    def _close(self, column: OpenColumn) -> MetColumn:
        self.columns.pop(column.url, None)
        self.counts["columns"] += 1
        return column.met(closed=True)

    # ------------------------------------------------------------------ pushing

    def _push_rows(self, rows: list[MetRow], column: str, fetch: Fetch, setting: Setting) -> None:
        for row in rows:
            target = row_fetch(row, column, fetch.depth, fetch.trail, setting)
            if row.verdict == "elsewhere":
                self.elsewhere.append(target)
            elif target.key not in self.task.known and self.frontier.push(target):
                self.counts["rows"] += 1

    def _push_pages(self, column: OpenColumn, fetch: Fetch, listing: ListPage) -> None:
        for ask in listing.next:
            # the state that a form carries (__VIEWSTATE) differs from page to page: so the number
            # tells a page asked for by POST, not the body
            if ask.method == "POST" and not column.asks_first(ask.url, ask.number):
                continue
            page = Fetch(
                ask.url,
                Purpose.LIST_PAGE,
                LIST_PAGE_SCORE - ask.number / 1000,
                fetch.depth,
                ask.method,
                ask.body,
                ask.headers,
                Setting.ANNUAL,
                column.url,
                ask.number,
                fetch.title,
                trail=fetch.trail,
                certain=ask.certain,
            )
            if self._allowed(page.url) and self.frontier.push(page):
                column.waiting += 1
                if not ask.certain:
                    column.alternatives.setdefault(ask.number, []).append(page.key)

    def _push_rendered(
        self, column: OpenColumn, fetch: Fetch, page: Page, listing: ListPage, rows: list[MetRow]
    ) -> None:
        found = folders_of(fetch, page, listing, frozenset(self._site_wide))
        folders = [url for url in found if self._allowed(url)]
        if awaits_rendering(fetch, page, listing, rows, folders, column):
            column.etag = column.last_modified = ""  # they say nothing of what scripts put in
            column.waiting += self.frontier.push(rendered(fetch, column))

    def _push_renditions(self, fetch: Fetch, page: Page) -> None:
        for url, label in renditions_of(page):
            rendition = Fetch(
                url,
                Purpose.RENDITION,
                RENDITION_SCORE,
                fetch.depth + 1,
                setting=fetch.setting,
                column=fetch.column,
                title=label or fetch.title,
                listed_on=fetch.listed_on,
                source=fetch.source,
                parent=fetch.url,
                trail=fetch.trail,
            )
            if self._allowed(url) and rendition.key not in self.task.known:
                self.frontier.push(rendition)

    def _push_links(self, fetch: Fetch, page: Page, listing: ListPage, setting: Setting) -> None:
        site_wide = frozenset(self._site_wide)
        articles = {
            request_key(row.url) for row in (*listing.rows, *page.rows) if not is_folder(row.title)
        }
        targets = link_fetches(
            (*page.links, *listing.children), setting, fetch.depth, fetch.trail, is_organ, site_wide
        )
        if setting is not Setting.ANNUAL:
            targets += call_fetches(listing.next, fetch.depth, fetch.trail, is_organ)
        for target in targets:
            is_article = target.key in articles and (
                setting is Setting.ANNUAL or target.score < INDEX
            )
            if is_year(target.title):
                is_article = False  # a folder, or the report of that year: its page tells
            if not is_article and self._worth_pushing(target):
                self.frontier.push(target)
        for number, frame in enumerate(page.frames):
            score = max(fetch.score - 1 - number, 50.0)
            if self._allowed(frame):
                self.frontier.push(
                    replace(
                        fetch, url=frame, purpose=Purpose.NAVIGATION, score=score, setting=setting
                    )
                )

    def _worth_pushing(self, target: Fetch) -> bool:
        standing = self.rules.standing(host_of(target.url), frozenset(self._own))
        # a sister host is another body's site more often than not: only for what says it is the way
        return standing is HostStanding.OWN or (
            standing is HostStanding.SISTER and target.score >= 50
        )

    def _allowed(self, url: str) -> bool:
        standing = self.rules.standing(host_of(url), frozenset(self._own))
        return standing in (HostStanding.OWN, HostStanding.SISTER)

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

    # ------------------------------------------------------------------ the end

    def finish(self) -> Iterator[Met]:
        """Closes what is open and says how the visit went."""
        for column in list(self.columns.values()):
            column.fail(self.cause or "the walk ended before all its pages were read")
            yield self._close(column)
        outcome = CrawlOutcome.FINISHED
        if self.state is SiteState.REACHABLE and not self.counts["columns"]:
            outcome, self.cause = CrawlOutcome.FAILED, self.cause or self._why_nothing()
        elif self.state is not SiteState.REACHABLE:
            outcome = CrawlOutcome.FAILED
        counts = {name: self.counts[name] for name in sorted(self.counts)}
        yield VisitedSite(
            self.task.site_id, self.task.host, self.state, outcome, self.cause, counts
        )

    def _why_nothing(self) -> str:
        asked = self.counts["requests"]
        return f"no annual-report column was met in {asked} requests; {self.patience.summary()}"
