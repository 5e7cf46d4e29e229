"""An archived page made harmless: what runs, sends, loads or leads away is taken out.

This is one of three walls, each enough by itself: the frame is sandboxed without scripts and
without an origin of its own, and the answer's policy allows nothing but colours and widths.
"""

from __future__ import annotations

import nh3

from storage.web.reader import MARK

# default-src covers pictures, fonts, frames, scripts, connections; sandbox the rest, but a page may
# lead its own frame elsewhere, which is why no link and no refresh is left in it.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self' 'unsafe-inline'",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
        "sandbox",
    )
)

_BLOCKS = {"address", "article", "blockquote", "body", "center", "div", "dd", "dl", "dt", "footer"}
_BLOCKS |= {"h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p"}
_BLOCKS |= {"pre", "section", "ul", "aside", "figure", "figcaption"}
_TABLES = {"caption", "col", "colgroup", "table", "tbody", "td", "tfoot", "th", "thead", "tr"}
_WORDS = {"b", "big", "br", "del", "em", "font", "i", "ins", "q", "s", "small", "span", "strike"}
_WORDS |= {"strong", "sub", "sup", "u"}
_CONTENT_GOES_TOO = {"script", "style", "noscript", "template", "title", "select", "textarea"}
_CONTENT_GOES_TOO |= {"button", "object", "embed", "iframe", "svg", "math", "audio", "video"}

_ALIGNED = {"align", "valign", "width", "style"}
_SPANNED = _ALIGNED | {"colspan", "rowspan", "id"}
_ATTRIBUTES = {
    "td": _SPANNED,
    "th": _SPANNED,
    "table": {"align", "width", "border", "cellpadding", "cellspacing", "style"},
    "col": {"width", "span"},
    "tr": _ALIGNED,
    "p": {"align", "style"},
    "div": {"align", "style"},
    "span": {"style"},
    "font": {"color"},
    "ol": {"start", "type"},
}
_STYLES = {"text-align", "text-indent", "vertical-align", "font-weight", "font-style", "color"}
_STYLES |= {"text-decoration", "width", "white-space", "background-color"}


def sanitised(markup: str) -> str:
    """The words and tables of a page; of the ids in it only that of the marked cell is left."""
    return nh3.clean(
        markup,
        tags=_BLOCKS | _TABLES | _WORDS,
        clean_content_tags=_CONTENT_GOES_TOO,
        attributes=_ATTRIBUTES,
        attribute_filter=_only_the_mark,
        filter_style_properties=_STYLES,
        strip_comments=True,
        link_rel=None,
        url_schemes=set(),
    )


def _only_the_mark(tag: str, attribute: str, value: str) -> str | None:
    return None if attribute == "id" and value != MARK else value
