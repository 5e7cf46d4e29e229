"""Which of a report's renditions speaks for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.jobs import ReadResult
from storage.addresses import host_of
from storage.vocabulary import Medium

# HTML is what the platform must offer (条例 article 24: searched, viewed, downloaded); files come
# after it in the order in which their cells can be trusted.
_ORDER = (
    *(Medium.HTML, Medium.DOCX, Medium.DOC, Medium.WPS, Medium.RTF, Medium.XLSX, Medium.XLS),
    *(Medium.PDF, Medium.OFD, Medium.TEXT, Medium.ZIP, Medium.IMAGE),
)
_COPY = re.compile(r"print|_wap\.|/wap/|/mobile/|//m\.|//big5\.", re.I)
_MOST_CELLS = (
    0.9  # a rendition with fewer of the cells than this is not a full copy of the best one
)


@dataclass(frozen=True)
class Candidate:
    """One rendition of a report, with what decides between it and the others.

    ``current`` is set where it speaks for the report already: a choice is kept while it is as good.
    ``is_correction`` says that its title, or that of the page it hangs on, says 更正.
    """

    result: ReadResult
    on_own_site: bool
    current: bool = False
    is_correction: bool = False

    @property
    def cells(self) -> int:
        """Number of cells of the form read from it."""
        return len(self.result.reading.figures) if self.result.reading else 0


def choose_canonical(candidates: Sequence[Candidate]) -> Candidate:
    """The rendition that speaks for the report; the same for the same renditions in any order.

    A correction replaces what it corrects. Then the completest; among the complete, the one chosen
    before; then HTML before files, the agency's own site before a portal, a page before its print
    and mobile copies.
    """
    corrections = [one for one in candidates if one.is_correction]
    pool = corrections or list(candidates)
    most = max(one.cells for one in pool)
    full = [one for one in pool if one.cells >= most * _MOST_CELLS]
    return min(full, key=_rank)


def _rank(one: Candidate) -> tuple[object, ...]:
    medium = one.result.medium
    order = _ORDER.index(medium) if medium in _ORDER else len(_ORDER)
    copy = bool(_COPY.search(one.result.url))
    host = host_of(one.result.url)
    return (
        copy,
        not one.current,
        order,
        not one.on_own_site,
        host,
        len(one.result.url),
        one.result.url,
    )
