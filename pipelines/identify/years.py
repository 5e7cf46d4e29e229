"""Which year a report is of: every year that is said, weighed, with the evidence kept.

The nominal year is the one in the title, for that is what the agency says it published. The text
may say another: then the wrong file was put up. One odd mention is no more than a stale template.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

FIRST_YEAR = 2003  # the first local rules on disclosure; the national duty begins with 2008
_ENOUGH = 4.0  # a period statement alone, or two weaker signs that agree
_MARGIN = 1.5

_FOLDER = re.compile(r"(?:^|[^\d])(20\d{2})(?:年度?|nd?|nb|_\d+)?(?:政府信息公开.*|年报.*|$)")
_DATED_PATH = re.compile(r"/t?(20[0-3]\d)(?:[01]\d(?:[0-3]\d)?[_/]|/\d{1,2}/)")


@dataclass(frozen=True, slots=True)
class YearEvidence:
    """All that a document, its list row and its place say of the report year.

    ``column_year`` is the year of a folder or sub-column, which may be the report year or the year
    of publication; ``named`` counts the years in the text; ``address_year`` is the year of a date
    in the URL.
    """

    list_title: int | None = None
    title: int | None = None
    column_year: int | None = None
    period_year: int | None = None
    named: Mapping[int, int] = field(default_factory=dict)
    signed_on: dt.date | None = None
    published_on: dt.date | None = None
    address_year: int | None = None


@dataclass(frozen=True, slots=True)
class YearVerdict:
    """The report year with what speaks for it.

    ``score`` is from 0 to 1. ``disagreement`` is "wrong_year" where the text is consistently of
    another year than the title, which ``content_year`` then names.
    """

    year: int | None
    score: float = 0.0
    evidence: tuple[str, ...] = ()
    disagreement: str = ""
    content_year: int | None = None


def weigh_year(evidence: YearEvidence) -> YearVerdict:
    """Say which year a report is of; None where nothing says it surely."""
    nominal = evidence.list_title or evidence.title
    if nominal is None:
        return _without_title(evidence)
    said = [f"{name}: {year}" for name, year in _titles(evidence)]
    content = content_year(evidence)
    if content is not None:
        said.append(f"content: {content}")
    differs = content is not None and content != nominal
    if differs and content and not _is_named_as_much(evidence, nominal, content):
        return YearVerdict(nominal, 0.5, tuple(said), "wrong_year", content)
    agreeing = sum(year == nominal for _, year, _ in _weak_signs(evidence))
    return YearVerdict(nominal, min(1.0, 0.8 + 0.1 * agreeing), tuple(said))


def content_year(evidence: YearEvidence) -> int | None:
    """The year that the text itself is consistently of, apart from any title.

    The period statement, the year named most and the signature have to agree; at least two of
    them must be there.
    """
    signs: list[int] = []
    if evidence.period_year:
        signs.append(evidence.period_year)
    if dominant := _dominant(evidence.named):
        signs.append(dominant)
    if evidence.signed_on:
        signs.append(evidence.signed_on.year - 1)
    return signs[0] if len(signs) > 1 and len(set(signs)) == 1 else None


def year_of_column(name: str) -> int | None:
    """The year of a sub-column or folder: 2023年, 2023n, 2023nb."""
    match = _FOLDER.search(name)
    return int(match[1]) if match else None


def year_of_address(url: str) -> int | None:
    """The year of the date in a document's URL: t20240115_1.html, /art/2024/1/15/."""
    match = _DATED_PATH.search(url)
    return int(match[1]) if match else None


def _dominant(named: Mapping[int, int]) -> int | None:
    """The year named clearly most often; the next year is named too, in the plans."""
    ranked = sorted(named.items(), key=lambda item: item[1], reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][1] < 1.5 * ranked[1][1]):
        return None
    return ranked[0][0]


def _is_named_as_much(evidence: YearEvidence, nominal: int, content: int) -> bool:
    """Whether the text speaks of the nominal year too much to be wholly the other year's.

    The title and the plans for the next year name the nominal year of an old text too. Where it
    was signed before the nominal year was over, only a text that is mostly of the nominal year
    can be a new one with a stale date.
    """
    ours, other = evidence.named.get(nominal, 0), evidence.named.get(content, 0)
    too_early = evidence.signed_on is not None and evidence.signed_on < dt.date(nominal, 12, 1)
    return ours > other if too_early and evidence.period_year == content else ours * 2 > other


def _titles(evidence: YearEvidence) -> Iterator[tuple[str, int]]:
    if evidence.list_title:
        yield "list_title", evidence.list_title
    if evidence.title:
        yield "title", evidence.title


def _weak_signs(evidence: YearEvidence) -> Iterator[tuple[str, int, float]]:
    """Name, report year it speaks for, and weight of each sign that is no title."""
    if evidence.period_year:
        yield "period", evidence.period_year, 4.0
    if dominant := _dominant(evidence.named):
        yield "named", dominant, 2.0
    if evidence.signed_on:
        yield "signed_on", evidence.signed_on.year - 1, 2.0
    if evidence.published_on:  # old reports are put up again years later
        yield "published_on", evidence.published_on.year - 1, 2.0
    elif evidence.address_year:
        yield "address_year", evidence.address_year - 1, 1.0
    if evidence.column_year:
        yield "column_year", evidence.column_year, 1.5
        yield "column_year_published", evidence.column_year - 1, 0.5


def _without_title(evidence: YearEvidence) -> YearVerdict:
    weights: dict[int, float] = defaultdict(float)
    said: list[str] = []
    for name, year, weight in _weak_signs(evidence):
        weights[year] += weight
        said.append(f"{name}: {year}")
    ranked = sorted(weights.items(), key=lambda item: item[1], reverse=True)
    if not ranked or ranked[0][1] < _ENOUGH or ranked[0][0] < FIRST_YEAR:
        return YearVerdict(None, 0.0, tuple(said))
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < _MARGIN:
        return YearVerdict(None, 0.0, tuple(said))
    return YearVerdict(ranked[0][0], min(0.9, ranked[0][1] / 10), tuple(said))
