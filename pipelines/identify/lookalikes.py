"""Titles beside the annual report that are not one, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class Lookalike:
    """Why a title is not a report's; ``overruled`` where the complete form says otherwise."""

    reason: str
    pattern: re.Pattern[str]
    overruled: bool = False


@cache
def rules() -> tuple[Lookalike, ...]:
    """The rules of ``lookalikes.yaml`` in their order."""
    text = files("pipelines.identify").joinpath("lookalikes.yaml").read_text(encoding="utf-8")
    return tuple(
        Lookalike(row["reason"], re.compile(row["pattern"]), row.get("overruled", False))
        for row in yaml.safe_load(text)
    )


def lookalike(title: str) -> str:
    """The reason why a compact title is not a report's, empty where none is known."""
    return next((rule.reason for rule in rules() if rule.pattern.search(title)), "")


_UNIVERSITY = re.compile(r"(?:大学|(?<!行政)(?<!主义)学院|职业学校|中学|小学|幼儿园)$")


def is_university(agency: str) -> bool:
    """Whether a name is a school's, which reports by school year under another rule.

    行政学院 and 社会主义学院 are organs of training that report as agencies do.
    """
    return bool(_UNIVERSITY.search(agency))


def is_overruled_by_form(reason: str) -> bool:
    """Whether a page with the complete statutory form is a report in spite of this reason."""
    return reason == "mention" or any(r.overruled for r in rules() if r.reason == reason)
