"""The prose of a page whose article does not stand out: narrative reports, mostly before 2014.

Where tables are, the page's own structure tells the article; of prose alone, trafilatura's text
density and stop-word model tells it better from the navigation around it.
"""

from __future__ import annotations

import trafilatura

from pipelines.items import Block, Paragraph

_KEPT = 0.6  # less of the characters than this, and it took the report itself for boilerplate
_LEAST = 600  # characters; shorter pages are shells of files, where each line may matter


def clean_prose(text: str, url: str, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The paragraphs of a page without tables, without navigation, footers and related links.

    Args:
        text: the page's HTML, decoded.
        url: its address.
        blocks: what the page's structure gave; returned as it is where it has tables, is short, or
            where cleaning would lose more than boilerplate.
    """
    if not all(isinstance(block, Paragraph) for block in blocks):
        return blocks
    whole = sum(len(block.text) for block in blocks if isinstance(block, Paragraph))
    if whole < _LEAST:
        return blocks
    cleaned = trafilatura.extract(
        text, url=url, include_tables=False, include_comments=False, favor_recall=True
    )
    # Only which lines are the article's: of a page laid out as a table it makes one line of all.
    article = _compact(cleaned or "")
    kept = tuple(b for b in blocks if isinstance(b, Paragraph) and _compact(b.text) in article)
    return kept if sum(len(block.text) for block in kept) >= _KEPT * whole else blocks


def _compact(text: str) -> str:
    return "".join(text.split())
