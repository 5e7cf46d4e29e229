"""Listing families: how each kind of content management system lays out a list of articles."""

from __future__ import annotations

from crawler.spiders.listings.annual_page import AnnualPage
from crawler.spiders.listings.eportal import Eportal
from crawler.spiders.listings.family import Listing
from crawler.spiders.listings.generic import Generic
from crawler.spiders.listings.gkmlpt import Gkmlpt
from crawler.spiders.listings.hycloud import HyCloud
from crawler.spiders.listings.jeecms import Jeecms
from crawler.spiders.listings.jpaas import Jpaas
from crawler.spiders.listings.jpage import Jpage
from crawler.spiders.listings.trs import Trs
from crawler.spiders.listings.vsb import Vsb
from crawler.spiders.pages.page import Page

GENERIC: Listing = Generic()
# The most particular marks first; a page may carry several (TRS files inside a Hanweb frame).
FAMILIES: tuple[Listing, ...] = (
    AnnualPage(),
    Gkmlpt(),
    Jpage(),
    Jpaas(),
    HyCloud(),
    Eportal(),
    Trs(),
    Vsb(),
    Jeecms(),
)


def identify_listing(page: Page) -> Listing:
    """The family whose list ``page`` is, or the generic reader."""
    return next((family for family in FAMILIES if family.recognise(page)), GENERIC)


def listing_named(name: str) -> Listing:
    """The family of a stored name; the generic reader where the name is not known any more."""
    return next((family for family in FAMILIES if family.name == name), GENERIC)
