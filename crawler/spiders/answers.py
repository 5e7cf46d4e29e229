"""What an answer is: content, a redirect, a wall, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urljoin, urlsplit

from crawler.spiders.pages.page import Page, parse_page
from pipelines.extract.gzipped import unpacked

CHALLENGE_STATUSES = frozenset({412, 521})
FORBIDDEN_STATUSES = frozenset({401, 403})
GONE_STATUSES = frozenset({404, 410})
REDIRECT_STATUSES = frozenset({301, 302, 303, 307, 308})

_BLANK = b"\xef\xbb\xbf \t\r\n"  # a byte order mark, and lines that a template leaves above it
_TEXT_TYPES = re.compile(r"text/|html|xml|json|javascript", re.I)
_BINARY_STARTS = (
    b"%PDF",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"BM",
    b"II*\x00",
)


class Outcome(StrEnum):
    """What came back."""

    CONTENT = "content"
    FILE = "file"
    UNCHANGED = "unchanged"  # 304
    REDIRECT = "redirect"
    GONE = "gone"  # 404, 410, or 200 with "the page does not exist"
    BLOCKED = "blocked"
    EXCLUDED = "excluded"  # robots.txt
    FAILED = "failed"  # no connection, time-out, 5xx


@dataclass(frozen=True)
class Answer:
    """One answer to a fetch; ``status`` is 0 and ``error`` is set where none came.

    ``transport`` says how it came (``manners.transport``), None where that is not known.
    """

    url: str
    status: int
    body: bytes = b""
    content_type: str = ""
    location: str = ""
    etag: str = ""
    last_modified: str = ""
    error: str = ""
    excluded: bool = False
    capture_id: int = 0
    digest: str = ""
    transport: str | None = None


@dataclass(frozen=True)
class Judged:
    """An answer with its outcome, its parsed page where it has one, and the reason in a line."""

    outcome: Outcome
    reason: str = ""
    page: Page | None = None
    target: str = ""


def judge_answer(answer: Answer, scripts: str = "") -> Judged:
    """Says what an answer is, from its status and its content; a 200 is no proof of content.

    ``scripts`` are those of the page that a fragment is put into.
    """
    if answer.excluded:
        return Judged(Outcome.EXCLUDED, "robots.txt disallows it")
    if answer.status == 0:
        return Judged(Outcome.FAILED, answer.error or "no answer")
    if answer.status == 304:
        return Judged(Outcome.UNCHANGED)
    if answer.status in REDIRECT_STATUSES and answer.location:
        return Judged(
            Outcome.REDIRECT, f"status {answer.status}", target=urljoin(answer.url, answer.location)
        )
    if answer.status in GONE_STATUSES:
        return Judged(Outcome.GONE, f"status {answer.status}")
    if answer.status in CHALLENGE_STATUSES | FORBIDDEN_STATUSES:
        return Judged(Outcome.BLOCKED, f"status {answer.status}")
    if answer.status >= 400:
        return Judged(Outcome.FAILED, f"status {answer.status}")
    return _judge_content(answer, scripts)


def _judge_content(answer: Answer, scripts: str) -> Judged:
    body = unpacked(answer.body)
    if not body.strip():
        return Judged(Outcome.FAILED, "empty answer")
    if is_file(body, answer.content_type):
        return Judged(Outcome.FILE)
    page = parse_page(body, answer.url, answer.content_type, scripts)
    if page.challenge:
        return Judged(Outcome.BLOCKED, page.challenge, page)
    if page.soft_404:
        return Judged(Outcome.GONE, "the page says that it does not exist", page)
    if page.redirect and page.redirect != answer.url:
        return Judged(Outcome.REDIRECT, "the page leads on", page, page.redirect)
    return Judged(Outcome.CONTENT, page=page)


def is_file(body: bytes, content_type: str) -> bool:
    """Whether the bytes are a document or a picture, whatever the header calls them."""
    head = body[:1024].lstrip(_BLANK)
    if head.startswith(_BINARY_STARTS):
        return True
    if head[:1] in (b"<", b"{", b"["):
        return False
    return bool(content_type) and not _TEXT_TYPES.search(content_type)


def leads_home(url: str, home_url: str) -> bool:
    """Whether a redirect ends at the front page: what was asked for is gone."""
    target, home = urlsplit(url), urlsplit(home_url)
    paths = {
        "",
        "/",
        "/index.html",
        "/index.htm",
        "/index.shtml",
        "/index.jsp",
        "/default.aspx",
        home.path,
    }
    return target.path.lower() in paths and not target.query
