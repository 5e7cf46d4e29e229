"""Logs as JSON lines, for machines that collect them."""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_SITE = re.compile(r"https?://([^/\s:'\"<>\[\]()]+)")


class JsonLines(logging.Formatter):
    """One JSON object a record: ``at``, ``level``, ``from``, ``message``, and what it is about.

    ``site`` is the host of the first address in the message; what is handed in stands in each line.
    """

    def __init__(self, **about: Any) -> None:
        super().__init__()
        self._about = {name: value for name, value in about.items() if value is not None}

    def format(self, record: logging.LogRecord) -> str:
        """The record in a line."""
        message = record.getMessage()
        line = {
            "at": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": message,
            **self._about,
        }
        if site := _SITE.search(message):
            line["site"] = site[1]
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


@contextmanager
def log_json_lines(level: str, **about: Any) -> Iterator[None]:
    """What this process logs goes to stderr as JSON lines about some crawl, run or job."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines(**about))
    handler.setLevel(level)
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)


def line_of(message: str, **about: Any) -> str:
    """What the program itself tells, as a line of the same kind."""
    record = logging.LogRecord("nianbao", logging.INFO, "", 0, message, None, None)
    return JsonLines(**about).format(record)
