"""Reads a list of any system: rows by structure, the next page by whatever the page offers.

In the order of trust: addresses in the pager, addresses that the pager's scripts build, data calls
of the scripts, calls that a data island names, and last the habits of publishing systems where only
a number of pages is declared.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from crawler.spiders.listings.children import children_of
from crawler.spiders.listings.declared import Declared, declared
from crawler.spiders.listings.family import ListPage, ListRequest
from crawler.spiders.listings.numbering import (
    advance,
    asks_for_a_page,
    following,
    guesses,
    learn,
    page_parameter,
)
from crawler.spiders.listings.requests import request_of
from crawler.spiders.listings.tree import calls_for_nodes
from crawler.spiders.pages.javascript.program import Program
from crawler.spiders.pages.javascript.values import Value
from crawler.spiders.pages.page import Page, with_items
from crawler.spiders.pages.turns import LAST, NEXT
from crawler.spiders.scoring import is_folder

MOST_PAGES = 500
"""Longest list read; the annual reports of a whole province fit into a tenth of it."""

# A pager that a script of another file fills: what it would say is not on the page.
_EMPTY_PAGER = re.compile(
    r"<(div|ul|span|td|p)\b[^>]*(?:id|class)\s*=\s*[\"']?[^\"'>]*(?:page|pagin|fenye|yema)[^>]*>\s*</\1>",
    re.IGNORECASE,
)


_MOST_LOADED = 2
_DIGITS = re.compile(r"\d+")
_CALLBACKS = ("jump", "callback", "onPageClick", "onSelectPage", "onPageChange", "backFn")


class Generic:
    """The reader of last resort, and the measure of all others."""

    name = "generic"

    def recognise(self, page: Page) -> bool:
        """Any page can be read as a list."""
        return True

    def read(self, page: Page, ask: ListRequest | None = None) -> ListPage:
        """The rows of ``page`` and the surest way to the pages after it."""
        if page.is_json and ask and ask.items:
            page = with_items(page, ask.items)
        said = declared(page)
        number = ask.number if ask else said.number or 1
        return assemble(page, said, number, tuple(turn_over(page, said, number, ask)))


def assemble(
    page: Page, said: Declared, number: int, following_pages: tuple[ListRequest, ...]
) -> ListPage:
    """A list page from its parts, with the verdict whether it is the end of the list."""
    rows = page.rows
    main = sum(row.block == 0 for row in rows)
    pages = said.page_count(main) if number == 1 or said.pages else None
    if said.total and number == 1 and main >= said.total:
        pages = 1  # an island may hold several pages of what its script shows
    if pages is not None and number >= pages:
        following_pages = ()
    complete = _is_whole(page, said, pages, number) if not following_pages else False
    return ListPage(
        rows, said.total, pages, number, following_pages, children_of(page, rows), complete
    )


def _is_whole(page: Page, said: Declared, pages: int | None, number: int) -> bool | None:
    """Whether the list ends with a page that leads to no other; None where that cannot be said."""
    if pages is not None:
        return number >= pages
    if said.total is not None and number == 1:
        return len(page.rows) >= said.total
    leads_on = any(
        turn.url != page.url
        and not (turn.label.isdigit() and int(turn.label) <= number)
        and (number == 1 or turn.label in {NEXT, LAST})
        for turn in page.turns
    )
    return True if page.rows and not (leads_on or _EMPTY_PAGER.search(page.source)) else None


def turn_over(
    page: Page, said: Declared, number: int, ask: ListRequest | None
) -> Iterator[ListRequest]:
    """Requests for the pages after ``number``: the first way that finds any."""
    rows = sum(row.block == 0 for row in page.rows)
    pages = min(said.page_count(rows) or 0, MOST_PAGES)
    ways = (
        _by_addresses(page, number, pages),
        _by_scripts(page, number, pages),
        _by_island(page, number, pages),
        _by_same_request(page, number, pages, ask),
        _by_habit(page, number, pages, ask),
    )
    if not _has_entries(page) and (calls := tuple(calls_for_nodes(page))):
        yield from calls
        return
    for way in ways:
        found = [request for request in way if request.url != page.url or request.method != "GET"]
        if found:
            yield from (replace(request, items=request.items or page.items) for request in found)
            return


def _has_entries(page: Page) -> bool:
    """Whether a page shows entries of its list; 政府年报 and 部门年报 beside it are folders."""
    return any(not is_folder(row.title) for row in page.rows)


def _by_addresses(page: Page, number: int, pages: int) -> Iterator[ListRequest]:
    """Pages whose addresses stand in the pager, and those between them by its rule."""
    known = {int(turn.label): turn.url for turn in page.turns if turn.label.isdigit() and turn.url}
    after = {n: url for n, url in known.items() if n > number}
    if turn := next(
        (t for t in page.turns if t.label == NEXT and t.url != page.url and t.url), None
    ):
        after.setdefault(number + 1, turn.url)
    last = next((t.url for t in page.turns if t.label == LAST and t.url), "")
    if last and pages > number:
        after.setdefault(pages, last)
    rule = learn(after) or learn(known | after)
    if rule and after:
        for n in range(number + 1, max(pages, *after) + 1):
            yield ListRequest(after.get(n) or rule.address(n), number=n)
    else:
        for n, url in sorted(after.items()):
            yield ListRequest(url, number=n)


def _by_scripts(page: Page, number: int, pages: int) -> Iterator[ListRequest]:
    """Pages whose addresses a handler builds, and data calls with a page parameter."""
    handlers = [turn for turn in page.turns if turn.code]
    if not page.scripts and not handlers:
        return
    program = Program(page.scripts, page.url)
    numbered = {int(turn.label): turn.code for turn in handlers if turn.label.isdigit()}
    listed = set(numbered)
    code = next((turn.code for turn in handlers if turn.label == NEXT), "")
    if code:
        numbered.setdefault(number + 1, code)
    found = [
        # many templates print 下一页 on the last page too, and their script would not go
        replace(request, certain=n in listed or n <= pages)
        for n in range(number + 1, max(pages, *numbered, 0) + 1)
        if (text := numbered.get(n) or _for_page(numbered, n) or code)
        for asked in program.call(text, **_standing_at(program, number, n))[:1]
        if (request := request_of(asked, page, n))
    ]
    if found and not _has_entries(page):
        yield from _loaded_like(program, page, number, found[0])
    yield from found
    if not numbered:
        yield from _by_callback(page, program, number, pages)
        yield from _data_calls(page, program, number, pages)


def _standing_at(program: Program, number: int, wanted: int) -> dict[str, Value]:
    """The variables that count pages, set to the page before ``wanted``: 下一页 counts them on."""
    return {
        name: float(wanted - 1)
        for name, value in program.variables.items()
        if value == float(number) and page_parameter([name])
    }


def _loaded_like(
    program: Program, page: Page, number: int, further: ListRequest
) -> Iterator[ListRequest]:
    """The call for this page's own rows, if the page makes one: of the same form as the further."""
    for asked in program.loaded:
        request = None if asked.method == "navigate" else request_of(asked, page, number)
        if request and _DIGITS.sub("", request.url) == _DIGITS.sub("", further.url):
            yield request
            return


def _by_callback(page: Page, program: Program, number: int, pages: int) -> Iterator[ListRequest]:
    """Pages that a pager plugin opens: laypage's ``jump``, jquery.pagination's ``callback``."""
    for name in _CALLBACKS:
        function = program.functions.get(name)
        if function is None or not function.parameters:
            continue
        for n in range(number + 1, pages + 1):
            given = f"{{curr:{n},current:{n},pageNumber:{n}}}" if function.is_given_object else n
            for asked in program.call(f"{name}({given}, false)")[:1]:
                if request := request_of(asked, page, n):
                    yield request


def _for_page(numbered: dict[int, str], number: int) -> str:
    """The code of a known page with its number put in place of the one written."""
    for known, code in numbered.items():
        changed, count = re.subn(rf"(?<!\d){known}(?!\d)", str(number), code)
        if count == 1:
            return changed
    return ""


def _data_calls(page: Page, program: Program, number: int, pages: int) -> Iterator[ListRequest]:
    """What the page loads by itself: its own page first where it shows no rows yet."""
    calls = [
        request
        for asked in program.loaded
        if asked.method != "navigate" and (request := request_of(asked, page, number))
    ]
    for request in filter(asks_for_a_page, calls):
        if not _has_entries(page):
            yield request
        for n in range(number + 1, pages + 1):
            if further := advance(request, n):
                yield further
        return
    if not _has_entries(page):  # a list held in one file, or calls that are no list's
        yield from (replace(request, certain=False) for request in calls[:_MOST_LOADED])


def _by_island(page: Page, number: int, pages: int) -> Iterator[ListRequest]:
    """The call for further records that a data island holds as a link without words.

    Its number may count pages or, from 0, what comes after this page: so both are asked for.
    """
    wordless = (link for link in page.links if link.origin == "island" and not link.text)
    for link in wordless:
        call = ListRequest(link.url, number=number + 1)
        if advance(call, 2) is None:
            continue
        for n in range(number + 1, pages + 2 if pages > number else 0):
            if further := advance(call, n):
                yield replace(further, certain=n <= pages)
        return


def _by_same_request(
    page: Page, number: int, pages: int, ask: ListRequest | None
) -> Iterator[ListRequest]:
    """The request this page answers, with its page parameter moved on."""
    here = ask or ListRequest(page.url, number=number)
    if pages <= number and not (page.is_json and page.rows and not pages):
        return
    for n in range(number + 1, max(pages, number + 1) + 1):
        if further := advance(here, n):
            yield further


def _by_habit(
    page: Page, number: int, pages: int, ask: ListRequest | None
) -> Iterator[ListRequest]:
    """Addresses where such systems put the next page; whoever asks must compare the rows."""
    if pages <= number or page.is_json:
        return
    if url := following(page.url, number):
        yield ListRequest(url, number=number + 1, certain=False)
    elif number == 1 and not ask:
        extensions = Counter(
            found[0] for row in page.rows if (found := re.search(r"\.s?html?$", row.url))
        )
        for url in guesses(page.url, [name for name, _ in extensions.most_common()]):
            yield ListRequest(url, number=2, certain=False)
