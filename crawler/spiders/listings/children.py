"""The sub-columns of a column: folders of years, and departments with lists of their own."""

from __future__ import annotations

import re

from crawler.spiders.pages.links import Link
from crawler.spiders.pages.page import Page
from crawler.spiders.pages.rows import Row
from crawler.spiders.renditions import is_file_link

_YEAR_FOLDER = re.compile(
    r"^\W*(?:19|20)\d{2}\s*年?(?:度|政府信息公开)?(?:年报|年度报告|报告)?\W*$"
)
_AGENCY = re.compile(r"(?:局|委|委员会|办|办公室|厅|部门|街道|街道办事处|镇|乡|中心|管委会|政府)$")
_LONGEST_AGENCY = 24
_FEWEST_AGENCIES = 3


def children_of(page: Page, rows: tuple[Row, ...]) -> tuple[Link, ...]:
    """Sub-columns: year folders, and the departments where a column is divided by them."""
    articles = {row.url for row in rows}
    others = [link for link in page.links if link.url not in articles and link.url != page.url]
    years = [
        link
        for link in others
        if _YEAR_FOLDER.match(link.text) and not is_file_link(link.url, link.text)
    ]
    agencies = [
        link
        for link in others
        if len(link.text) <= _LONGEST_AGENCY
        and _AGENCY.search(link.text)
        and _near(link.url, page.url)
    ]
    if len(agencies) < _FEWEST_AGENCIES:
        agencies = []
    return tuple(dict.fromkeys((*years, *agencies)))


def _near(url: str, other: str) -> bool:
    """Whether two addresses are of one host."""
    return url.split("/")[2:3] == other.split("/")[2:3]
