"""Hosts of another government name that belong to a site, and what shows it.

Sites move, and departments have names of their own: a portal leads on to www.other.gov.cn for its
annual reports. Copies of government pages lead there too, and are led to. So two things must hold:
a page of the site itself names the host as the place of its annual reports, and the host prints a
政府网站标识码 that agrees with the site. The code is 10 characters: division by GB/T 2260 (6) and
serial (4), or ``bm``, central body (2) and serial (6) (国办发〔2017〕47号).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin

from crawler.spiders.answers import Answer
from crawler.spiders.frontier import Fetch, Purpose
from crawler.spiders.pages.page import Page
from pipelines.items import MetHost
from storage.addresses import host_of

MOST_HOSTS = 8  # other names that one walk asks about; a portal links to a handful

_CODE = r"(bm\d{8}|\d{10})(?!\d)"
_WHOLE_CODE = re.compile(_CODE, re.I)
_PRINTED = re.compile(rf"标识码\s*[:：]?\s*{_CODE}", re.I)
_CENTRAL = "bm"


def site_id_code(page: Page) -> str:
    """The 政府网站标识码 that a page prints, in its meta tag or footer; empty without one."""
    tag = _WHOLE_CODE.fullmatch(page.meta.get("siteidcode", "").strip())
    match = tag or _PRINTED.search(page.text)
    return match[1].lower() if match else ""


def agreement(code: str, own: frozenset[str], divisions: frozenset[str]) -> str:
    """With what of a site a code agrees, in a line; empty where it does not.

    Args:
        code: the code that another host prints.
        own: the codes that the site's own pages print.
        divisions: the divisions (6 digits) of the agencies that publish on the site.
    """
    if code in own:
        return f"the site's own code {code}"
    if code.startswith(_CENTRAL):
        body = code[:4]
        return f"the body {body} of the site's own code" if body in {c[:4] for c in own} else ""
    division = code[:6]
    if division in divisions:
        return f"the division {division} of an agency of the site"
    of_site = {one[:6] for one in own}
    return f"the division {division} of the site's own code" if division in of_site else ""


@dataclass
class Proofs:
    """Which hosts of another name one walk may ask: those proven, and one page of each named."""

    site_id: int
    divisions: frozenset[str] = frozenset()
    hosts: set[str] = field(default_factory=set)
    """Hosts proven, now or in an earlier crawl."""
    own_codes: set[str] = field(default_factory=set)
    _named: dict[str, list[Fetch]] = field(default_factory=dict)

    def learn(self, page: Page) -> None:
        """Notes the code that a page of the site itself prints."""
        if code := site_id_code(page):
            self.own_codes.add(code)

    def name(self, fetch: Fetch, linked_from: str) -> Fetch | None:
        """Takes a page on another host that the site names as a place of its annual reports.

        Gives it back to be asked where it is the first of its host; the others wait for the proof.
        """
        host, named = host_of(fetch.url), replace(fetch, named_by=linked_from)
        if host in self._named:
            self._named[host].append(named)
        elif len(self._named) < MOST_HOSTS:
            self._named[host] = []
            return named
        return None

    def judge(self, fetch: Fetch, answer: Answer, page: Page) -> MetHost | None:
        """The host of a page so named, if what the page prints proves it."""
        code = site_id_code(page)
        agrees = agreement(code, frozenset(self.own_codes), self.divisions) if code else ""
        if not agrees:
            return None
        self.hosts.add(host_of(fetch.url))
        return MetHost(
            self.site_id,
            host_of(fetch.url),
            fetch.named_by,
            fetch.title,
            code,
            agrees,
            answer.capture_id,
        )

    def waiting(self, fetch: Fetch) -> list[Fetch]:
        """The other pages of a host that was proven."""
        waiting = self._named.get(host_of(fetch.url), [])
        self._named[host_of(fetch.url)] = []
        return waiting

    def home_of(self, fetch: Fetch, page: Page | None) -> Fetch | None:
        """The home page of the host, where the page named does not print a code; then it waits."""
        home = urljoin(fetch.url, "/")
        if (page and site_id_code(page)) or fetch.url == home or fetch.purpose is Purpose.PROOF:
            return None
        self._named[host_of(fetch.url)].append(fetch)
        return replace(fetch, url=home, purpose=Purpose.PROOF)
