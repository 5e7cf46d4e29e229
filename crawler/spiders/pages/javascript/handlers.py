"""Addresses that handlers build in functions of their page: ``javascript:view('1024')``."""

from __future__ import annotations

import json
import re

from crawler.spiders.pages.javascript.program import Program

_CALLED = re.compile(r"^\s*(?:return\s+)?(?:this\.|window\.)?([A-Za-z_$][\w$]*)\s*\(")
_CHOICE = re.compile(r"^field\.value = ")
_OWN_VALUE = re.compile(
    r"(?:\$\(this\)\.val\(\)|\bthis\.(?:options\[\s*this\.selectedIndex\s*\]\.)?value\b)"
)


def chosen(value: str, code: str) -> str:
    """The code of a choice: ``code`` of a select where the option of this ``value`` is chosen."""
    literal = json.dumps(value)
    return f"field.value = {literal}; {_OWN_VALUE.sub(lambda _: literal, code)}"


class Handlers:
    """The handlers of one page; its scripts run only if a handler calls one of them."""

    def __init__(self, scripts: str, url: str = "") -> None:
        self._scripts = scripts
        self._url = url
        self._program: Program | None = None
        self._known: dict[str, str] = {}

    def address(self, code: str) -> str:
        """The address ``code`` opens, as the script builds it; empty if that cannot be said."""
        if code not in self._known:
            self._known[code] = self._run(code)
        return self._known[code]

    def _run(self, code: str) -> str:
        called = _CALLED.match(code)
        known = called and re.search(rf"\b{re.escape(called[1])}\s*[=(:]", self._scripts)
        if not known and not _CHOICE.match(code):
            return ""
        if self._program is None:
            self._program = Program(self._scripts, self._url)
        asked = self._program.call(code)
        return next((ask.url for ask in asked if ask.method == "navigate"), "")
