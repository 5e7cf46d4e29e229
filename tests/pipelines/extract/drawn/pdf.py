"""Sketches as PDF pages, with a Chinese font that need not be installed."""

from __future__ import annotations

import io

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.pipelines.extract.drawn.layout import HEIGHT, WIDTH, Sketch

FONT = "STSong-Light"


def pdf(*pages: Sketch, rotate: int = 0, sideways: bool = False, bars: bool = False) -> bytes:
    """A PDF with these pages.

    ``rotate`` sets the page's own /Rotate so that it is seen upright, ``sideways`` turns what is
    drawn, ``bars`` draws rules as thin filled rectangles, as Word does.
    """
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    turned = rotate in (90, 270) or sideways
    size = (HEIGHT, WIDTH) if turned else (WIDTH, HEIGHT)
    canvas = Canvas(buffer, pagesize=size, invariant=1)
    for page in pages:
        if rotate:
            canvas.setPageRotation(rotate)
        if turned:  # the letters run upwards along the left edge
            canvas.translate(HEIGHT, 0)
            canvas.rotate(90)
        _draw(canvas, page, bars)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _draw(canvas: Canvas, page: Sketch, bars: bool) -> None:
    for s in page.strokes:
        if not bars:
            canvas.line(s.x0, HEIGHT - s.y0, s.x1, HEIGHT - s.y1)
            continue
        x, y = min(s.x0, s.x1), HEIGHT - max(s.y0, s.y1)
        canvas.rect(x, y, abs(s.x1 - s.x0) or 0.5, abs(s.y1 - s.y0) or 0.5, stroke=0, fill=1)
    for t in page.texts:
        canvas.setFont(FONT, t.size)
        canvas.drawString(t.x, HEIGHT - t.y, t.text)
