"""Names of WordprocessingML: the transitional and the strict namespace hold the same elements."""

from __future__ import annotations

from functools import cache
from typing import Final

from lxml import etree

TRANSITIONAL: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONSHIP: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE_DOCUMENT: Final = "/officeDocument"  # end of the relation's type, in both namespaces


@cache
def ns(name: str) -> str:
    """``w:tbl`` as lxml matches it, in any namespace."""
    return "{*}" + name.partition(":")[2]


def value(element: etree._Element | None, name: str = "val") -> str | None:
    """A ``w:`` attribute; None where the element or the attribute is missing."""
    if element is None:
        return None
    for namespace in (TRANSITIONAL, STRICT):
        found = element.get(f"{{{namespace}}}{name}")
        if found is not None:
            return str(found)
    return None


def number(element: etree._Element | None, default: int) -> int:
    """The ``w:val`` of an element as a number, ``default`` where it is missing or no number."""
    try:
        return int(value(element) or default)
    except ValueError:
        return default


def switched_on(element: etree._Element | None) -> bool:
    """Whether an on/off property is set (ECMA-376 part 1, 17.17.4)."""
    return element is not None and value(element) not in ("0", "false", "off", "none")
