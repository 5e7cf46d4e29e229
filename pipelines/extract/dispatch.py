"""One way in: bytes of any medium to an extracted document."""

from __future__ import annotations

from pipelines.items import Extracted


def extract(body: bytes, url: str, declared_charset: str = "") -> Extracted:
    from pipelines.extract.image import extract_image
    from pipelines.extract.pdf import extract_pdf
    from pipelines.extract.sniff import sniff

    return extract_pdf(body) if sniff(body) == "pdf" else extract_image(body)
