"""The catalogue of texts is whole: both languages, each word of the vocabulary, each key asked."""

from __future__ import annotations

import re
from pathlib import Path

import storage.web
from storage import vocabulary
from storage.queries import REFUSALS, REMEDIES, Measure
from storage.web.language import Language, texts

FOLDER = Path(storage.web.__file__).parent
ROOT = FOLDER.parents[1]
CHINESE, ENGLISH = texts(Language.CHINESE).by_key, texts(Language.ENGLISH).by_key


def _places(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_both_languages_have_the_same_texts_with_the_same_places() -> None:
    assert list(CHINESE) == list(ENGLISH)
    assert {k for k in CHINESE if _places(CHINESE[k]) != _places(ENGLISH[k])} == set()
    assert all(
        isinstance(text, str) and text.strip() for text in (*CHINESE.values(), *ENGLISH.values())
    )


def test_each_text_that_is_asked_for_is_there() -> None:
    sources = [*FOLDER.glob("templates/*.html"), *FOLDER.rglob("*.py")]
    asked = {
        key
        for source in sources
        for key in re.findall(r"""\bt\(f?["']([a-z0-9_.]+)["'][,)]""", source.read_text("utf-8"))
    }
    assert len(asked) > 150
    assert asked - set(CHINESE) == set()


def test_each_word_of_the_vocabulary_has_a_text() -> None:
    groups = {
        "state": vocabulary.ExpectationState,
        "class": vocabulary.AgencyClass,
        "level": vocabulary.Level,
        "severity": vocabulary.Severity,
        "fault": vocabulary.Fault,
        "cellstate": vocabulary.CellState,
        "change": vocabulary.VersionChange,
        "site": vocabulary.SiteState,
        "crawl": vocabulary.CrawlOutcome,
        "alert": vocabulary.AlertKind,
        "measure": Measure,
    }
    wanted = {f"{group}.{word}" for group, words in groups.items() for word in words}
    wanted |= {f"state.{word}.is" for word in vocabulary.ExpectationState}
    wanted |= {f"measure.{word}.is" for word in Measure}
    wanted |= {f"row.{name}" for name in (*REFUSALS, *REMEDIES)}
    assert wanted - set(CHINESE) == set()


def test_each_rule_has_a_name() -> None:
    rules = (ROOT / "docs" / "rules.md").read_text("utf-8")
    names = re.findall(r"^\| `(R\d\d_\w+)`", rules, re.MULTILINE)
    assert len(names) == 27
    code = "".join(path.read_text("utf-8") for path in (ROOT / "pipelines").rglob("*.py"))
    names += re.findall(r'"((?:reader|identify)\.\w+)"', code)
    assert {name for name in names if f"rule.{name}" not in CHINESE} == set()
