"""TRS WCM: static folders, ``index_1.html`` is page two, all metas of 国办发〔2017〕47号."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from deploy.demo.contents import DISCLOSURE, Article, Column, Contents
from deploy.demo.styles.page import Page, article_words, link, template

DISCLOSURE_FOLDER = "/zwgk/zfxxgk/"


class TrsSite:
    """A site of static files."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._files = dict(self._publish())

    def answer(self, path: str, fields: Mapping[str, str]) -> Page | None:
        """The file at a path; a folder answers with its ``index.html``."""
        text = self._files.get(path + "index.html" if path.endswith("/") else path)
        return Page(text) if text is not None else None

    def _publish(self) -> Iterator[tuple[str, str]]:
        yield "/index.html", self._home()
        yield DISCLOSURE_FOLDER + "index.html", self._disclosure_home()
        for column in self._contents.columns:
            yield from self._list(column)
            for article in column.articles:
                yield self._folder(column) + _file(article), self._article(column, article)

    def _folder(self, column: Column) -> str:
        parent = DISCLOSURE_FOLDER if column in self._contents.disclosure else "/zwdt/"
        return f"{parent}{column.slug}/"

    def _home(self) -> str:
        blocks = []
        for column in self._contents.ordinary:
            folder = self._folder(column)
            rows = "\n".join(_row(folder, article) for article in column.articles[:6])
            blocks.append(f"<h2>{link(folder, column.name)}</h2>\n<ul>\n{rows}\n</ul>")
        return self._document(self._contents.site.name, {}, "\n".join(blocks))

    def _disclosure_home(self) -> str:
        entries = [f"<li>{link(self._folder(c), c.name)}</li>" for c in self._contents.disclosure]
        body = f"<ul class='xxgk-menu'>{''.join(entries)}</ul>"
        return self._document(DISCLOSURE, {"ColumnName": DISCLOSURE}, body)

    def _list(self, column: Column) -> Iterator[tuple[str, str]]:
        pages = column.list_pages(self._contents.site.rows_per_page)
        for number, articles in enumerate(pages):
            rows = "\n".join(_row("./", article) for article in articles)
            body = template("trs-list").substitute(rows=rows, pages=len(pages), current=number)
            name = f"index_{number}.html" if number else "index.html"
            yield self._folder(column) + name, self._document(column.name, _metas_of(column), body)

    def _article(self, column: Column, article: Article) -> str:
        metas = _metas_of(column) | {
            "ArticleTitle": article.title,
            "PubDate": f"{article.published_on} 09:30",
            "ContentSource": article.source,
        }
        body = template("trs-article").substitute(article_words(article))
        return self._document(article.title, metas, body)

    def _document(self, title: str, metas: dict[str, str], body: str) -> str:
        site = self._contents.site
        metas = {
            "SiteName": site.name,
            "SiteDomain": site.host,
            "SiteIDCode": site.site_id,
        } | metas
        entries = [("/", "首页"), *((self._folder(c), c.name) for c in self._contents.ordinary)]
        entries.append((DISCLOSURE_FOLDER, DISCLOSURE))
        return template("trs").substitute(
            charset=site.charset,
            metas="\n".join(f'<meta name="{n}" content="{escape(t)}">' for n, t in metas.items()),
            title=escape(title),
            menu=" ".join(link(address, name) for address, name in entries),
            body=body,
            site_name=escape(site.name),
            site_id=site.site_id,
        )


def _metas_of(column: Column) -> dict[str, str]:
    return {"ColumnName": column.name, "ColumnType": column.name}


def _file(article: Article) -> str:
    day = article.published_on
    return f"{day:%Y%m}/t{day:%Y%m%d}_{100000 + article.number}.html"


def _row(folder: str, article: Article) -> str:
    anchor = link(folder + _file(article), article.title)
    return f"<li>{anchor}<span>{article.published_on}</span></li>"
