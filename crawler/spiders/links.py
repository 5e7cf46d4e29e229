"""Every address a page holds, with the words that speak for it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """One address and all the evidence the page gives for it.

    ``url`` is absolute and without fragment. ``text`` is the anchor's text with the ``alt`` of its
    pictures, ``title`` its title attribute, ``context`` the heading or list label it stands under,
    ``origin`` where it was found: ``a``, ``area``, ``option``, ``handler``, ``data``, ``comment``,
    ``island``, ``script`` or ``tree``.
    """

    url: str
    text: str = ""
    title: str = ""
    context: str = ""
    origin: str = "a"
