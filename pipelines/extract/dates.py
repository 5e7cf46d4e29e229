"""Days as Chinese pages write them, in text and in addresses."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

_DIGITS = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")
_NUMERIC = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_WRITTEN = re.compile(
    r"([二〇○零Ｏ一三四五六七八九]{4})年\s*([一二三四五六七八九十]{1,3})月\s*([一二三四五六七八九十]{1,3})日"
)
# TRS t20260112_123.html, folders /2026/1/12/, /202601/12/, /20260112/, /2026-01/12/
_ADDRESS = (
    re.compile(r"/t(20\d\d)(\d\d)(\d\d)_"),
    re.compile(r"/(20\d\d)/(\d{1,2})/(\d{1,2})/"),
    re.compile(r"/(20\d\d)-?(\d\d)/(\d\d)/"),
    re.compile(r"/(20\d\d)(\d\d)(\d\d)(?:/|\d{0,9}\.)"),
)
# folders of a month: /UploadFile/202601/, /2026/01/, /2026-1/
_MONTH = re.compile(r"/(20\d\d)[-/]?(0?[1-9]|1[0-2])/")


def days_in(text: str) -> list[dt.date]:
    """Every full date in a text, in reading order; impossible ones such as 2024-02-30 left out."""
    text = unicodedata.normalize("NFKC", text)
    found = [(m.start(), m.groups()) for m in _NUMERIC.finditer(text)]
    found += [
        (m.start(), (m[1].translate(_DIGITS), str(_count(m[2])), str(_count(m[3]))))
        for m in _WRITTEN.finditer(text)
    ]
    days = (_day(*parts) for _, parts in sorted(found))
    return [day for day in days if day is not None]


def day_in_address(url: str) -> dt.date | None:
    """The day a CMS put into the path of an article, or None."""
    for pattern in _ADDRESS:
        match = pattern.search(url)
        if match and (day := _day(*match.groups())):
            return day
    return None


def put_up_by(url: str) -> dt.date | None:
    """The last day on which a CMS can have made an address: its day, or the end of its month."""
    if (day := day_in_address(url)) is not None:
        return day
    month = _MONTH.search(url)
    first = _day(month[1], month[2], "1") if month else None
    return first and (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)


def _day(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _count(written: str) -> int:
    """一 … 三十一 as a number."""
    tens, ten, ones = written.rpartition("十")
    if not ten:
        return int(written.translate(_DIGITS) or 0)
    return int(tens.translate(_DIGITS) or 1) * 10 + int(ones.translate(_DIGITS) or 0)
