"""Picture files of reports: 图片版, 长图, pictures of tables."""

from __future__ import annotations

from pipelines.extract.limits import DEFAULT, Limits
from pipelines.items import Extracted
from storage.errors import ReaderMissing
from storage.vocabulary import Medium

NEEDED = "pictures and scans need the extra 'ocr': pip install 'nianbao[ocr]'"


def extract_image(body: bytes, limits: Limits = DEFAULT) -> Extracted:
    """The paragraphs and tables of a picture file.

    Raises:
        ReaderMissing: the extra ``ocr`` is not installed.
        DocumentDamaged: no picture, or truncated.
        DocumentTooLarge: more pixels or frames than the limits allow.
    """
    try:
        from pipelines.extract.ocr.page import read_picture
        from pipelines.extract.ocr.picture import grey_pages
    except ImportError as error:
        raise ReaderMissing(NEEDED) from error
    from pipelines.extract.lattice.reading import read_sheets

    sheets = [read_picture(page, number) for number, page in enumerate(grey_pages(body, limits), 1)]
    doubts = ("read from a picture",)
    return Extracted(Medium.IMAGE, read_sheets(sheets), doubts=doubts, scanned=True)
