"""VSB (博达 WebPlus/VSB): the first page is ``name.htm``, the others count down to ``name/1.htm``.

A list of five pages is ``name.htm, name/4.htm, name/3.htm, name/2.htm, name/1.htm``, so that old
pages keep their content. Seen in counties of Gansu, Hubei and Yunnan and at many universities.
"""

from __future__ import annotations

import re
from dataclasses import replace

from crawler.spiders.listings.declared import declared
from crawler.spiders.listings.family import ListPage, ListRequest
from crawler.spiders.listings.generic import MOST_PAGES, assemble
from crawler.spiders.pages.page import Page
from crawler.spiders.pages.turns import LAST, NEXT

_COUNTED = re.compile(r"^(.*/)(\d{1,4})(\.html?)$")


class Vsb:
    """Lists of VSB systems."""

    name = "vsb"

    def recognise(self, page: Page) -> bool:
        """Whether the next page is a number below a folder and the last page is number 1."""
        return _next_of(page) is not None

    def read(self, page: Page, ask: ListRequest | None = None) -> ListPage:
        """All pages down to number 1."""
        said = declared(page)
        number = ask.number if ask else said.number or 1
        found = _next_of(page)
        if found is None:
            return assemble(page, replace(said, pages=number), number, ())
        folder, left, extension = found
        following = tuple(
            ListRequest(f"{folder}{left - step}{extension}", number=number + 1 + step)
            for step in range(min(left, MOST_PAGES))
        )
        return assemble(page, replace(said, pages=number + left), number, following)


def _next_of(page: Page) -> tuple[str, int, str] | None:
    """Folder, number and extension of the next page of a list that counts down."""
    following = next((turn.url for turn in page.turns if turn.label == NEXT and turn.url), "")
    last = next((turn.url for turn in page.turns if turn.label == LAST and turn.url), "")
    match, end = _COUNTED.match(following), _COUNTED.match(last)
    if not match or (end and end[2] != "1"):
        return None
    stem = match[1].rstrip("/") + match[3]
    here = _COUNTED.match(page.url)
    counts_down = here is not None and here[1] == match[1] and int(here[2]) == int(match[2]) + 1
    if page.url.split("?")[0] != stem and not counts_down:
        return None
    return match[1], int(match[2]), match[3]
