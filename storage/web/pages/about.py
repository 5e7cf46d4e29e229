"""What this is, what it rests on, and how to cite it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from storage.vocabulary import ExpectationState
from storage.web.opened import OpenReader
from storage.web.rendering import page

router = APIRouter()


@router.get("/about", name="about")
def about(request: Request, reader: OpenReader) -> HTMLResponse:
    """The method, and the twelve states in words."""
    words = {state: reader.state_words(state) for state in ExpectationState}
    return page(request, "about.html", words=words)
