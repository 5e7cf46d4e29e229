"""How sites show their columns: one module for each kind of content management system."""

from __future__ import annotations

from deploy.demo.contents import Contents
from deploy.demo.styles.jpage import JpageSite
from deploy.demo.styles.page import SiteStyle
from deploy.demo.styles.query import QuerySite
from deploy.demo.styles.trs import TrsSite


def dress(contents: Contents) -> SiteStyle:
    """The site of some contents in the style that ``province.yaml`` names."""
    match contents.site.style:
        case "trs":
            return TrsSite(contents)
        case "jpage":
            return JpageSite(contents)
        case extension:
            return QuerySite(contents, extension)
