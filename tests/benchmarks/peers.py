"""What one would write without this project: two Scrapy spiders, and one that only fetches.

    python -m tests.benchmarks.peers NAME TASK.json

The task has ``home_pages``, ``urls``, ``budget`` (pages of one host) and ``out``, a file of JSON
lines that gets each page taken for a report.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response, TextResponse
from scrapy.linkextractors import LinkExtractor
from scrapy.spiders import CrawlSpider, Rule

TITLE = re.compile(r"20[012]\d年?度?.{0,12}(信息公开.{0,6}(年度报告|年报)|年度报告|年报)")
FILES = (".pdf", ".doc", ".docx", ".wps", ".ofd", ".png", ".jpg")
# The words a careful user reads on the way from a home page to the reports.
ON_THE_WAY = (
    "信息公开",
    "政务公开",
    "公开年报",
    "年度报告",
    "年报",
    "下一页",
    "尾页",
    "更多",
    "20[012]\\d",
)


class HostBudget:
    """Downloader middleware: so many pages of each host, no more."""

    def __init__(self, budget: int) -> None:
        self.budget = budget
        self.asked: Counter[str] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Any) -> HostBudget:
        return cls(crawler.spider.task["budget"])

    def process_request(self, request: Request) -> None:
        host = urlsplit(request.url).hostname or ""
        if self.asked[host] >= self.budget:
            raise IgnoreRequest("over budget")
        self.asked[host] += 1


def claims(response: TextResponse) -> Iterator[dict[str, str]]:
    """The page itself, if it is titled as a report, and the files it offers as reports."""
    title = response.css("h1::text, title::text").get() or ""
    if TITLE.search("".join(title.split())):
        yield {"url": response.url, "title": title.strip()}
    for link in response.css("a[href]"):
        text = "".join(link.css("::text, ::attr(title)").getall())
        url = response.urljoin(link.attrib["href"])
        if urlsplit(url).path.lower().endswith(FILES) and TITLE.search("".join(text.split())):
            yield {"url": url, "title": text.strip()}


class BreadthFirst(scrapy.Spider):
    """Every link of every page, the nearest first."""

    name = "breadth-first"
    custom_settings = {
        "DEPTH_PRIORITY": 1,
        "SCHEDULER_DISK_QUEUE": "scrapy.squeues.PickleFifoDiskQueue",
        "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",
    }

    def __init__(self, task: dict[str, Any]) -> None:
        super().__init__()
        self.task = task
        hosts = [urlsplit(url).hostname for url in task["home_pages"]]
        self.links = LinkExtractor(allow_domains=[host for host in hosts if host])

    async def start(self) -> AsyncIterator[Any]:
        for url in self.task["home_pages"]:
            yield Request(url)

    def parse(self, response: Response) -> Iterator[Any]:
        if isinstance(response, TextResponse):
            yield from claims(response)
            for link in self.links.extract_links(response):
                yield Request(link.url)


class LinkRules(CrawlSpider):
    """Links whose words lead to the reports, eight steps deep: what a careful user would write."""

    name = "link rules"
    custom_settings = {"DEPTH_LIMIT": 8}
    rules = (Rule(LinkExtractor(restrict_text=ON_THE_WAY), callback="take", follow=True),)

    def __init__(self, task: dict[str, Any]) -> None:
        self.task = task
        hosts = [urlsplit(url).hostname for url in task["home_pages"]]
        super().__init__(allowed_domains=[host for host in hosts if host])

    async def start(self) -> AsyncIterator[Any]:
        for url in self.task["home_pages"]:
            yield Request(url)

    def take(self, response: Response) -> Iterator[dict[str, str]]:
        if isinstance(response, TextResponse):
            yield from claims(response)


class OnlyFetch(scrapy.Spider):
    """The same addresses that our crawl asked for, and nothing done with them."""

    name = "bare Scrapy"

    def __init__(self, task: dict[str, Any]) -> None:
        super().__init__()
        self.task = task

    async def start(self) -> AsyncIterator[Any]:
        for url in self.task["urls"]:
            yield Request(url, dont_filter=True)

    def parse(self, response: Response) -> None:
        """Nothing is done with a page."""


SPIDERS: dict[str, Any] = {spider.name: spider for spider in (BreadthFirst, LinkRules, OnlyFetch)}


def main(name: str, path: Path) -> None:
    """Runs one spider to its end."""
    task = json.loads(path.read_text("utf-8"))
    process = CrawlerProcess(
        {
            "ROBOTSTXT_OBEY": True,
            "CONCURRENT_REQUESTS": 100,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
            "DOWNLOAD_DELAY": 0,
            "DOWNLOAD_TIMEOUT": 45,
            "LOG_LEVEL": "CRITICAL",  # that some sites fail is no news here
            "TELNETCONSOLE_ENABLED": False,
            "DOWNLOADER_MIDDLEWARES": {HostBudget: 950},
            "FEEDS": {task["out"]: {"format": "jsonlines", "encoding": "utf8"}},
        }
    )
    process.crawl(SPIDERS[name], task=task)
    process.start()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
