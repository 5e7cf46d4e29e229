"""Whether a report's text is its own: R20."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.items import Finding
from pipelines.report.likeness import likeness
from storage.vocabulary import Fault, Severity

# Points are lost for a text 雷同 with last year's or another unit's; no notice gives a number. Two
# texts of one's own on one form share a fifth at the most; 0.85 is a text with a sentence changed.
LIMIT = 0.85
_NAMED = 3  # others named in one finding


@dataclass(frozen=True, slots=True)
class OtherText:
    """The text of another report: whose, of which year, and its runs of characters."""

    agency: str
    report_year: int
    runs: frozenset[int]


def check_copied(
    runs: frozenset[int], last_year: OtherText | None, others: Sequence[OtherText]
) -> Iterator[Finding]:
    """R20: the text is neither that of the agency's last report nor that of another agency.

    Args:
        runs: of the report, from :func:`~pipelines.report.likeness.shingles`.
        last_year: the same agency's report of the year before.
        others: other agencies' reports of the same year.
    """
    if last_year is not None and (share := likeness(runs, last_year.runs)) >= LIMIT:
        yield _finding(f"正文与本机关{last_year.report_year}年报告有{share:.0%}相同（雷同）")
    alike = sorted(
        (
            (share, other.agency)
            for other in others
            if (share := likeness(runs, other.runs)) >= LIMIT
        ),
        key=lambda pair: (-pair[0], pair[1]),
    )
    if alike:
        named = "、".join(f"{agency}（{share:.0%}）" for share, agency in alike[:_NAMED])
        rest = f"等{len(alike)}个以上机关" if len(alike) > _NAMED else ""
        yield _finding(f"正文与{named}{rest}同年报告相同（雷同）")


def _finding(message: str) -> Finding:
    return Finding("R20_copied_text", Severity.WARNING, Fault.AGENCY, message)
