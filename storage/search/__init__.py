"""Search in the text of reports, and in the names of agencies."""

from storage.search.ask import search
from storage.search.found import Found, Hit
from storage.search.question import Question, words
from storage.search.snippets import Snippet
from storage.search.suggest import Suggestion, suggest

__all__ = ["Found", "Hit", "Question", "Snippet", "Suggestion", "search", "suggest", "words"]
