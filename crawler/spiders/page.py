"""What is on a page: its words, links and rows, and whether it is a page at all."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.spiders.links import Link
from crawler.spiders.rows import Row


@dataclass(frozen=True)
class Page:
    """One answer of a site, parsed.

    ``base`` is what relative addresses resolve against. ``meta`` has lower-case names. ``scripts``
    is all inline script text, ``text`` the visible words, ``source`` the decoded body, ``redirect``
    where a page that is nothing but a redirect leads (absolute). ``challenge`` says why the answer
    is an anti-bot page and not content, empty where it is content.
    """

    url: str
    base: str
    title: str = ""
    meta: dict[str, str] = field(default_factory=dict)
    breadcrumb: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    rows: tuple[Row, ...] = ()
    scripts: str = ""
    text: str = ""
    source: str = field(default="", repr=False)
    redirect: str = ""
    frames: tuple[str, ...] = ()
    is_json: bool = False
    is_xml: bool = False
    challenge: str = ""
    soft_404: bool = False

    @property
    def text_length(self) -> int:
        """Number of visible characters."""
        return len(self.text)

    @property
    def is_wall(self) -> bool:
        """Whether this is an answer instead of the content: a challenge or a disguised 404."""
        return bool(self.challenge) or self.soft_404
