"""TRS WCM and TRS HyCloud (拓尔思): static pages named by ``createPageHTML``.

Two signatures are in use: ``createPageHTML(count, current, "index", "htm")`` counts from 0 and
names page k ``index_{k-1}.htm`` (WCM); ``createPageHTML('page_div', count, current, 'list',
'shtml', total)`` counts from 1 and names page k ``list_k.shtml`` (HyCloud). Sites rename the
function, so the shape of its arguments tells it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.spiders.listings.declared import Declared
from crawler.spiders.listings.family import ListPage, ListRequest
from crawler.spiders.listings.generic import MOST_PAGES, assemble
from crawler.spiders.pages.javascript.expressions import Reader
from crawler.spiders.pages.javascript.program import Program
from crawler.spiders.pages.javascript.tokens import tokenize
from crawler.spiders.pages.javascript.values import Value
from crawler.spiders.pages.markup import absolute
from crawler.spiders.pages.page import Page

_CALL = re.compile(r"(?<!function )\b\w*page\w*\s*\(([^(){};]{6,200})\)", re.IGNORECASE)
_EXTENSION = re.compile(r"^\.?(?:s?html?|jhtml|jsp|aspx|php)$")


@dataclass(frozen=True, slots=True)
class Pager:
    """The arguments of a pager call; ``first`` is 0 or 1, what the first page is called."""

    count: int
    current: int
    name: str
    extension: str
    first: int
    total: int | None = None

    def address(self, number: int) -> str:
        """The file of page ``number``, counted from 1."""
        shown = number - 1 + self.first
        stem = self.name if number == 1 else f"{self.name}_{shown}"
        return f"{stem}.{self.extension.lstrip('.')}"


class Trs:
    """Lists of TRS systems."""

    name = "trs"

    def recognise(self, page: Page) -> bool:
        """Whether a script calls the pager with a count, a number, a name and an extension."""
        return pager_of(page) is not None

    def read(self, page: Page, ask: ListRequest | None = None) -> ListPage:
        """All remaining pages, named by the pager's own rule."""
        pager = pager_of(page)
        if pager is None:
            return assemble(page, Declared(), ask.number if ask else 1, ())
        number = pager.current - pager.first + 1
        last = min(pager.count, MOST_PAGES)
        following = tuple(
            ListRequest(absolute(page.base, pager.address(n)), number=n)
            for n in range(number + 1, last + 1)
        )
        return assemble(page, Declared(pager.total, pager.count, number), number, following)


def pager_of(page: Page) -> Pager | None:
    """The pager call among the scripts of ``page``, None where there is none."""
    for call in _CALL.finditer(page.scripts):
        if not any(sign in call[1] for sign in "\"'"):
            continue
        known = (
            Program(page.scripts).variables if re.search(r"[A-Za-z_]\w+\s*[,)]", call[1]) else {}
        )
        values = Reader(tokenize(f"{call[1]})"), known).arguments()
        if found := _pager(values):
            return found
    return None


def _pager(values: list[Value]) -> Pager | None:
    match values:
        case [float(count), float(current), str(name), str(extension), *_]:
            first, total = 0, None
        case [str(), float(count), float(current), str(name), str(extension), *rest]:
            first = 1
            total = int(rest[0]) if rest and isinstance(rest[0], float) else None
        case _:
            return None
    if not name or not _EXTENSION.match(extension):
        return None
    return Pager(int(count), int(current), name, extension, first, total)
