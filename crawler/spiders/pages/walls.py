"""Answers that are no content whatever their status: challenges, disguised 404s, redirects."""

from __future__ import annotations

import re

from crawler.spiders.pages.javascript.program import Program

_SMALL = 400  # visible characters; the notes of firewalls are shorter, real pages longer
_EMPTY = 100

# Marks in the scripts of protections seen on .gov.cn sites: 加速乐, 瑞数, 网站卫士 (wzws), 创宇盾,
# Tencent EdgeOne, Alibaba WAF, Cloudflare.
_SCRIPT_MARKS = (
    ("__jsl_clearance", "script challenge (加速乐)"),
    ("wzws", "script challenge (网站卫士)"),
    ("$_ts", "script challenge (瑞数)"),
    ("EO_Bot", "script challenge (EdgeOne)"),
    ("__tst_status", "script challenge (EdgeOne)"),
    ("acw_sc__v2", "script challenge (Alibaba WAF)"),
    ("cf-chl", "script challenge (Cloudflare)"),
    ("yunsuo", "script challenge (云锁)"),
    ("safedog", "script challenge (安全狗)"),
)
_WORD_MARKS = re.compile(
    r"(?:开启|启用|打开|允许|支持).{0,8}javascript|enable\s+javascript|javascript.{0,12}(?:禁用|disabled|required)"
    r"|创宇盾|网站防火墙|安全狗|访问(?:被|已被).{0,4}(?:拦截|阻断|拒绝|禁止)|请求.{0,6}(?:拦截|阻断|不合法)"
    r"|(?:滑动|安全|人机|访问)验证|验证码.{0,6}(?:继续|访问)|访问(?:过于)?频繁"
    r"|checking your browser|verify(?:ing)? (?:that )?you are (?:a )?human|access denied"
    r"|request blocked|web application firewall",
    re.I,
)
_COOKIE_AND_RELOAD = re.compile(
    r"document\.cookie\s*=.*?(?:location\s*(?:\.\s*(?:href|reload|replace|assign))?\s*[=(]|\.submit\()",
    re.S,
)
_GONE = re.compile(
    r"(?:页面|网页|文件|信息|内容|文章|栏目|资源|网址|地址|链接).{0,12}(?:不存在|找不到|未找到|已(?:经)?(?:被)?"
    r"(?:删除|移除|下线|撤销|失效|移走|过期)|无法(?:找到|访问|显示))"
    r"|(?:找不到|未找到|没有找到|无法找到|不存在).{0,14}(?:页|文件|信息|内容|文章|资源|栏目)"
    r"|(?<!\d)404(?!\d)(?!\s*(?:号|件|项|人|元|个))|(?:page|file|object) (?:was )?not found"
    r"|页面出错|出错了",
    re.I,
)
_META_REFRESH = re.compile(
    r"<meta[^>]+http-equiv\s*=\s*[\"']?refresh[^>]*?content\s*=\s*[\"']\s*(\d*)[\d.]*\s*[;,]\s*(?:url\s*=)?"
    r"\s*['\"]?([^\"'>\s]+)",
    re.I,
)
_SCRIPT_MOVE = re.compile(
    r"(?<![\w.])(?:(?:window|document|top|self|parent|this)\s*\.\s*){0,2}location"
    r"(?:\s*\.\s*href)?\s*(?:=|\.\s*(?:replace|assign)\s*\()\s*[\"']([^\"'\s]+)[\"']\s*(?:[;)\s}\"',]|$)"
)
_MOVES = re.compile(r"\blocation\b")


def challenge(source: str, text: str, scripts: str, links: int) -> str:
    """Why an answer is an anti-bot page and not content; empty where it is content.

    ``text`` is the visible text, ``links`` the number of addresses on the page. A full page that
    merely asks for JavaScript somewhere is content.
    """
    if len(text) >= _SMALL or links > 10:
        return ""
    for mark, reason in _SCRIPT_MARKS:
        if mark in source and len(text) < _SMALL and links <= 3:
            return reason
    if len(text) < _EMPTY and links <= 3 and _COOKIE_AND_RELOAD.search(scripts):
        return "sets a cookie by script and loads again"
    if match := _WORD_MARKS.search(text or _noscript(source)):
        return f"asks visitors: {match[0]}"
    if not text and not links and len(scripts) > 200:
        return "nothing but scripts"
    return ""


def soft_404(title: str, text: str, rows: int) -> bool:
    """Whether a page answered 200 says that there is no such page."""
    if rows > 5 or len(text) > 3000:
        return False
    return bool(_GONE.search(title) or (len(text) < _SMALL and _GONE.search(text)))


def redirect(source: str, text: str, scripts: str, links: int) -> str:
    """Where a page that is little else than a redirect leads, as written; empty if it stays."""
    if len(text) >= 200 or links > 8:
        return ""
    if (match := _META_REFRESH.search(source)) and int(match[1] or 0) <= 10:
        return match[2]
    if len(text) >= _EMPTY or links > 3 or not _MOVES.search(scripts):
        return ""
    if moves := _SCRIPT_MOVE.findall(scripts):
        return str(moves[-1])
    asked = Program(scripts).loaded  # the address is put together before the move
    return next((ask.url for ask in asked if ask.method == "navigate"), "")


def _noscript(source: str) -> str:
    return " ".join(re.findall(r"<noscript>(.*?)</noscript>", source, re.S | re.I))
