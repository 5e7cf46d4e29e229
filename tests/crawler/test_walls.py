"""Challenges, disguised 404s and redirects, and the ordinary pages that only look like them."""

from __future__ import annotations

import pytest

from crawler.spiders.pages.page import Page, parse_page

URL = "http://www.example.gov.cn/zwgk/"
LONG = "政府信息公开工作情况" * 60


def read(source: str) -> Page:
    return parse_page(source.encode(), URL, "text/html")


CHALLENGES = {
    "cookie and reload": "<script>document.cookie='k=1;path=/';location.reload();</script>",
    "jsl": "<script>document.cookie='__jsl_clearance=1';location.href=location.search</script>",
    "wzws": "<html><script>var wzwsquestion='x';window.location='/WZWSRELw==';</script></html>",
    "rui shu": "<html><head><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};</script></head></html>",
    "words": "<html><body>请开启JavaScript并刷新该页.</body></html>",
    "noscript": "<body><noscript>Please enable JavaScript</noscript><script>f()</script></body>",
    "edge": "<script>var EO_Bot_Ssid=1;document.cookie='EO_Bot_Ssid=1';location.reload()</script>",
    "firewall": "<title>访问拦截</title><body>您的请求疑似攻击，请求已被拦截（创宇盾）</body>",
    "only scripts": f"<html><body><script>{'var a=1;' * 60}</script></body></html>",
}
PAGES = {
    "noscript hint": f"<body><noscript>请开启JavaScript并刷新该页</noscript><p>{LONG}</p></body>",
    "counter": f"<body><p>{LONG}</p><script>document.cookie='v=1';location='#a'</script></body>",
    "short notice": "<body><h1>公告</h1><p>本单位2024年无新增公开事项。</p></body>",
    "list": "<ul><li><a href='/1.html'>关于防火墙建设项目的公告（一）</a>2026-01-01</li></ul>",
    "frames": "<frameset cols='20%,*'><frame src='l.html'><frame src='m.html'></frameset>",
}


@pytest.mark.parametrize("kind", CHALLENGES)
def test_challenge(kind: str) -> None:
    assert read(CHALLENGES[kind]).challenge


@pytest.mark.parametrize("kind", PAGES)
def test_no_challenge(kind: str) -> None:
    page = read(PAGES[kind])
    assert page.challenge == ""
    assert not page.is_wall


@pytest.mark.parametrize(
    "source",
    [
        "<title>404 Not Found</title><body>nginx</body>",
        "<body><p>您访问的页面不存在或已被删除！</p><a href='/'>返回首页</a></body>",
        "<title>出错了</title><body>抱歉，没有找到您要访问的网页。</body>",
        "<body>该信息已被删除</body>",
    ],
)
def test_soft_404(source: str) -> None:
    assert read(source).soft_404


@pytest.mark.parametrize(
    "source",
    [
        f"<title>2025年年报</title><body>{LONG}网站404页面已优化，页面不存在时自动跳转。</body>",
        "<title>国发〔2019〕404号</title><body>通知全文见附件</body>",
        "<title>年报</title><body>本机关不存在收费情况。</body>",
    ],
)
def test_no_soft_404(source: str) -> None:
    assert not read(source).soft_404


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("<meta http-equiv='refresh' content='0; url=/new/'>", "/new/"),
        ('<META HTTP-EQUIV="Refresh" CONTENT="0;URL=./">', "/zwgk/"),
        ("<script>window.location.href='index2.html';</script>", "/zwgk/index2.html"),
        ("<script>top.location.replace('/gk/')</script>", "/gk/"),
    ],
)
def test_redirect(source: str, target: str) -> None:
    page = read(f"<html><head>{source}</head><body></body></html>")
    assert page.redirect == f"http://www.example.gov.cn{target}"
    assert page.challenge == ""


def test_a_full_page_does_not_redirect() -> None:
    assert not read(
        f"<body>{LONG}<script>if(mobile)location.href='/wap/';</script></body>"
    ).redirect
    assert not read(f"<meta http-equiv='refresh' content='600;url=/'><body>{LONG}</body>").redirect


@pytest.mark.parametrize(
    "source",
    [
        '<script>window.location.href="/zwgk/main.htm"</script>',
        "<script>setTimeout(\"location.href='main.htm'\",3000);</script><object></object>",
        "<script>setTimeout(function(){ window.location = 'main.htm'; }, 5000);</script>",
        "<script>var u='/zwgk/'+'main.htm';\nlocation.replace(u);</script>正在跳转，请稍候……",
    ],
)
def test_a_page_that_moves_on_by_script(source: str) -> None:
    assert read(source).redirect == f"{URL}main.htm"
