"""The questions of ``docs/questions.md``, with the answers that it gives."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import text

from storage.database import Session

PAGE = Path(__file__).parents[1] / "docs" / "questions.md"
_ASKED = re.compile(r"^## \d+\. (.+?)\n.*?^```sql\n(.+?);\n```\n(.*?)(?=^## |\Z)", re.M | re.S)


class Worked(NamedTuple):
    """A question, its SQL and the rows of its answer, as the page prints them."""

    question: str
    sql: str
    rows: list[list[str]]


def worked_questions() -> list[Worked]:
    """Every question of the page."""
    found = _ASKED.findall(PAGE.read_text(encoding="utf-8"))
    return [Worked(question, sql, _rows(answer)) for question, sql, answer in found]


def answered(session: Session, worked: Worked) -> list[list[str]]:
    """The rows that the database answers, as the page would print them."""
    rows = session.execute(text(worked.sql)).all()
    return [["" if value is None else str(value) for value in row] for row in rows]


def _rows(answer: str) -> list[list[str]]:
    lines = [line for line in answer.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
