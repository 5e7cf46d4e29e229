"""Answers packed by gzip whose header does not say so, as some caches in front of sites send."""

from __future__ import annotations

import zlib
from typing import Final

from pipelines.extract.limits import DEFAULT

_MAGIC: Final = b"\x1f\x8b\x08"  # RFC 1952, deflate
_WITH_HEADER: Final = 16 + zlib.MAX_WBITS  # makes zlib read the header of gzip


def unpacked(body: bytes, most: int = DEFAULT.size) -> bytes:
    """``body`` without its gzip wrapping; as it is where it has none, is broken or too large.

    Args:
        body: the payload as it was archived.
        most: bytes it may have unpacked.
    """
    if not body.startswith(_MAGIC):
        return body
    reader = zlib.decompressobj(_WITH_HEADER)
    try:
        inside = reader.decompress(body, most)
    except zlib.error:
        return body
    return body if reader.unconsumed_tail or not inside else inside
