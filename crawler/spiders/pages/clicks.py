"""Clicks that a script hangs on elements by their class: where each element opens.

``$(document).on("click", ".card", function () { location.href = "/view/" + $(this).data("id"); })``
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial

from lxml.html import HtmlElement

from crawler.spiders.pages.javascript.program import Program

_HUNG = re.compile(
    r"\$\(\s*(?:document|[\"'](?P<holder>[^\"']+)[\"'])\s*\)\s*\.\s*(?:click|on|delegate)\(\s*"
    r"(?:[\"'](?:click|tap)[\"']\s*,\s*)?(?:[\"'](?P<inner>[^\"']+)[\"']\s*,\s*)?"
    r"function\s*\(\w*\)\s*\{"
)
_CLASS = re.compile(r"\.([\w-]+)\s*$")
_OWN = re.compile(
    r"(?:\$\(\s*this\s*\)\.(?:data\(\s*[\"'](?P<data>[\w-]+)[\"']\s*\)|attr\(\s*[\"']data-(?P<attr>[\w-]+)"
    r"[\"']\s*\))|\bthis\.dataset\.(?P<set>\w+))"
)
_OPENS = re.compile(r"location|open\(")
_MOST = 2000  # elements of a page


def hangs_clicks(scripts: str) -> bool:
    """Whether scripts hang clicks on elements that open what each of them names."""
    return next(_hung(scripts), None) is not None


def note_clicks(root: HtmlElement, scripts: str, url: str) -> None:
    """Writes on each element that a hung click opens where that is, as ``data-href``."""
    for name, body in _hung(scripts):
        program: Program | None = None
        for node in root.xpath("//*[contains(@class, $name)]", name=name)[:_MOST]:
            code = _OWN.sub(partial(_held, node), body)
            if name not in (node.get("class") or "").split() or code == body:
                continue
            program = program or Program(scripts, url)
            opened = (ask.url for ask in program.call(code) if ask.method == "navigate")
            if "data-href" not in node.attrib and (address := next(opened, "")):
                node.set("data-href", address)


def _hung(scripts: str) -> Iterator[tuple[str, str]]:
    """The class and the function's body of each click that opens something of the element's own."""
    for hung in _HUNG.finditer(scripts):
        named = _CLASS.search(hung["inner"] or hung["holder"] or "")
        body = scripts[hung.end() : _end(scripts, hung.end())]
        if named and _OWN.search(body) and _OPENS.search(body):
            yield named[1], body


def _end(scripts: str, start: int) -> int:
    depth = 1
    for at in range(start, min(len(scripts), start + 2000)):
        depth += (scripts[at] == "{") - (scripts[at] == "}")
        if depth == 0:
            return at
    return start


def _held(node: HtmlElement, own: re.Match[str]) -> str:
    name = own["data"] or own["attr"] or re.sub(r"([A-Z])", r"-\1", own["set"] or "")
    value = node.get(f"data-{name.lower()}")
    return own[0] if value is None else json.dumps(value)
