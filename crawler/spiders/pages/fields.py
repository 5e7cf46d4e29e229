"""Which fields of a list's records are title, address and day, where their names do not say so.

Names are a vendor's own (``t``, ``xxbt``, ``F_0012``); what stands in them is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from crawler.spiders.pages.dates import date_of_value

_HAN = re.compile(r"[\u4e00-\u9fff]")
_ADDRESS = re.compile(
    r"^(?:https?://|\.{0,2}/)[^\s<>\u4e00-\u9fff]+$|^[\w\-/.?=&%]+\.(?:s?html?|jsp|pdf|docx?)\b"
)
_DECORATION = re.compile(r"\.(?:png|jpe?g|gif|svg|css|js|ico)(?:$|\?)", re.I)
_SHORTEST_TITLE = 8  # Chinese characters on average; names of columns and agencies are shorter
_MOST_OF = 0.8
_FEWEST = 2


def told_by_values(records: list[dict[str, object]]) -> dict[str, str]:
    """The keys of ``title``, ``url`` and ``date`` among the keys of similar records.

    Roles that no field has are left out; empty where there are too few records to tell.
    """
    if len(records) < _FEWEST:
        return {}
    keys = [key for key in records[0] if sum(key in r for r in records) >= _MOST_OF * len(records)]
    found: dict[str, str] = {}
    for role, fits in (("url", _is_address), ("date", _is_day)):
        fitting = [key for key in keys if _mostly(records, key, fits)]
        if fitting:
            found[role] = max(fitting, key=lambda key: len({str(r.get(key)) for r in records}))
    titles = [
        (_is_distinct(records, key), _title_length(records, key), key)
        for key in keys
        if key not in found.values()
    ]
    long_enough = [title for title in titles if title[1] >= _SHORTEST_TITLE]
    if long_enough:
        found["title"] = max(long_enough)[-1]
    return found


def _mostly(records: list[dict[str, object]], key: str, fits: Callable[[object], bool]) -> bool:
    return sum(fits(record.get(key)) for record in records) >= _MOST_OF * len(records)


def _is_address(value: object) -> bool:
    return (
        isinstance(value, str)
        and bool(_ADDRESS.search(value.strip()))
        and not _DECORATION.search(value)
    )


def _is_day(value: object) -> bool:
    return isinstance(value, str | int) and date_of_value(value)[0] is not None


def _is_distinct(records: list[dict[str, object]], key: str) -> bool:
    """Whether a field differs from record to record; that of a publisher repeats itself."""
    return len({str(record.get(key)) for record in records}) * 2 >= len(records)


def _title_length(records: list[dict[str, object]], key: str) -> float:
    """Chinese characters of a field on average."""
    return sum(len(_HAN.findall(str(record.get(key) or ""))) for record in records) / len(records)
