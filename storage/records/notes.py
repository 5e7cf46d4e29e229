"""What the archive holds beside the answers of the web."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Note:
    """Something that no site answered and that the database alone would know.

    ``kind`` says what it is (``crawl``, ``column``, ``visit``, …), ``about`` is the address or the
    ``urn:nianbao:…`` it is about, ``content`` is JSON. ``crawl_id`` is the crawl that met it, if
    one did.
    """

    kind: str
    about: str
    at: dt.datetime
    content: dict[str, Any]
    crawl_id: int | None = None
