"""What search engines are asked to leave alone: the originals, which are others' pages."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse

router = APIRouter()

_ASKED = """User-agent: *
Disallow: /archive/
Disallow: /originals/
Disallow: /search
"""


@router.get("/robots.txt", name="robots")
def robots() -> PlainTextResponse:
    """The file of RFC 9309."""
    return PlainTextResponse(_ASKED)
