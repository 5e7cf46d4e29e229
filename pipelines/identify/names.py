"""Whose report it is: every mention of a name weighed, and no agency named without one.

The owner of a host is never the answer by itself on a site that carries many agencies. Two
agencies that fit are no answer; a name that fits none is proposed, not forced.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from pipelines.identify.agency import KnownAgency
from pipelines.identify.characters import compact
from pipelines.identify.meaning import Meaning, meaning
from pipelines.identify.neighbourhood import Neighbourhood
from pipelines.identify.organisations import GENERAL_OFFICE, GOVERNMENT
from pipelines.identify.registry import Registry
from pipelines.identify.titles import is_organ

# 政府年报 beside 部门年报 and 乡镇年报: the column of the government's own reports
_OF_GOVERNMENT = re.compile(r"^[省市县区州旗]?(?:本级)?(?:人民)?政府(?:年报|年度报告)$")

_TITLE = "title: "

Reason = Literal["", "no_name", "unknown_name", "ambiguous", "off_site", "contradiction"]


@dataclass(frozen=True, slots=True)
class NameEvidence:
    """All that a document, its list row and its place on the site say of the agency.

    ``titles`` are the agency's words out of the titles, the list's first; ``column_path`` the
    names of the columns down to the document; ``body_names`` who the text says it is by.
    """

    titles: tuple[str, ...] = ()
    column_path: tuple[str, ...] = ()
    publisher: str = ""
    index_number: str = ""
    signature: str = ""
    body_names: tuple[str, ...] = ()
    site_id_code: str = ""
    report_year: int | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """Whose report it is, or why that cannot be said.

    ``score`` is from 0 to 1. ``candidates`` are the agencies that fit where none could be chosen;
    ``unknown_name`` is a name that is in no registry, as it was written.
    """

    agency_id: str | None
    score: float = 0.0
    evidence: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    reason: Reason = ""
    unknown_name: str = ""


def resolve(
    evidence: NameEvidence, registry: Registry, site_members: Collection[str] | Neighbourhood
) -> Resolution:
    """Say whose report it is.

    Args:
        evidence: what is said of the agency.
        registry: the known agencies.
        site_members: the agencies that publish on the site, or their neighbourhood made before
            (it is worth keeping for many documents of one site).
    """
    around = (
        site_members
        if isinstance(site_members, Neighbourhood)
        else Neighbourhood(registry, site_members)
    )
    verdict = _by_titles(evidence, registry, around)
    if verdict.reason in ("", "unknown_name", "off_site"):
        return verdict
    if verdict.reason == "ambiguous":
        return _narrowed(verdict, evidence, registry, around)
    return _by_the_rest(evidence, registry, around)


def _by_titles(evidence: NameEvidence, registry: Registry, around: Neighbourhood) -> Resolution:
    texts = [text for text in dict.fromkeys(map(compact, evidence.titles)) if text]
    verdict = Resolution(None, reason="no_name")
    for text in texts:
        meant = meaning(text, registry, around, evidence.report_year)
        one = _verdict(text, meant)
        if one.agency_id:
            return one
        if verdict.reason == "no_name" and (one.reason != "unknown_name" or is_organ(text)):
            verdict = one
    return verdict


def _verdict(text: str, meant: Meaning) -> Resolution:
    ids = tuple(match.agency.id for match in meant.matches)
    said: tuple[str, ...] = (_TITLE + text,)
    if not ids:
        return Resolution(None, 0.0, said, reason="unknown_name", unknown_name=text)
    if meant.off_site:
        return Resolution(None, 0.0, said, ids, "off_site")
    if len(ids) > 1:
        return Resolution(None, 0.0, said, ids, "ambiguous")
    if meant.matches[0].former:
        said = (*said, "former_name")
    return Resolution(ids[0], meant.score, said)


def name_in_title(evidence: Iterable[str]) -> str:
    """The name a title gave, out of the evidence of a resolution; empty if none did."""
    return next((line.removeprefix(_TITLE) for line in evidence if line.startswith(_TITLE)), "")


def _narrowed(
    verdict: Resolution, evidence: NameEvidence, registry: Registry, around: Neighbourhood
) -> Resolution:
    """Of several that fit the title, the one that all the other evidence points to."""
    left = set(verdict.candidates)
    said = list(verdict.evidence)
    for source, text in _other_texts(evidence):
        meant = {m.agency.id for m in meaning(text, registry, around, None).matches}
        under = {c for c in left if meant & {c, registry.parent(c)}}
        if under and under != left:
            left, said = under, [*said, f"{source}: {text}"]
    if len(left) > 1 and (code := evidence.site_id_code[:6]).isdigit():
        left = {c for c in left if registry[c].division_code.startswith(code)} or left
        said.append(f"site_id_code: {code}")
    if len(left) == 1:
        return Resolution(left.pop(), 0.8, tuple(said))
    return verdict


def _by_the_rest(evidence: NameEvidence, registry: Registry, around: Neighbourhood) -> Resolution:
    """No title names anybody: who signs, who the text is by, whose column it stands in."""
    votes: dict[str, list[str]] = {}
    for source, text in _other_texts(evidence):
        meant = meaning(text, registry, around, evidence.report_year)
        if len(meant.matches) == 1 and not meant.off_site:
            agency = meant.matches[0].agency
            if not _says_little(source, agency, around):
                votes.setdefault(agency.id, []).append(f"{source}: {text}")
    said = tuple(line for lines in votes.values() for line in lines)
    votes = _without_compilers(votes, registry)
    if len(votes) == 1:
        return Resolution(next(iter(votes)), 0.8, said)
    if votes:
        return Resolution(None, 0.0, said, tuple(votes), "contradiction")
    if len(around.members) == 1:
        return Resolution(next(iter(around.members)), 0.6, ("site: carries one agency",))
    return Resolution(None, 0.0, said, reason="no_name")


def _without_compilers(votes: dict[str, list[str]], registry: Registry) -> dict[str, list[str]]:
    """The votes without a general office that only the text names, beside its government.

    It writes the government's report and answers questions about it.
    """
    compilers = {
        one
        for one, lines in votes.items()
        if registry[one].cores[0] == GENERAL_OFFICE
        and registry[registry.parent(one) or one].cores[0] == GOVERNMENT
        and registry.parent(one) in votes
        and all(line.startswith("body: ") for line in lines)
    }
    return {one: lines for one, lines in votes.items() if one not in compilers}


def _says_little(source: str, agency: KnownAgency, around: Neighbourhood) -> bool:
    """Whether a mention is only the site's own: its owner in the path, its office as publisher.

    A government's general office puts up what all its departments hand in.
    """
    if source in ("signature", "body", "own_column"):
        return False
    general = agency.cores[0] in (GOVERNMENT, GENERAL_OFFICE)
    return general and len(around.members) > 1


def _other_texts(evidence: NameEvidence) -> Iterator[tuple[str, str]]:
    if evidence.signature:
        yield "signature", evidence.signature
    for name in evidence.body_names:
        yield "body", name
    for name in reversed(evidence.column_path):
        if _OF_GOVERNMENT.match(compact(name)):
            yield "own_column", "人民政府"
        elif is_organ(compact(name)):
            yield "column", name
    if code := evidence.index_number.partition("/")[0]:
        yield "index_number", code
    if evidence.publisher:
        yield "publisher", evidence.publisher
