"""The two consoles, and lines for programs to read."""

from __future__ import annotations

import json
import sys
from typing import Any

from rich.console import Console

screen = Console()
errors = Console(stderr=True)


def json_line(value: dict[str, Any]) -> None:
    """One JSON object a line on stdout, as it is, never wrapped or coloured."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")
