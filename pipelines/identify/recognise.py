"""Whether a document is the report: by what it is, not by its title alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pipelines.identify.body import Body, read_body
from pipelines.identify.lookalikes import is_overruled_by_form
from pipelines.identify.titles import TitleParts, parse_title
from pipelines.items import Extracted, Reading
from storage.vocabulary import Medium

Kind = Literal["report", "lookalike", "shell", "unknown"]

_GONE = re.compile(
    r"(?:页面|网页|内容|信息|文章|栏目)(?:不存在|已(?:被)?(?:删除|移除|下线)|找不到|未找到|丢失)|找不到(?:您|该|页面|网页)"
    r"|无法找到|(?:^|\D)404(?:\D|$)|notfound",
    re.IGNORECASE,
)
_CHALLENGE = re.compile(
    r"(?:开启|启用|打开)javascript|安全验证|人机验证|验证码|访问(?:过于)?频繁|拒绝访问|accessdenied|forbidden|checkingyourbrowser"
    r"|enablejavascript|WZWS|防火墙",
    re.IGNORECASE,
)
_WEBSITE = re.compile(r"独立用户访问总量|网站总访问量|单项栏目更新|政府网站标识码.{0,40}ICP")
_UNIVERSITY = re.compile(r"高等学校信息公开办法|9月1日.{0,14}8月31日|\d{4}-\d{4}学年")
_SHORT_PAGE = 500  # compact characters; error pages and challenges say little
_SHELL_TEXT = 120  # what a page says that only carries files: date, source, print, share


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a document is.

    ``kind``: "report"; "shell", a page under a report's title whose text is in its files or
    pictures; "lookalike" with its ``reason``; "unknown", with what stands there instead.
    ``titles`` are all its titles, the list's first; ``title`` is the best of them.
    """

    kind: Kind
    reason: str
    title: str
    titles: tuple[TitleParts, ...]
    body: Body


def recognise(
    extracted: Extracted,
    reading: Reading,
    list_title: str = "",
    *,
    column_is_annual: bool = False,
    breadcrumb: tuple[str, ...] = (),
) -> Recognition:
    """Say what a document is.

    Args:
        extracted: the document in one shape.
        reading: what could be read of it as a report; may be empty.
        list_title: the words of the link that led to it, in full where the site gives them.
        column_is_annual: whether it stood in a column that carries annual reports.
        breadcrumb: the columns down to it, where the caller knows more than the page says.
    """
    body = read_body(extracted, reading)
    own = [text for text in dict.fromkeys(_own_titles(extracted, reading)) if text]
    texts = [text for text in dict.fromkeys((list_title.strip(), *own)) if text]
    parts = [parse_title(text) for text in texts]
    annual = column_is_annual or any(
        parse_title(name).is_report for name in (*breadcrumb, *extracted.breadcrumb)
    )
    said = _decisive([parse_title(text) for text in own]) or _decisive(parts)
    kind, reason = _judge(said, parts, body, extracted, annual=annual)
    return Recognition(kind, reason, _best_title(texts, parts), tuple(parts), body)


def _own_titles(extracted: Extracted, reading: Reading) -> Iterator[str]:
    """The document's own titles; the one shown before ArticleTitle, which sites copy about.

    An ArticleTitle that is only a name, beside a shown title that claims to be a report, is the
    template's: portals leave their own name there on every article.
    """
    yield extracted.title.strip()
    yield from (p.text.strip() for p in extracted.paragraphs[:40] if p.level == 1)
    tagged = extracted.meta.get("articletitle", "").strip()
    claimed = parse_title(extracted.title).kind in ("report", "possible")
    if not (claimed and parse_title(tagged).kind == "name"):
        yield tagged
    yield reading.title.strip()


def _decisive(parts: list[TitleParts]) -> TitleParts | None:
    return next((p for p in parts if p.kind in ("report", "lookalike")), None)


def _judge(
    said: TitleParts | None,
    parts: list[TitleParts],
    body: Body,
    extracted: Extracted,
    *,
    annual: bool,
) -> tuple[Kind, str]:
    if said is not None and said.kind == "lookalike":
        claimed = any(p.is_report for p in parts) or is_overruled_by_form(said.lookalike)
        if not (claimed and body.is_strong and body.has_form):
            return "lookalike", said.lookalike
    elif other := _other_thing(body, any(_is_specific(p) for p in parts)):
        return other
    if body.is_strong:
        return "report", "form" if body.has_form else "text"
    if any(_is_specific(p) for p in parts):
        return _under_report_title(body, extracted)
    return _under_vague_title(parts, body, extracted, annual=annual)


def _under_vague_title(
    parts: list[TitleParts], body: Body, extracted: Extracted, *, annual: bool
) -> tuple[Kind, str]:
    """A page whose title names no report: a column's name, 年报 alone, an agency's name."""
    stated = {(p.agency_text, p.year) for p in body.titles if p.agency_text and p.year}
    if len(stated) == 1 and body.weight >= 2:
        return "report", "title_in_text"
    if any(p.is_report for p in parts) and body.weight >= 3:
        return "report", "text"
    vague = any(p.kind in ("report", "possible", "name") for p in parts)
    if vague and annual and body.weight >= 2:
        return "report", "column"
    if vague and annual and _has_files(extracted):
        return "shell", "files"
    return "unknown", "no_sign_of_a_report"


def _is_specific(parts: TitleParts) -> bool:
    """Whether a title is one report's, not a column's name (政府信息公开年报)."""
    return parts.is_report and bool(parts.agency_text or parts.year)


def _other_thing(body: Body, titled: bool) -> tuple[Kind, str] | None:
    """What a page is whose text shows something else, whatever its title claims."""
    if body.figures >= 30:
        return None
    if _WEBSITE.search(body.text):
        return "lookalike", "website_report"
    if _UNIVERSITY.search(body.text) and body.labels < 3:
        return "lookalike", "university"
    if len(body.text) < _SHORT_PAGE and body.weight < 2:
        if _GONE.search(body.text):
            return "unknown", "soft_404"
        if _CHALLENGE.search(body.text):
            return "unknown", "challenge"
    reports = {(p.agency_text, p.year) for p in body.titles if p.year}
    if len(reports) >= 3 and not titled and not body.is_strong:
        return "lookalike", "column_index"
    return None


def _under_report_title(body: Body, extracted: Extracted) -> tuple[Kind, str]:
    if body.weight > 0 and (len(body.text) > _SHELL_TEXT or not _has_files(extracted)):
        return "report", "title_and_text"
    if _has_files(extracted):
        return "shell", "files"
    if extracted.medium is Medium.HTML:
        return "shell", "no_text"
    return "report", "title"


def _has_files(extracted: Extracted) -> bool:
    return bool(extracted.attachments or extracted.pictures)


def _best_title(texts: list[str], parts: list[TitleParts]) -> str:
    """The fullest title: a report's, with agency and year, not cut; the list's before others."""

    def worth(index: int) -> tuple[bool, bool, int]:
        p = parts[index]
        return p.is_report, not p.truncated, bool(p.agency_text) + bool(p.year)

    best = max(range(len(texts)), key=lambda i: (worth(i), -i), default=None)
    return "" if best is None else " ".join(texts[best].split())
