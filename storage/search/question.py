"""What is asked of the text of reports."""

from __future__ import annotations

import re
from dataclasses import dataclass

from storage.bigrams import LONGEST_PHRASE, fold, units_of
from storage.errors import QuestionError

LONGEST_TEXT = 200  # characters
MOST_WORDS = 8
_WORD = re.compile(r'["“”]([^"“”]*)["“”]?|([^\s"“”]+)')


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What to find, and where; None means anywhere.

    ``text`` is words of one character or more, with white space between them; all of them have to
    stand in the text of one version. ``section`` is a key of the form, such as ``overview``. Of
    each report the newest version is searched, or with ``every_version`` also the earlier ones.
    """

    text: str
    section: str | None = None
    agency_id: str | None = None
    province: str | None = None
    city: str | None = None
    county: str | None = None
    first_year: int | None = None
    last_year: int | None = None
    every_version: bool = False


def words(text: str) -> tuple[str, ...]:
    """The words of a question as they are compared; a quoted phrase is one, its spaces left out.

    Raises:
        QuestionError: there is none, or they are too many or too long.
    """
    if len(text) > LONGEST_TEXT:
        raise QuestionError(f"the question has {len(text)} characters; {LONGEST_TEXT} are the most")
    asked = [fold(quoted or bare) for quoted, bare in _WORD.findall(text)]
    found = tuple(dict.fromkeys(word for word in asked if word))
    if not found:
        raise QuestionError("nothing to search for; give one character or more")
    if len(found) > MOST_WORDS:
        raise QuestionError(f"the question has {len(found)} words; {MOST_WORDS} are the most")
    for word in found:
        if units_of(word) > LONGEST_PHRASE:
            raise QuestionError(
                f"{word[:10]}…: a word of more than {LONGEST_PHRASE} characters; "
                "split it by a space"
            )
    return found
