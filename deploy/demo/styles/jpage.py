"""大汉 (Hanweb): a list is a ``datastore`` in its page; ``dataproxy.jsp`` gives later groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from deploy.demo.contents import DISCLOSURE, Article, Column, Contents
from deploy.demo.styles.page import Page, article_words, link, template

PROXY = "/module/web/jpage/dataproxy.jsp"
DISCLOSURE_HOME = "/col/col2000/index.html"


class JpageSite:
    """A site whose lists are filled in by the jpage plug-in."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._columns = {str(_column_id(column)): column for column in contents.columns}
        self._files = dict(self._publish())

    def answer(self, path: str, fields: Mapping[str, str]) -> Page | None:
        """A static page, or the records that a ``dataproxy.jsp`` request asks for."""
        if path == PROXY:
            return self._records(fields)
        text = self._files.get("/index.html" if path == "/" else path)
        return Page(text) if text is not None else None

    def _records(self, fields: Mapping[str, str]) -> Page | None:
        column = self._columns.get(fields.get("columnid", ""))
        if column is None:
            return None
        rows = self._contents.site.rows_per_page
        first = max(_number(fields.get("startrecord"), 1), 1)
        last = _number(fields.get("endrecord"), first + rows - 1)
        records = "".join(_record(column, a) for a in column.articles[first - 1 : last])
        xml = (
            f"<datastore><totalrecord>{len(column.articles)}</totalrecord>"
            f"<totalpage>{len(column.list_pages(rows))}</totalpage>"
            f"<recordset>{records}</recordset></datastore>"
        )
        return Page(xml, "text/xml")

    def _publish(self) -> Iterator[tuple[str, str]]:
        contents = self._contents
        newest = "\n".join(_item(c, a) for c in contents.ordinary for a in c.articles[:8])
        yield "/index.html", self._document(contents.site.name, f"<ul>\n{newest}\n</ul>")
        entries = "".join(f"<dd>{link(_list_path(c), c.name)}</dd>" for c in contents.disclosure)
        catalogue = f"<dl><dt>{DISCLOSURE}</dt>{entries}</dl>"
        yield DISCLOSURE_HOME, self._document(DISCLOSURE, catalogue)
        for column in contents.columns:
            yield _list_path(column), self._document(column.name, self._list(column))
            for article in column.articles:
                body = template("jpage-article").substitute(article_words(article))
                yield _article_path(column, article), self._document(article.title, body)

    def _list(self, column: Column) -> str:
        rows = self._contents.site.rows_per_page
        return template("jpage-list").substitute(
            unit=5000 + column.number,
            proxy=PROXY,
            column=_column_id(column),
            records="\n".join(_record(column, a) for a in column.articles[:rows]),
            per_page=rows,
            total=len(column.articles),
        )

    def _document(self, title: str, body: str) -> str:
        site = self._contents.site
        entries = [("/index.html", "首页")]
        entries += [(_list_path(column), column.name) for column in self._contents.ordinary]
        entries.append((DISCLOSURE_HOME, DISCLOSURE))
        return template("jpage").substitute(
            charset=site.charset,
            title=escape(title),
            menu="".join(f"<td>{link(address, name)}</td>" for address, name in entries),
            body=body,
            site_name=escape(site.name),
            site_id=site.site_id,
        )


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdigit() else default


def _column_id(column: Column) -> int:
    return 2000 + column.number


def _list_path(column: Column) -> str:
    return f"/col/col{_column_id(column)}/index.html"


def _article_path(column: Column, article: Article) -> str:
    day = article.published_on
    name = f"art_{_column_id(column)}_{300000 + article.number}.html"
    return f"/art/{day.year}/{day.month}/{day.day}/{name}"


def _item(column: Column, article: Article) -> str:
    return f"<li>[{escape(column.name)}] {link(_article_path(column, article), article.title)}</li>"


def _record(column: Column, article: Article) -> str:
    address, title = _article_path(column, article), escape(article.title)
    anchor = f'<a href="{address}" title="{title}" target="_blank">{title}</a>'
    return f"<record><![CDATA[<li>{anchor}<b>{article.published_on}</b></li>]]></record>"
