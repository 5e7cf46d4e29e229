"""What a page says about itself: meta tags, title, labelled facts, day of publication."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

from lxml.html import HtmlElement

from pipelines.extract.dates import day_in_address, days_in
from pipelines.extract.html_tree import tag, text_of

# Labels of the article head (政府网站发展指引, 国办发〔2017〕47号) and of catalogue cards (索引号).
_LABELS = (
    "发布机构|发文机关|发布单位|公开主体|信息来源|文章来源|稿件来源|来源|作者|索引号|索引码|文号|发文字号"
    "|主题分类|信息分类|成文日期|生成日期|发文日期|公开日期|发布日期|发布时间|更新时间|日期|时间|信息名称|名称|标题"
    "|浏览次数|浏览量|点击数|阅读次数|字体|字号|访问量|有效性|关键词|公开方式|公开范围|公开形式|责任编辑|打印|分享"
)
_SPACED = "|".join(r"[ \u3000\xa0]*".join(label) for label in _LABELS.split("|"))
_FACT = re.compile(
    rf"(?<![\u4e00-\u9fff])({_SPACED})\s*[:：]\s*(.*?)"
    rf"(?=\s*(?<![\u4e00-\u9fff])(?:{_SPACED})\s*[:：]|\s{{3,}}|[|【\[]|$)"
)
_LONGEST_BYLINE = 80  # characters: "2024-01-15 某某局 点击数：[12]"
_OF_PERIOD = re.compile(r"。|统计期限|[日\d]\s*[起至到—–~～]|日\s*-\s*\d{1,4}\s*[年月]")
_LINES_OF_HEAD = 5  # lines under the title among which the byline stands
_LONGEST_FACT = 200  # characters of a line of the head; longer ones are prose
_REPORT_TITLE = re.compile(r"信息公开.{0,20}(?:报告|年报)")
_TITLE_CLASS = re.compile(r"(?:^|[-_ ])(?:title|tit|bt|biaoti|headline)|title$|ArticleTitle", re.I)
_SUFFIX = re.compile(r"\s*(?:[-_|–—>»]+|--)\s*")
_CUT = re.compile(r"(?:…|\.{3,})$")
_CRUMBS = re.compile(
    r"(?:当前|所在|现在)(?:的)?(?:位置|栏目)\s*(?:是)?\s*[:：]?\s*(.+)|(首页\s*[>»›＞\-/].+)"
)
_CRUMB_GAP = re.compile(r"\s*(?:>+|»|›|＞|→|/)\s*|\s+-\s+")
_PUBLISHED = (
    "发布时间",
    "发布日期",
    "公开日期",
    "时间",
    "日期",
    "发文日期",
    "成文日期",
    "生成日期",
    "更新时间",
)
_STALE_DAYS = 400  # a PubDate further than this from the day in the address was left by a template


def meta_tags(root: HtmlElement) -> dict[str, str]:
    """``name`` (or ``property``) in lower case → ``content``; the first filled one wins."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        attributes = {key.lower(): value for key, value in meta.attrib.items()}
        name = (attributes.get("name") or attributes.get("property") or "").strip().lower()
        content = (attributes.get("content") or "").strip()
        if name and content:
            found.setdefault(name, content)
    return found


def title(root: HtmlElement, meta: dict[str, str]) -> str:
    """The title: the first candidate that reads as a report's title and is whole, else the first.

    Order: ``ArticleTitle``, headings, elements of a title class, ``<title>`` without the site name.
    """
    candidates = [c for c in map(_tidy, _titles(root, meta)) if 3 < len(c) < _LONGEST_FACT]
    whole = [c for c in candidates if not _CUT.search(c)]
    good = [c for c in whole if _REPORT_TITLE.search(c)]
    return next(iter([*good, *whole, *candidates]), "")


def _titles(root: HtmlElement, meta: dict[str, str]) -> Iterator[str]:
    yield meta.get("articletitle", "")
    yield from (text_of(heading) for heading in root.iter("h1", "h2"))
    for element in root.iter("div", "p", "td", "span", "h3", "h4"):
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        if _TITLE_CLASS.search(named):
            yield text_of(element)
    yield meta.get("og:title", "")
    for element in root.iter("title"):
        yield without_site(element.text or "", meta.get("sitename", ""))


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().replace("\n", "")


def without_site(text: str, site: str = "") -> str:
    """A page title without the parts that name the column and the site."""
    parts = [part for part in _SUFFIX.split(text.strip()) if part and part != site]
    reports = [part for part in parts if _REPORT_TITLE.search(part)]
    return next(iter([*reports, *parts]), "")


def facts(lines: Iterable[str]) -> dict[str, str]:
    """Labelled facts such as 发布机构：…, in the lines of the page; the first of each label."""
    found: dict[str, str] = {}
    for line in lines:
        if len(line) <= _LONGEST_FACT:
            for match in _FACT.finditer(line):
                label = re.sub(r"\s", "", match[1])
                if value := match[2].strip(" \u3000\xa0"):
                    found.setdefault(label, value)
    return found


def card_facts(root: HtmlElement) -> dict[str, str]:
    """The same facts where label and value stand in two cells of a catalogue card."""
    found: dict[str, str] = {}
    for cell in root.iter("td", "th", "dt", "label", "b", "strong"):
        label = re.sub(r"[\s:：【】\[\]\u3000\xa0]", "", "".join(cell.itertext())[:20])
        following = cell.getnext()
        if (
            label in _LABELS.split("|")
            and following is not None
            and tag(following) in {"td", "dd", "span"}
        ):
            value = text_of(following).strip(" \u3000\xa0")
            if value and len(value) <= _LONGEST_FACT:
                found.setdefault(label, value)
    return found


def breadcrumb(lines: Iterable[str]) -> tuple[str, ...]:
    """The path of columns above the article: 首页 > 政府信息公开 > 年报."""
    for line in lines:
        match = _CRUMBS.search(line) if len(line) <= _LONGEST_FACT else None
        if match:
            return tuple(part for part in _CRUMB_GAP.split(match[1] or match[2]) if part.strip())
    return ()


def bare_day(lines: Sequence[str], title_text: str) -> dt.date | None:
    """A day without a label in one of the short lines under the title.

    The period that a report covers often stands there too, in brackets or in its first sentence.
    """
    wanted = re.sub(r"\s", "", title_text)[:30]
    under = 0
    for line in lines:
        may_be_byline = under and len(line) <= _LONGEST_BYLINE and not _OF_PERIOD.search(line)
        if may_be_byline and (days := days_in(line)):
            return days[0]
        if wanted and wanted in re.sub(r"\s", "", line):
            under = _LINES_OF_HEAD
        else:
            under = max(under - 1, 0)
    return None


def published_on(
    found: dict[str, str], byline: dt.date | None, meta: dict[str, str], url: str, title_text: str
) -> tuple[dt.date | None, dict[str, str]]:
    """The day of publication, and each source of one as fields.

    The day shown to readers comes first, ``PubDate`` if it is plausible, the address last.
    """
    labelled = (days[0] for name in _PUBLISHED if (days := days_in(found.get(name, ""))))
    shown = next(labelled, None) or byline
    stated = next(iter(days_in(meta.get("pubdate", ""))), None)
    address = day_in_address(url)
    sources = {"PubDate": stated, "URL日期": address, "页面日期": shown}
    if stated and not _plausible(stated, title_text, address):
        stated = None
    best = shown or stated or address
    return best, {name: day.isoformat() for name, day in sources.items() if day}


def _plausible(stated: dt.date, title_text: str, address: dt.date | None) -> bool:
    """Templates leave days such as 2018-06-01: no report is published before its year is over."""
    years = [int(year) for year in re.findall(r"20\d\d", title_text)]
    if years and stated.year < max(years):
        return False
    return address is None or abs((stated - address).days) <= _STALE_DAYS
