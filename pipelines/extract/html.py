"""A web page to paragraphs, grids and what the page says about itself."""

from __future__ import annotations

from pipelines.extract.charset import decode
from pipelines.extract.html_blocks import blocks_of
from pipelines.extract.html_content import article
from pipelines.extract.html_head import (
    bare_day,
    breadcrumb,
    card_facts,
    facts,
    meta_tags,
    published_on,
    title,
)
from pipelines.extract.html_links import attachments, base_of, files_in_scripts, pictures
from pipelines.extract.html_prose import clean_prose
from pipelines.extract.html_tree import lines, parse
from pipelines.items import Attachment, Extracted
from storage.vocabulary import Medium


def extract_html(body: bytes, url: str, declared_charset: str = "") -> Extracted:
    """Everything a page says, in reading order; ``url`` is where it was fetched from.

    Raises:
        DocumentDamaged: the page is empty.
        DocumentTooLarge: over a limit in bytes, elements or table places.
        NotADocument: the bytes are no HTML.
    """
    text, charset = decode(body, declared_charset)
    root, doubts = parse(text, url)
    base = base_of(root, url)
    meta = meta_tags(root)
    heading = title(root, meta)
    for head in root.findall("head"):
        root.remove(head)
    visible = list(lines(root))
    fields = card_facts(root) | facts(visible)
    day, sources = published_on(fields, bare_day(visible, heading), meta, url, heading)
    files = _once(attachments(root, base) + files_in_scripts(text, base))
    content = article(root)
    return Extracted(
        medium=Medium.HTML,
        blocks=clean_prose(text, url, tuple(blocks_of(content, url))),
        title=heading,
        meta=meta,
        fields=fields | sources,
        published_on=day,
        breadcrumb=breadcrumb(visible),
        attachments=files,
        pictures=pictures(content, base),
        charset=charset,
        doubts=(*doubts, *(("charset.replacement",) if "\ufffd" in text else ())),
    )


def _once(files: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
    found: dict[str, Attachment] = {}
    for file in files:
        found.setdefault(file.url, file)
    return tuple(found.values())
