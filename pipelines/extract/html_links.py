"""What a page offers beside its words: attachments, embedded viewers, pictures."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from lxml.html import HtmlElement

from pipelines.extract.html_tree import tag
from pipelines.items import Attachment

DOCUMENTS = (
    "pdf",
    "doc",
    "docx",
    "wps",
    "wpt",
    "rtf",
    "ofd",
    "xls",
    "xlsx",
    "et",
    "ceb",
    "zip",
    "rar",
)
_DOCUMENT = re.compile(rf"\.(?:{'|'.join(DOCUMENTS)})$", re.IGNORECASE)
_DOWNLOAD = re.compile(
    r"/(?:download|downfile|downloadattach|attach(?:ment)?)[^/]*$|downfile", re.I
)
_WORDS = re.compile(r"附件|下载|点击(?:查看|下载)|全文|\.(?:pdf|docx?|ofd|wps)", re.IGNORECASE)
_IN_SCRIPT = re.compile(
    rf"[\"']([^\"'<>\s]{{1,300}}\.(?:{'|'.join(DOCUMENTS)}))[\"']", re.IGNORECASE
)
_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script", re.IGNORECASE | re.DOTALL)
_VIEWERS = {"iframe": "src", "embed": "src", "object": "data", "frame": "src"}
_NOT_FETCHED = re.compile(r"(?i)^(?:javascript|mailto|tel|data|about|#)")
_SMALL = 60  # pixels: icons of a file type or a share button are smaller, pictures of tables larger


def base_of(root: HtmlElement, url: str) -> str:
    """The address that links of the page are relative to (``<base href>``)."""
    for base in root.iter("base"):
        if href := (base.get("href") or "").strip():
            return join(url, href)
    return url


def join(base: str, href: str) -> str:
    """An absolute http address, or nothing where the link leads to none."""
    href = href.strip()
    if not href or _NOT_FETCHED.match(href):
        return ""
    try:
        return urljoin(base, href).partition("#")[0]
    except ValueError:  # for instance "http://[附件]"
        return ""


def attachments(body: HtmlElement, base: str) -> tuple[Attachment, ...]:
    """Files linked or shown in a viewer, each address once, in reading order."""
    found: dict[str, str] = {}
    for element in body.iter("a", *_VIEWERS):
        href = element.get(_VIEWERS.get(tag(element), "href")) or ""
        address = join(base, href)
        label = "".join(element.itertext()).strip() or (element.get("title") or "").strip()
        shown = _shown_file(base, address)
        if shown:
            found.setdefault(shown, label)
        elif tag(element) == "a" and _offers_file(address, label):
            found.setdefault(address, label)
    return tuple(Attachment(address, label) for address, label in found.items())


def files_in_scripts(text: str, base: str) -> tuple[Attachment, ...]:
    """Files that a page names only in a script, as viewers of PDF do."""
    scripts = "\n".join(_SCRIPT.findall(text))
    addresses = dict.fromkeys(join(base, m.group(1)) for m in _IN_SCRIPT.finditer(scripts))
    return tuple(Attachment(address, "") for address in addresses if address)


def is_document(address: str) -> bool:
    """Whether an address names a document, in its path or in ``?filename=``."""
    parts = urlsplit(address)
    values = (value for _, value in parse_qsl(parts.query))
    return any(_DOCUMENT.search(unquote(name)) for name in (parts.path, *values))


def _shown_file(base: str, address: str) -> str:
    """The file behind a link or a viewer such as ``viewer.html?file=/a.pdf``."""
    if not address or not is_document(address):
        return ""
    parts = urlsplit(address)
    if _DOCUMENT.search(unquote(parts.path)) or _DOWNLOAD.search(parts.path):
        return address
    for name, value in parse_qsl(parts.query):
        if name.lower() in {"file", "src", "url", "path"} and _DOCUMENT.search(value):
            return join(base, value)
    return address


def _offers_file(address: str, label: str) -> bool:
    if not address or not _WORDS.search(label):
        return False
    return bool(_DOWNLOAD.search(urlsplit(address).path)) or "附件" in label


def pictures(content: HtmlElement, base: str) -> tuple[str, ...]:
    """Absolute addresses of the pictures in the article, icons left out, each once."""
    found = dict.fromkeys(
        join(base, image.get("src") or image.get("data-src") or "")
        for image in content.iter("img")
        if not _is_icon(image)
    )
    return tuple(address for address in found if address)


def _is_icon(image: HtmlElement) -> bool:
    sizes = [image.get(name, "").removesuffix("px") for name in ("width", "height")]
    return any(size.isdecimal() and int(size) <= _SMALL for size in sizes)
