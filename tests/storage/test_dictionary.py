"""The data dictionary says every table and column, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from storage.models import Base

DICTIONARY = Path(__file__).parents[2] / "docs" / "data-dictionary.md"


def described() -> dict[str, list[str]]:
    """Tables of the dictionary with the columns that have a type and a meaning there."""
    parts = re.split(r"^## (\w+)$", DICTIONARY.read_text(encoding="utf-8"), flags=re.MULTILINE)
    rows = re.compile(r"^\| `(\w+)` \| \w[^|]* \| \S[^|]+ \|$", re.MULTILINE)
    return {name: rows.findall(text) for name, text in zip(parts[1::2], parts[2::2], strict=True)}


def test_the_dictionary_is_the_database() -> None:
    tables = {name: table.columns.keys() for name, table in Base.metadata.tables.items()}
    assert described() == tables
