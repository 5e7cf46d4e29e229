"""Counts that a report of 2008 to 2013 states in its prose: that form has no table.

Keys are ``prose.<indicator>.value``, the indicators named as in the statistics table of 2014 where
that asks for the same count; ``raw`` is the wording the number was taken from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipelines.items import Figure, Section
from pipelines.report.cells import read_cell
from pipelines.report.labels import normal
from storage.form import PROSE_TABLE

_INFORMATION = r"(?:各类|各项)?(?:政府|政务)?信息"
_NUMBER = (
    r"(?:共|共计|总计|数|数量|总数)?(?:为|是|约)?(?P<count>\d[\d,]*)(?:余|多)?"
    r"(?:条|件|项|篇|宗|起|人次|次|个)"
)
_ASKED = r"(?:依申请公开)?(?:政府)?(?:信息)?(?:公开)?(?:的)?申请"
_THROUGH = r"(?:通过|在|利用)[^,。;]{0,12}"
_PUBLISHED = rf"[^,。;]{{0,6}}(?:公开|发布|刊登)(?:了)?(?:{_INFORMATION})?"
INDICATORS = {
    "proactive_items": rf"主动(?:向社会)?公开(?:了)?{_INFORMATION}{_NUMBER}",
    "via_website": rf"{_THROUGH}网站?{_PUBLISHED}{_NUMBER}",
    "via_gazette": rf"{_THROUGH}公报{_PUBLISHED}{_NUMBER}",
    "requests_received": rf"(?:收到|受理|接到)(?:各类)?(?:公民[^,。;]{{0,14}})?{_ASKED}{_NUMBER}",
    "received_in_person": rf"(?:当面|现场){_ASKED}(?:的)?{_NUMBER}",
    "received_by_fax": rf"传真{_ASKED}(?:的)?{_NUMBER}",
    "received_online": rf"(?:网上|网络|在线|互联网){_ASKED}(?:的)?{_NUMBER}",
    "received_by_letter": rf"(?:信函|书信|邮寄){_ASKED}(?:的)?{_NUMBER}",
    "answered_granted": rf"(?<!不)(?:同意|予以|全部)公开[”\"]?(?:答复)?(?:的)?{_NUMBER}",
    "answered_partially_granted": rf"(?:同意)?部分公开[”\"]?(?:答复)?(?:的)?{_NUMBER}",
    "answered_denied": rf"(?:不予|不同意)公开[”\"]?(?:答复)?(?:的)?{_NUMBER}",
    "answered_does_not_exist": rf"信息不存在[”\"]?(?:答复)?(?:的)?{_NUMBER}",
    "reconsideration_total": rf"行政复议(?:申请|案件|案)?{_NUMBER}",
    "litigation_total": rf"行政诉讼(?:申请|案件|案)?{_NUMBER}",
    "complaints_total": rf"(?:举报|投诉)(?:案件|事项)?{_NUMBER}",
}
_NO = (
    r"(?:(?:未|没有)(?:发生|出现|收到|接到|引发|产生|涉及|因|被)[^,。;\d]{0,30}"
    r"|无(?:(?:因|涉及)[^,。;\d]{0,24})?)"
)
_NONE = {
    "requests_received": rf"(?:未|没有|尚未|无)(?:收到|接到|受理)[^,。;]{{0,24}}?{_ASKED}",
    "reconsideration_total": rf"{_NO}行政复议",
    "litigation_total": rf"{_NO}(?:行政复议[、和或及与]+(?:提起)?)?行政诉讼",
}
_SAID = {key: re.compile(pattern) for key, pattern in INDICATORS.items()}
_SAID_NONE = {key: re.compile(pattern) for key, pattern in _NONE.items()}
# What such a sentence counts is not the year's, or not this agency's year's.
_OTHER_TIME = re.compile(r"累计|历年|以来|截[至止]|上年|去年|往年|前年|上一年")
_ROUNDED = re.compile(r"\d(?:余|多)|约\d")
_SENTENCE = re.compile(r"[^。;\n]+")


def read_prose(sections: Iterable[Section]) -> dict[str, Figure]:
    """The counts stated in the sections, by key.

    Taken is what is said once, or twice with one number: of two numbers for one indicator neither
    is, nor is a rounded one (300余条), nor one of a sentence that counts over several years.
    """
    said: dict[str, dict[str, str]] = {}
    for sentence in _sentences(sections):
        for key, count, words in _counts(sentence):
            said.setdefault(key, {}).setdefault(count, words)
    return {
        f"{PROSE_TABLE}.{key}.value": _figure(key, *next(iter(counts.items())))
        for key, counts in said.items()
        if len(counts) == 1
    }


def _sentences(sections: Iterable[Section]) -> Iterator[str]:
    for section in sections:
        for line in section.text.splitlines():
            for sentence in _SENTENCE.findall(normal(line)):
                if not _OTHER_TIME.search(sentence):
                    yield sentence


def _counts(sentence: str) -> Iterator[tuple[str, str, str]]:
    """Indicator, number and the words that say so, for each count of a sentence."""
    for key, pattern in _SAID.items():
        for match in pattern.finditer(sentence):
            if not _ROUNDED.search(match[0]):
                yield key, match["count"].replace(",", ""), match[0]
    for key, pattern in _SAID_NONE.items():
        if none := pattern.search(sentence):
            yield key, "0", none[0]


def _figure(key: str, count: str, words: str) -> Figure:
    value, state, doubt = read_cell(count)
    return Figure(f"{PROSE_TABLE}.{key}.value", words, value, state, doubt=doubt)
