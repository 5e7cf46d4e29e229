"""What sites wrap around a title: numbers, dates, labels, file endings, site names, renditions."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """A title without its wrapping.

    ``label`` is what stood in brackets in front and may name an agency's area; ``prefix`` all that
    was taken from the front; ``bracketed`` what stood in brackets behind, which may be the year.
    """

    text: str
    rendition: str = ""
    label: str = ""
    prefix: str = ""
    bracketed: str = ""
    truncated: bool = False


_FILE = re.compile(r"\.(?:pdf|docx?|wps|ofd|ceb|html?|shtml|xlsx?|rtf|txt|zip|jpe?g|png)$", re.I)
_CUT = re.compile(r"(?:\.{2,}|…|⋯)+$")
_DAY = re.compile(
    r"[(\[]?(?<!\d)20\d{2}(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)(?!\d)[)\]]?"
)
_CLOCK = re.compile(r"(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?!\d)")
_SITE_NAME = re.compile(r"(?<=报告|年报)[)》]?[-_|—–]+[^报]{2,40}$")
_NUMBER = re.compile(
    r"^(?:[·•●◆■▪★>»*]+|附件\d{0,2}[:.、]?|\d{1,3}[.、)](?!\d{1,2}[.日])|\(\d{1,3}\))"
)
_FRONT = re.compile(r"^(?:\[([^\]]*)\]|【([^】]*)】|〔([^〕]*)〕|\(([^)]*)\))")
_BACK = re.compile(r"(?:\[([^\]]*)\]|【([^】]*)】|〔([^〕]*)〕|\(([^()]*)\))$")
_RENDITIONS = (
    ("corrected", re.compile(r"更正|修订|修改|更新")),
    ("infographic", re.compile(r"图解|图文|长图|图示|一图")),
    ("picture", re.compile(r"图片|扫描|影印")),
    ("links", re.compile(r"超链|链接")),
    ("download", re.compile(r"下载|word|pdf|文档|打印", re.I)),
)


def unwrap(text: str) -> Unwrapped:
    """Take the wrapping off a compact title; what is taken off is kept apart."""
    text = _CLOCK.sub("", _DAY.sub("", text)).strip("-_|·")
    text = _FILE.sub("", text)
    truncated = bool(_CUT.search(text))
    text = _SITE_NAME.sub("", _CUT.sub("", text))
    text, labels = _from_front(text)
    text, brackets = _from_back(text)
    bracketed = "".join(brackets)
    return Unwrapped(
        text=text,
        rendition=_rendition(bracketed + "".join(labels)),
        label=labels[-1] if labels else "",
        prefix="".join(labels),
        bracketed=bracketed,
        truncated=truncated,
    )


def _from_front(text: str) -> tuple[str, list[str]]:
    labels: list[str] = []
    while True:
        if match := _FRONT.match(text):
            labels.append("".join(group or "" for group in match.groups()))
        elif not (match := _NUMBER.match(text)):
            return text, labels
        text = text[match.end() :]


def _from_back(text: str) -> tuple[str, list[str]]:
    """Brackets at the end; those that end a name, 人民政府(政府办公室), stay."""
    brackets: list[str] = []
    while True:
        text = re.sub(r"(?:下载|打印|查看|点击查看)+$", "", text)
        match = _BACK.search(text)
        if not match or not re.search(r"报告?书?$|年报$|公告$|[】\])》]$", text[: match.start()]):
            return text, brackets
        brackets.append("".join(group or "" for group in match.groups()))
        text = text[: match.start()]


def _rendition(bracketed: str) -> str:
    return next((name for name, pattern in _RENDITIONS if pattern.search(bracketed)), "")
