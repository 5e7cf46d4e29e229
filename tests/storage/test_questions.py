"""The worked questions are answered alike on SQLite and PostgreSQL."""

from __future__ import annotations

import pytest

from storage.database import Database
from tests.worked_questions import Worked, answered, worked_questions

QUESTIONS = worked_questions()


def test_there_are_ten() -> None:
    assert len(QUESTIONS) == 10


@pytest.mark.parametrize("worked", QUESTIONS, ids=lambda worked: worked.question[:30])
def test_a_question_has_the_answer_of_the_page(worked: Worked, demo: Database) -> None:
    with demo.snapshot() as session:
        rows = answered(session, worked)
    if "FROM issue" in worked.sql:
        assert rows == []  # written without a reader, which is who finds them
    else:
        assert rows == worked.rows
