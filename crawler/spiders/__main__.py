"""A share of a crawl in a process of its own: ``python -m crawler.spiders CRAWL_ID SHARE``.

``crawler.walks`` starts it, and it ends with it.
"""

from __future__ import annotations

import gc
import sys

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawler.spiders.reports import ReportsSpider
from crawler.tether import tether
from storage.config import settings
from storage.logs import log_json_lines


def main(arguments: list[str]) -> int:
    """Runs the spider; 0 when it closed by itself, 1 when it failed."""
    tether()
    scrapy_settings = Settings()
    scrapy_settings.setmodule("crawler.settings", priority="project")
    if settings().log_json:
        log_json_lines(scrapy_settings["LOG_LEVEL"], crawl=int(arguments[0]), share=arguments[1])
        scrapy_settings.set("LOG_INSTALL_ROOT_HANDLER", False)
    process = AsyncCrawlerProcess(scrapy_settings)
    crawler = process.create_crawler(ReportsSpider)
    process.crawl(crawler, crawl=arguments[0], share=arguments[1], progress="1")
    _collect_seldom()
    process.start()
    stats = crawler.stats.get_stats() if crawler.stats else {}
    return 0 if stats.get("finish_reason") == "finished" and not process.bootstrap_failed else 1


def _collect_seldom() -> None:
    """The collector of cycles looks less often, and never again at what is loaded.

    A page is tens of thousands of objects that die without it: at Python's own numbers it took an
    eighth of the processor's time of a walk, for 3 MB.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
