"""The contract of a listing family: what is on this page of a list, and how to ask for the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from crawler.spiders.pages.links import Link
from crawler.spiders.pages.page import Page
from crawler.spiders.pages.rows import Row


@dataclass(frozen=True, slots=True)
class ListRequest:
    """How to ask for one page of a list.

    ``number`` counts pages from 1. ``certain`` is False where the address was inferred from a
    numbering habit: its answer must then be checked to hold other rows than the pages before.
    ``label`` is what the page called the list or page, where it did; ``above`` are the names of the
    annual-report columns it is a folder of, outermost first. ``items`` are the addresses where the
    page that calls opens the items of the answer, with their fields in braces: ``/show?id={id}``.
    """

    url: str
    method: str = "GET"
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    number: int = 1
    certain: bool = True
    label: str = ""
    above: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list as read.

    ``total`` and ``pages`` are what the site itself declares, None where it does not. ``next`` is
    every remaining page where their addresses are known, else the one after this, else empty.
    ``children`` are sub-columns such as year folders and departments. ``complete`` is True where
    this page surely is the whole list or its end, False where more must follow, None if unknown.
    """

    rows: tuple[Row, ...] = ()
    total: int | None = None
    pages: int | None = None
    number: int = 1
    next: tuple[ListRequest, ...] = ()
    children: tuple[Link, ...] = ()
    complete: bool | None = None


class Listing(Protocol):
    """A kind of content management system, by how its lists of articles are laid out."""

    name: str

    def recognise(self, page: Page) -> bool:
        """Whether ``page`` is, or leads to, a list of this family."""
        ...

    def read(self, page: Page, ask: ListRequest | None = None) -> ListPage:
        """The rows of ``page`` and how to go on; ``ask`` is the request it answers, if any."""
        ...
