"""Scrapy settings: only what differs from Scrapy's default, each with its reason."""

import os
from importlib.metadata import PackageNotFoundError, version

from storage.config import settings as _settings

try:
    _VERSION = version("nianbao")
except PackageNotFoundError:  # run from a checkout that was never installed
    _VERSION = "0"

BOT_NAME = "nianbao"
SPIDER_MODULES = ["crawler.spiders.reports"]  # the one spider; its neighbours are no spiders

# One named agent with a contact: 网络数据安全管理条例 article 18 asks that automated access be
# considerate of the service it uses.
_CONTACT = _settings().contact or "no contact set"
USER_AGENT = f"nianbao/{_VERSION} (archive of government disclosure reports; {_CONTACT})"

ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS = 100  # over all hosts; most hosts answer slowly
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # one connection a host
# Scrapy starts so many tasks for each answer, whatever comes out of it; default 100
CONCURRENT_ITEMS = 1
DOWNLOAD_DELAY = _settings().download_delay
DOWNLOAD_DELAY_JITTER = 0  # the delay is a promise: never shorter

DOWNLOAD_TIMEOUT = 45  # county servers; default 180
DOWNLOAD_MAXSIZE = 64 * 2**20  # a scanned report has up to 40 MB
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_VERIFY_CERTIFICATES = True  # first; what a host's old TLS may do: manners.transport
DOWNLOAD_HANDLERS = {
    "http": "crawler.spiders.manners.asked_once.AskedOnce",
    "https": "crawler.spiders.manners.transport.VerifiedFirst",
}

REDIRECT_ENABLED = (
    False  # the walk follows redirects itself: only to hosts it may ask, each archived
)
METAREFRESH_ENABLED = False
COOKIES_ENABLED = False  # nothing is logged in to, and a challenge's cookie is not carried on
HTTPERROR_ALLOW_ALL = True  # a 404 or a 412 is an answer that the walk judges
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # the frontier asks each page once
RETRY_TIMES = 4
RETRY_HTTP_CODES = [429, 500, 502, 503, 504, 522, 524, 408]
TWISTED_DNS_RESOLVER = (
    "crawler.spiders.manners.resolver.PublicResolver"  # no request to private addresses
)
DNSCACHE_SIZE = 50_000

DOWNLOADER_MIDDLEWARES = {
    # the last to see an answer here, so that it is archived before the spider reads it
    "pipelines.ingest.ArchiveFirst": 10,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.spiders.manners.robots.RobotsOfScheme": 100,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "crawler.spiders.manners.retry.PatientRetry": 550,
    # next to the downloader: nothing waits in the middle of a host's turn
    "crawler.spiders.manners.one_at_a_time.OneAtATime": 950,
}
ITEM_PIPELINES = {
    "pipelines.ingest.StoreMet": 300,
}

if _settings().render:
    # They give to the browser only what the spider marks for it.
    DOWNLOAD_HANDLERS = {
        "http": "crawler.spiders.browser.DrawnOrAsked",
        "https": "crawler.spiders.browser.DrawnOrAsked",
    }
    PLAYWRIGHT_LAUNCH_OPTIONS = {
        "executable_path": str(_settings().chromium),  # no browser is ever downloaded
        "chromium_sandbox": os.geteuid() != 0,  # the sandbox refuses to start for root
        # The discard port: the browser reaches nothing that Scrapy does not ask for it.
        "proxy": {"server": "http://127.0.0.1:9"},
        "args": [
            "--disable-background-networking",
            "--disable-domain-reliability",
            "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",  # past any proxy else
        ],
    }

LOG_LEVEL = "WARNING"
LOGSTATS_INTERVAL = 0.0
TELNETCONSOLE_ENABLED = False
EXTENSIONS = {
    "crawler.spiders.manners.crawl_delay.CrawlDelay": 0,
    "crawler.spiders.progress_lines.ProgressLines": 0,
}
