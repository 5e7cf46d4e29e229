"""A plain ASPX or JSP site of its own making: everything by query string, 下一页, no meta tags."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from deploy.demo.contents import DISCLOSURE, Article, Column, Contents
from deploy.demo.styles.page import Page, article_words, link, template

# Titles in the narrow lists of such sites are cut; the whole title stands in ``title=``.
TITLE_WIDTH = 24


class QuerySite:
    """A site of three scripts: a home page, a list and a page of content."""

    def __init__(self, contents: Contents, extension: str) -> None:
        self._contents = contents
        self._home = f"/index.{extension}"
        self._list = f"/list.{extension}"
        self._show = f"/show.{extension}"
        self._columns = {str(column.number): column for column in contents.columns}
        self._articles = {str(a.number): (c, a) for c in contents.columns for a in c.articles}

    def answer(self, path: str, fields: Mapping[str, str]) -> Page | None:
        """The page that a script makes of its fields."""
        text = None
        if path in ("/", self._home):
            text = self._document(self._contents.site.name, self._newest())
        elif path == self._list and fields.get("cid") == "gk":
            text = self._document(DISCLOSURE, self._catalogue())
        elif path == self._list:
            text = self._column_page(fields.get("cid", ""), fields.get("page", "1"))
        elif path == self._show and fields.get("id", "") in self._articles:
            text = self._content_page(*self._articles[fields["id"]])
        return Page(text) if text is not None else None

    def _list_address(self, column: Column, page: int = 1) -> str:
        return f"{self._list}?cid={column.number}" + (f"&page={page}" if page > 1 else "")

    def _newest(self) -> str:
        return "\n".join(
            f"<h3>{link(self._list_address(c), c.name)}</h3>\n{self._rows(c.articles[:5])}"
            for c in self._contents.ordinary
        )

    def _catalogue(self) -> str:
        return "".join(
            f"<p>· {link(self._list_address(c), c.name)}</p>" for c in self._contents.disclosure
        )

    def _column_page(self, column_id: str, page: str) -> str | None:
        column = self._columns.get(column_id)
        if column is None or not page.isdigit():
            return None
        pages = column.list_pages(self._contents.site.rows_per_page)
        number = min(max(int(page), 1), len(pages))
        body = self._rows(pages[number - 1]) + self._pager(column, number, len(pages))
        return self._document(column.name, body)

    def _rows(self, articles: tuple[Article, ...]) -> str:
        rows = "\n".join(map(self._row, articles))
        return f"<table width='100%' class='lb'>\n{rows}\n</table>"

    def _row(self, article: Article) -> str:
        address, title = f"{self._show}?id={article.number}", escape(article.title)
        anchor = f'<a href="{address}" title="{title}">{_cut(article.title)}</a>'
        return f"<tr><td>·{anchor}</td><td>[{article.published_on}]</td></tr>"

    def _pager(self, column: Column, number: int, pages: int) -> str:
        total = len(column.articles)
        steps = [f"共{total}条 第{number}/{pages}页", link(self._list_address(column), "首页")]
        if number > 1:
            steps.append(link(self._list_address(column, number - 1), "上一页"))
        if number < pages:
            steps.append(link(self._list_address(column, number + 1), "下一页"))
        steps.append(link(self._list_address(column, pages), "尾页"))
        return f"<div class='fy'>{' '.join(steps)}</div>"

    def _content_page(self, column: Column, article: Article) -> str:
        body = template("query-article").substitute(
            article_words(article), column=link(self._list_address(column), column.name)
        )
        return self._document(article.title, body)

    def _document(self, title: str, body: str) -> str:
        site = self._contents.site
        entries = [(self._home, "网站首页")]
        entries += [(self._list_address(column), column.name) for column in self._contents.ordinary]
        entries.append((f"{self._list}?cid=gk", DISCLOSURE))
        return template("query").substitute(
            charset="gb2312" if site.charset == "gbk" else site.charset,
            title=escape(title),
            menu=" | ".join(link(address, name) for address, name in entries),
            body=body,
            site_name=escape(site.name),
            site_id=site.site_id,
        )


def _cut(title: str) -> str:
    return escape(title if len(title) <= TITLE_WIDTH else title[:TITLE_WIDTH] + "…")
