"""Web archives (MHTML, RFC 2557), which Word writes as .mht and often names .doc."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default

from storage.errors import DocumentDamaged


def main_page(body: bytes) -> bytes:
    """The first HTML part of a web archive.

    Raises:
        DocumentDamaged: it has none.
    """
    for part in message_from_bytes(body, policy=default).walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes) and page:
                return page
    raise DocumentDamaged("web archive: no page inside")
