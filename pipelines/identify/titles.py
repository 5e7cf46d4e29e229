"""What a title says: whose report, of which year, and whether it claims to be one.

The fixed words are 政府信息公开工作年度报告 (国办公开办函〔2021〕30号). Agencies vary them
freely: the year first, in the middle or absent, 年报 for 年度报告, no agency at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from pipelines.identify.characters import arabic_years, compact
from pipelines.identify.lookalikes import is_university, lookalike
from pipelines.identify.wrapping import Unwrapped, unwrap

TitleKind = Literal["report", "possible", "lookalike", "name", "other"]


@dataclass(frozen=True, slots=True)
class TitleParts:
    """A title taken apart.

    ``kind``: "report" has the fixed words; "possible" could be one in the right column (年报 alone,
    a cut title); "name" is only an agency's name; "lookalike" has its reason in ``lookalike``.
    ``rendition`` tells another form of the same report: "picture", "links", "infographic",
    "download", "corrected". ``scope`` is "own_level" for 本级 reports beside one of the whole
    system. ``truncated`` says that the site cut the title.
    """

    agency_text: str = ""
    year: int | None = None
    kind: TitleKind = "other"
    lookalike: str = ""
    rendition: str = ""
    scope: str = ""
    truncated: bool = False

    @property
    def is_report(self) -> bool:
        """Whether the title by itself claims to be a report."""
        return self.kind == "report"


_YEAR = r"(?<!\d)(?:19|20)\d{2}(?!\d)(?:年度|年)?度?"
_STEM = r"(?P<stem>政府信息公开|政务信息公开|信息公开|政务公开)"
_REPORT = r"(?:工作)?(?:情况)?的?(?:年度)?(?:工作)?(?:情况)?(?:报告书?|年报|年度报)"
_FIXED = re.compile(rf"{_STEM}(?:工作)?(?:情况)?(?P<inner>{_YEAR})?{_REPORT}")
_SHORT = re.compile(rf"(?P<year>{_YEAR})(?P<name>.{{0,30}}?)(?:年度(?:工作)?报告|年报|工作报告)$")
_TAILS = (
    "政府信息公开工作年度报告",
    "政府信息公开年度报告",
    "政府信息公开工作报告",
    "政府信息公开年报",
    "政务公开工作年度报告",
)
_ANY_YEAR = re.compile(_YEAR)
# a list that cuts titles leaves 的公 of 的公告
_PLAIN_TAIL = re.compile(r"^[》\"”]*的?(?:公告?|公示|公布|发布|全文|正文)?[》\"”.。]*$")
_ORGAN = re.compile(
    r"(?:政府|公署|行署|办公室|办公厅|办|局|委员会|委|厅|部|署|院|会|中心|处|所|站|队|社|馆|校"
    r"|街道|镇|乡|苏木|省|市|县|区|旗|州|盟|公司|集团|银行)(?:\([^)]*\))?(?:机关)?$"
)
_NO_NAME = re.compile(r"[。;!?]|[,、].*[,、]|做好|关于.*关于")
_OWN_LEVEL = re.compile(r"\((?:本级|机关|区本级|市本级|县本级|局本级)\)|本级$|(?<=[局委办厅])机关$")


def is_organ(text: str) -> bool:
    """Whether a compact text ends as the name of an agency or a place does."""
    return 2 <= len(text) <= 45 and bool(_ORGAN.search(text)) and not _NO_NAME.search(text)


def parse_title(title: str) -> TitleParts:
    """Take a title, a link's text or a file name apart. Never fails: what is not said is empty."""
    unwrapped = unwrap(arabic_years(compact(title)))
    text = unwrapped.text
    if unwrapped.truncated:
        text = _completed(text)
    match = _FIXED.search(text)
    parts = _with_fixed_words(text, match, unwrapped) if match else _without(text, unwrapped)
    parts = replace(parts, rendition=unwrapped.rendition, truncated=unwrapped.truncated)
    return _own_level(parts)


def _with_fixed_words(text: str, match: re.Match[str], unwrapped: Unwrapped) -> TitleParts:
    before, after = text[: match.start()], text[match.end() :]
    year = _year(match["inner"] or "", before, unwrapped.bracketed, after)
    agency = _agency(before, match["stem"]) or _label(unwrapped)
    clean = is_organ(agency) or not agency
    beside = text.replace(agency, "", 1) if agency and clean else text
    reason = lookalike(unwrapped.prefix + beside)
    if not reason and is_university(agency):
        reason = "university"
    if not reason and not (_PLAIN_TAIL.match(_ANY_YEAR.sub("", after)) and _is_lead(agency)):
        reason = "mention"
    if reason:
        return TitleParts(agency, year, "lookalike", reason)
    doubtful = match["stem"] == "政务公开" or (match["stem"] == "信息公开" and not is_organ(agency))
    return TitleParts(agency, year, "possible" if doubtful else "report")


def _without(text: str, unwrapped: Unwrapped) -> TitleParts:
    reason = lookalike(unwrapped.prefix + text)
    if reason and not is_organ(text):
        return TitleParts(kind="lookalike", lookalike=reason)
    if short := _SHORT.search(text):
        name = _agency(text[: short.start()], "") or short["name"]
        return TitleParts(name, _number(short["year"]), "possible")
    year = _year("", text, "", "")
    if unwrapped.truncated:
        whole = bool(re.search(rf"{_YEAR}$", text))
        return TitleParts(
            _agency(text, "") if whole else "", year, "possible" if whole else "other"
        )
    name = _agency(text, "") or _label(unwrapped)
    return TitleParts(name, year, "name") if is_organ(name) else TitleParts(year=year)


def _completed(text: str) -> str:
    """A title cut inside the fixed words, completed; any other cut is left as it is.

    政府 alone may be the end of an agency's name (人民政府办公室 cut), so it counts only straight
    behind the year.
    """
    for tail in _TAILS:
        for length in range(min(len(tail) - 1, len(text)), 1, -1):
            if not text.endswith(tail[:length]):
                continue
            head = text[:-length]
            if length > 2 or re.search(rf"{_YEAR}$", head):
                return head + tail
    return text


def _year(inner: str, before: str, bracketed: str, after: str) -> int | None:
    """The year of the title: inside the fixed words, before them, in brackets, behind them.

    Two different years in one place are no year: 2022年至2023年 says nothing sure.
    """
    for place in (inner, before, bracketed, after):
        found = {_number(year) for year in _ANY_YEAR.findall(place)}
        marked = {_number(year) for year in _ANY_YEAR.findall(place) if "年" in year}
        years = marked or found
        if years:
            return years.pop() if len(years) == 1 else None
    return None


def _number(year: str) -> int:
    return int(year[:4])


def _agency(before: str, stem: str) -> str:
    """The agency's words out of what stands before the fixed words."""
    outer, _, quoted = before.rpartition("《")
    lead, _, said = (quoted or outer).rpartition(":")
    text = _ANY_YEAR.sub("", said) or _ANY_YEAR.sub("", lead)
    outer = re.sub(r"(?:关于)?(?:公布|发布|公开|编制)?$", "", _ANY_YEAR.sub("", outer))
    text = re.sub(r"^(?:关于)?(?:公布|发布|公开)?", "", text)
    text = re.sub(r"(?:关于)?(?:公布|发布)?的?$", "", text)
    text = text.strip('-_—·.,|/ 《》"“”') or outer.strip("-_—·.,|/《》")
    # 某市人民政府信息公开年报: the fixed words took 政府 out of the name
    return text + "政府" if text.endswith("人民") and stem.startswith("政府") else text


def _label(unwrapped: Unwrapped) -> str:
    """The label in front of the title where it names somebody: [花湖镇]2023年……"""
    return unwrapped.label if is_organ(unwrapped.label) else ""


def _is_lead(agency: str) -> bool:
    """Whether the words before the fixed words can be a name at all, not a sentence."""
    return len(agency) <= 45 and not _NO_NAME.search(agency)


def _own_level(parts: TitleParts) -> TitleParts:
    stripped = _OWN_LEVEL.sub("", parts.agency_text)
    if stripped == parts.agency_text:
        return parts
    return replace(parts, agency_text=stripped, scope="own_level")
