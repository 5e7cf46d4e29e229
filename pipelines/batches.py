"""Documents in batches that can be read and written one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipelines.identify.titles import parse_title
from storage.records import DocumentRecord

SIZE = 512  # documents, each with all that was read of it in memory: some hundred MB at the most

_Place = tuple[int, str, str]


def batches(documents: Iterable[DocumentRecord]) -> Iterator[list[DocumentRecord]]:
    """Batches of about ``SIZE``, older report years first: a year is checked against the last.

    What belongs to one report as far as is known, and a page with its files, is in one batch.
    """
    documents = list(documents)
    pages = {document.url: _report(document) for document in documents if not document.parent_url}
    batch: list[DocumentRecord] = []
    last: _Place | None = None

    def place(document: DocumentRecord) -> _Place:
        page = document.parent_url or document.url
        return (*pages.get(page, _report(document)), page)

    for document in sorted(documents, key=lambda one: (place(one), one.id)):
        here = place(document)
        if len(batch) >= SIZE and last is not None and _is_apart(last, here):
            yield batch
            batch = []
        batch.append(document)
        last = here
    if batch:
        yield batch


def _report(document: DocumentRecord) -> tuple[int, str]:
    """Year and agency as far as they are known; a year in the title is better than none."""
    year = document.report_year or parse_title(document.list_title).year or 0
    return year, document.agency_id or ""


def _is_apart(one: _Place, other: _Place) -> bool:
    """Whether two documents are of two pages and cannot be of one report that is known."""
    return one[2] != other[2] and (one[:2] != other[:2] or not one[1])
