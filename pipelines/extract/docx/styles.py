"""Which paragraph styles are titles and headings."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipelines.extract.docx.names import ns, number, value

HEADING: Final = re.compile(r"^(?:heading|标题)\s*(\d)$", re.IGNORECASE)
TITLES: Final = frozenset({"title", "标题"})


class Styles:
    """Heading level by style id, from ``styles.xml``."""

    def __init__(self, root: etree._Element | None) -> None:
        self._levels: dict[str, int] = {}
        self._numbered: dict[str, etree._Element] = {}
        for style in root.iter(ns("w:style")) if root is not None else ():
            identity = value(style, "styleId") or ""
            name = (value(style.find(ns("w:name"))) or "").lower()
            heading = HEADING.match(name)
            if name in TITLES:
                self._levels[identity] = 1
            elif heading:
                self._levels[identity] = int(heading[1]) + 1
            numbering = style.find(f"{ns('w:pPr')}/{ns('w:numPr')}")
            if numbering is not None:
                self._numbered[identity] = numbering

    def level(self, properties: etree._Element | None) -> int:
        """1 for a title, 2 and up for headings, 0 for body text."""
        if properties is None:
            return 0
        outline = properties.find(ns("w:outlineLvl"))
        if outline is not None and (depth := number(outline, 9)) < 9:
            return depth + 2
        return self._levels.get(value(properties.find(ns("w:pStyle"))) or "", 0)

    def numbering(self, properties: etree._Element | None) -> etree._Element | None:
        """The ``w:numPr`` in force for a paragraph, its own or its style's."""
        if properties is None:
            return None
        own = properties.find(ns("w:numPr"))
        if own is not None:
            return own
        return self._numbered.get(value(properties.find(ns("w:pStyle"))) or "")
