"""Bytes to text: what the bytes are comes before what anybody says they are."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the UTF-16 one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The W3C Encoding Standard reads every Chinese simplified label as GB 18030, a superset of GBK.
_CHINESE = re.compile(r"gb|936|hz|euc-?cn|chinese", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE)
_HEAD = 4096  # browsers look for a declared charset in the first 1,024; CMS put banners before it
_SAMPLE = 200_000  # bytes shown to the statistical detector
# Replacement characters, controls, private use: above one in a hundred the charset is wrong, below
# it the page is damaged.
_NOISE = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
_NOISE_SHARE = 0.01


def decode(body: bytes, declared: str = "") -> tuple[str, str]:
    """The text of ``body`` and the charset it was read with; never raises.

    Content comes first: byte order mark, strict UTF-8, GB 18030 (Big5 before it, where the page or
    the HTTP header, ``declared``, says so); then what these say; then a detector. A cut tail
    and a few broken bytes are tolerated and come out as U+FFFD: a UTF-8 page with one broken byte
    is still UTF-8.
    """
    for mark, name in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, errors="replace"), name
    for name in _strict_candidates(body, declared):
        text = _decode_whole(body, name)
        if text is not None:
            return text, name
    for name in ("utf-8", "gb18030"):
        text = body.decode(name, errors="replace")
        if _noise_share(text) <= _NOISE_SHARE:
            return text, name
    name = _detected(body) or "utf-8"
    return body.decode(name, errors="replace"), name


def _strict_candidates(body: bytes, declared: str) -> list[str]:
    names = ["utf-8", "gb18030"]
    for said in (declared, *_declared_inside(body)):
        name = _codec(said)
        if name in ("big5", "big5hkscs", "cp950"):
            # GB 18030 takes any Big5; strict Big5 refuses GB text, whose 人, 全, 情 are in its gap
            names.insert(1, "big5")
        elif name and name not in names:
            names.append(name)
    return names


def _declared_inside(body: bytes) -> list[str]:
    head = body[:_HEAD]
    return [
        m.group(1).decode("ascii", "replace") for m in (_META.search(head), _XML.search(head)) if m
    ]


def _codec(label: str) -> str:
    """Python's name of a charset label, or nothing where the label is unknown."""
    if _CHINESE.search(label):
        return "gb18030"
    try:
        b"".decode(label.strip())  # refuses codecs that are no charsets, such as "hex"
        return codecs.lookup(label.strip()).name
    except (LookupError, ValueError):
        return ""


def _decode_whole(body: bytes, name: str) -> str | None:
    """The text if every byte fits, but for a character cut at the very end."""
    try:
        decoder = codecs.getincrementaldecoder(name)("strict")
        text = decoder.decode(body, final=False)
    except (UnicodeError, LookupError, TypeError):
        return None
    # GB 18030 gives the private use area to almost any byte pair; Latin-1 takes every byte.
    return text if _noise_share(text) <= _NOISE_SHARE else None


def _noise_share(text: str) -> float:
    """The share of characters that no Chinese page uses."""
    return sum(1 for _ in _NOISE.finditer(text)) / max(len(text), 1)


def _detected(body: bytes) -> str:
    best = from_bytes(body[:_SAMPLE]).best()
    return best.encoding if best is not None else ""
