"""What a style answers with, and the HTML that its templates are filled with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import Protocol

from deploy.demo.contents import Article

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Page:
    """A page before it is encoded."""

    text: str
    media_type: str = "text/html"


class SiteStyle(Protocol):
    """A site that answers requests."""

    def answer(self, path: str, fields: Mapping[str, str]) -> Page | None:
        """The page at a path, with the fields of query and form; None where there is none."""


@cache
def template(name: str) -> Template:
    """The template ``templates/<name>.html``."""
    return Template((TEMPLATES / f"{name}.html").read_text(encoding="utf-8"))


def article_words(article: Article) -> dict[str, str]:
    """What the template of an article is filled with."""
    return {
        "title": escape(article.title),
        "published_on": str(article.published_on),
        "source": escape(article.source),
        "body": article.body,
    }


def link(address: str, text: str) -> str:
    """An anchor."""
    return f'<a href="{escape(address)}">{escape(text)}</a>'
