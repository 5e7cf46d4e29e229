"""The six sections in words; the counts named in them are those printed in the tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from deploy.demo.disclosure import Figures
from deploy.demo.draw import draw, pick
from deploy.demo.province import HERE, Agency


@dataclass(frozen=True)
class Prose:
    """The paragraphs outside the tables."""

    opening: str
    overview: tuple[str, ...]
    problems: str
    other_matters: str


@cache
def _sentences() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((HERE / "prose.yaml").read_text(encoding="utf-8"))
    return data


def _counts(figures: Figures) -> dict[str, int]:
    litigation = (f"t4.litigation_{kind}.total" for kind in ("direct", "after_reconsideration"))
    return {
        "received": figures["t3.requests_received.total"],
        "carried_over": figures["t3.requests_carried_over.total"],
        "settled": figures["t3.outcomes_total.total"],
        "carried_forward": figures["t3.requests_carried_forward.total"],
        "reconsideration": figures["t4.reconsideration.total"],
        "litigation": sum(figures[key] for key in litigation),
    }


def write_prose(agency: Agency, year: int, figures: Figures) -> Prose:
    """The words of one report."""
    sentences = _sentences()
    subject = draw(0, len(agency.subjects) - 1, agency.id, year, "subject")
    words = {
        "agency": agency.name_in(year),
        "year": year,
        "theme": sentences["themes"][year],
        "subject": agency.subjects[subject],
        "other": agency.subjects[subject - 1],
        "items": draw(60, 900, agency.id, year, "items"),
        "trainings": draw(2, 6, agency.id, year, "trainings"),
        **_counts(figures),
    }

    def sentence(choices: list[str], place: str) -> str:
        return pick(choices, agency.id, year, place).format(**words)

    return Prose(
        opening=sentence(sentences["opening"], "opening"),
        overview=tuple(
            sentence(choices, f"overview {number}")
            for number, choices in enumerate(sentences["overview"])
        ),
        problems=sentence(sentences["problems"], "problems"),
        other_matters=sentence(sentences["other"], "other"),
    )
