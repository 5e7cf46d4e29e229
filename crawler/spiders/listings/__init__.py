"""Listing families: how each kind of content management system lays out a list of articles."""

from __future__ import annotations

from crawler.spiders.listings.family import Listing
from crawler.spiders.listings.generic import Generic
from crawler.spiders.page import Page

GENERIC: Listing = Generic()
FAMILIES: tuple[Listing, ...] = ()


def identify_listing(page: Page) -> Listing:
    """The family whose list ``page`` is, or the generic reader."""
    return next((family for family in FAMILIES if family.recognise(page)), GENERIC)


def listing_named(name: str) -> Listing:
    """The family of a stored name; the generic reader where the name is not known any more."""
    return next((family for family in FAMILIES if family.name == name), GENERIC)
