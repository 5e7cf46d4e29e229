"""The files and pictures that a report page offers: other renditions of the same report."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from crawler.spiders.pages.page import Page
from crawler.spiders.scoring import is_year

MOST = 8  # a page with more files than this is a list, not a report

_FILE = re.compile(r"\.(pdf|docx?|wps|rtf|ofd|xlsx?|et|zip|rar|ceb)$", re.I)
_PICTURE = re.compile(r"\.(png|jpe?g|bmp|tiff?|webp)$", re.I)
_DOWNLOAD = re.compile(r"download|downfile|down\.|attach|fileDir|wbfileid|getfile", re.I)
_FILE_WORDS = re.compile(r"附件|下载|word|pdf|ofd|\.(docx?|pdf|wps|ofd|xlsx?)(?![a-z\d])", re.I)
_REPORT_WORDS = re.compile(r"年度?报告|年报")
_IMAGE = re.compile(r"""<img\b[^>]*?\bsrc\s*=\s*["']?([^"'\s>]+)""", re.I)
_ORNAMENT = re.compile(
    r"icon|logo|ewm|qrcode|erweima|banner|/images?/|/img/|/skin|/style|/theme|share|\.gif(\?|$)|spacer|blank",
    re.I,
)
# Words of the tables that no sentence has: 本年新收 and 结转下年度 stand in prose, too.
_FORM_WORDS = re.compile(
    r"本年制发件数|现行有效件数|本年新?制作数量|对外公开总数量|处理决定数量|申请人情况|统计指标"
    r"|新收到?政府信息公开申请数量(?![为是共达])"
)
_BETWEEN = re.compile(r"<[^>]*>|\s|&nbsp;|\u3000")


def renditions_of(page: Page) -> list[tuple[str, str]]:
    """Addresses and labels of the files that hang on a report page, then of its pictures.

    Pictures count only where the page itself shows no statutory table: there they may be it.
    """
    found: dict[str, str] = {}
    for link in page.links:
        # a file under a bare year is the report of that year, whatever page it is offered on
        words = f"{link.text} {link.title}"
        is_file = is_file_link(link.url, words) or _gives_report(link.url, words)
        if is_file and not is_year(link.text):
            found.setdefault(link.url, link.text or link.title)
    for frame in page.frames:
        target = _viewed_file(frame)
        if target:
            found.setdefault(target, "")
    if len(found) > MOST:
        found = {
            url: label
            for url, label in found.items()
            if "报告" in label or "年报" in label or "公开" in label
        }
    if not _FORM_WORDS.search(_BETWEEN.sub("", page.source)):
        for url in _content_pictures(page):
            found.setdefault(url, "")
    return list(found.items())[:MOST]


def is_file_link(url: str, words: str) -> bool:
    """Whether a link leads to a document and not to a page."""
    parts = urlsplit(url)
    if _FILE.search(unquote(parts.path)):
        return True
    values = [unquote(value) for _, value in parse_qsl(parts.query)]
    if any(_FILE.search(value) for value in values):
        return True
    return (
        bool(_DOWNLOAD.search(url))
        and bool(_FILE_WORDS.search(words))
        and not parts.path.endswith("/")
    )


def _gives_report(url: str, words: str) -> bool:
    """Whether a link on a report page leads to a script that gives the report as a file."""
    gives = _DOWNLOAD.search(url) and urlsplit(url).query
    return bool(gives) and bool(_REPORT_WORDS.search(words))


def _viewed_file(frame: str) -> str:
    """The file that an embedded viewer shows: its own address or its ``file=`` parameter."""
    parts = urlsplit(frame)
    if _FILE.search(unquote(parts.path)):
        return frame
    for _, value in parse_qsl(parts.query):
        if _FILE.search(unquote(value)):
            return urljoin(frame, value)
    return ""


def _content_pictures(page: Page) -> list[str]:
    pictures: list[str] = []
    for match in _IMAGE.finditer(page.source):
        url = urljoin(page.base or page.url, unescape(match.group(1)))
        if _is_picture(url) and not _ORNAMENT.search(match.group(1)):
            pictures.append(url)
    return list(dict.fromkeys(pictures))[:4]


def _is_picture(url: str) -> bool:
    """By its path, or by the name that a download script is given: down.jsp?filename=1.png."""
    parts = urlsplit(url)
    names = [parts.path, *(value for _, value in parse_qsl(parts.query))]
    return any(_PICTURE.search(name) for name in names)
