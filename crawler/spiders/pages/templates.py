"""Addresses of items that a page's scripts put together from the fields of their data.

A data call often gives ids only; where an item opens is written where its markup is: as a
concatenation (``'<a href="/show?id=' + item.id + '">'``), as a template literal, in the braces of a
template engine, or in the function that a click on the item calls.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from crawler.spiders.pages.javascript.program import Program

_NAME = r"[A-Za-z_$][\w$]*"
_MEMBER = rf"(?:{_NAME}\(\s*)?(?:{_NAME}(?:\[\w+\])?\.)+(?P<field>{_NAME})\s*\)?"
_FIELD = re.compile(_MEMBER)
_ONE = _MEMBER.replace("?P<field>", "?:")
_GLUED = re.compile(
    rf"[\"']\s*\+\s*(?P<fields>{_ONE}(?:\s*\+\s*{_ONE})*)\s*(?P<goes_on>\+\s*[\"'])?"
)
_HELD = re.compile(
    rf"(?:\$\{{|\{{\{{|<%=)\s*(?:{_NAME}(?:\[\w+\])?\.)?(?P<field>{_NAME})\s*(?:\}}\}}?|%>)"
)
_HOLE = re.compile(r"\{(\w+)\}")
_BEFORE = re.compile(r"[\w\-./?=&%:]*$")
_AFTER = re.compile(r"(?:[\w\-./?=&%:]|\{\w+\})*")
_ADDRESS = re.compile(r"^(?:https?:/|\.{0,2}/)|^[\w\-/.]+(?:\?|/)")
_OPENED = re.compile(
    rf"(?:onclick\s*=\s*\\?[\"']|javascript:)\s*({_NAME}\([^()<>]*\{{\w+\}}[^()<>]*\))"
)
_QUOTED_HOLE = re.compile(r"[\\\"']*\{(\w+)\}[\\\"']*")
_MOST = 12
_LONGEST = 200  # characters of an address before its first field


def item_addresses(source: str, scripts: str, url: str) -> tuple[str, ...]:
    """The addresses that fields of records are put into, each field in braces: ``/show?id={id}``.

    Args:
        source: the page as it was sent.
        scripts: its inline scripts.
        url: its address.
    """
    if not (_GLUED.search(scripts) or _HELD.search(source)):
        return ()
    text = _GLUED.sub(_as_hole, source.replace("&amp;", "&"))
    text = _HELD.sub(r"{\g<field>}", text)
    found = dict.fromkeys((*_written(text), *_called(text, scripts, url)))
    return tuple(found)[:_MOST]


def filled(address: str, record: Mapping[str, object]) -> str:
    """``address`` with the fields of a record, whose keys are plain; empty if it lacks one."""
    values = {name: record.get(_plain(name)) for name in _HOLE.findall(address)}
    if not all(isinstance(value, str | int) and str(value).strip() for value in values.values()):
        return ""
    return _HOLE.sub(lambda hole: str(values[hole[1]]), address)


def _plain(name: str) -> str:
    return re.sub(r"[_\-]", "", name).lower()


def _as_hole(match: re.Match[str]) -> str:
    holes = "".join(f"{{{member['field']}}}" for member in _FIELD.finditer(match["fields"]))
    return holes + ("" if match["goes_on"] else '"')


def _written(text: str) -> Iterator[str]:
    end = 0
    for hole in _HOLE.finditer(text):
        if hole.start() < end:
            continue
        before = _BEFORE.search(text, max(0, hole.start() - _LONGEST), hole.start())
        after = _AFTER.match(text, hole.start())
        end = after.end() if after else hole.end()
        address = (before[0] if before else "") + (after[0] if after else "")
        if _ADDRESS.search(address) or address.count("{") > 1:
            yield address


def _called(text: str, scripts: str, url: str) -> Iterator[str]:
    """The addresses that functions open which a click on an item calls with its fields."""
    codes = [_QUOTED_HOLE.sub(r'"{\1}"', match[1]) for match in _OPENED.finditer(text)]
    if not codes:
        return
    program = Program(scripts, url)
    for code in dict.fromkeys(codes):
        yield from (ask.url for ask in program.call(code) if ask.method == "navigate")
