"""The central bodies: each owes a report of its own and has a site of its own."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from deploy.starter.wheels import HomePages
from storage.vocabulary import AgencyClass

# The portal of the State Council is run by its General Office, which reports there.
PORTAL = "中国政府网（国务院）"
GENERAL_OFFICE = "国务院办公厅"
# The address listed for it is not its own: it bears the name of the railway company.
WRONG = frozenset({"国家铁路局"})


def central_bodies(home_pages: HomePages) -> Iterator[dict[str, str]]:
    """Lines of the registry; an id is the word that stands for the body in its host name."""
    for name, url in home_pages.central.items():
        if name in WRONG:
            continue
        host = urlsplit(url).hostname or ""
        own = name != PORTAL
        yield {
            "id": host.split(".")[1] if own else "gwyb",
            "name": name if own else GENERAL_OFFICE,
            "class": AgencyClass.DEPARTMENT,
            "homepage": f"{url}/",
        }
