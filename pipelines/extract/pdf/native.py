"""The PDFium binding under one name each: it ships without types, so they end here."""

from __future__ import annotations

from typing import Any

import pypdfium2
import pypdfium2.raw

pdfium: Any = pypdfium2
raw: Any = pypdfium2.raw

Page = Any  # pypdfium2.PdfPage
TextPage = Any  # pypdfium2.PdfTextPage
Document = Any  # pypdfium2.PdfDocument
Handle = Any  # FPDF_PAGEOBJECT and its like
