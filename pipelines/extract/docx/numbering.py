"""Automatic numbers of paragraphs: 一、 and （一） often stand in no run, only in the list."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Final

from lxml import etree

from pipelines.extract.docx.names import ns, number, value

CHINESE: Final = "〇一二三四五六七八九"
CHINESE_FORMATS: Final = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "ideographDigital",
        "japaneseCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
    }
)


class Numbering:
    """Counts the numbered paragraphs of one document in their order."""

    def __init__(self, root: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, tuple[int, str, str]]] = {}
        self._lists: dict[str, str] = {}
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        if root is None:
            return
        for abstract in root.iter(ns("w:abstractNum")):
            self._levels[value(abstract, "abstractNumId") or ""] = {
                int(value(level, "ilvl") or 0): (
                    number(level.find(ns("w:start")), 1),
                    value(level.find(ns("w:numFmt"))) or "decimal",
                    value(level.find(ns("w:lvlText"))) or "",
                )
                for level in abstract.iter(ns("w:lvl"))
            }
        for instance in root.iter(ns("w:num")):
            self._lists[value(instance, "numId") or ""] = (
                value(instance.find(ns("w:abstractNumId"))) or ""
            )

    def label(self, properties: etree._Element | None) -> str:
        """The number that Word prints before the next paragraph, empty where it prints none.

        Args:
            properties: the ``w:numPr`` in force for the paragraph.
        """
        if properties is None:
            return ""
        abstract = self._lists.get(value(properties.find(ns("w:numId"))) or "", "")
        levels = self._levels.get(abstract, {})
        depth = number(properties.find(ns("w:ilvl")), 0)
        if depth not in levels:
            return ""
        counts = self._counts[abstract]
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        counts[depth] = counts.get(depth, levels[depth][0] - 1) + 1
        return re.sub(
            r"%(\d)", lambda m: self._one(levels, counts, int(m[1]) - 1), levels[depth][2]
        )

    @staticmethod
    def _one(levels: dict[int, tuple[int, str, str]], counts: dict[int, int], depth: int) -> str:
        start, form, _ = levels.get(depth, (1, "decimal", ""))
        count = counts.get(depth, start)
        if form in CHINESE_FORMATS:
            return chinese(count)
        return "" if form in ("bullet", "none") else str(count)


def chinese(count: int) -> str:
    """A number up to 99 as a Chinese numeral: 3 → 三, 12 → 十二, 20 → 二十."""
    tens, ones = divmod(count, 10)
    if not 0 < count < 100:
        return str(count)
    return (("" if tens == 1 else CHINESE[tens]) + "十" if tens else "") + (
        CHINESE[ones] if ones else ""
    )
