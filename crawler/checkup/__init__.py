"""The health of the whole, told to the operator: sites, runs, schedulers, disk.

``crawler.health`` judges one crawl; this looks at what has come of them.
"""

from crawler.checkup.finding import Finding
from crawler.checkup.whole import check_up

__all__ = ["Finding", "check_up"]
