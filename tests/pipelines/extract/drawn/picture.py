"""Sketches as pictures, where a Chinese font is installed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from tests.pipelines.extract.drawn.layout import HEIGHT, WIDTH, Sketch

FONTS = (
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
)
SCALE = 200 / 72


def font_file() -> str:
    """A Chinese font of this machine; the test is skipped where there is none."""
    for path in FONTS:
        if Path(path).exists():
            return path
    pytest.skip("no Chinese font here: install fonts-wqy-zenhei or fonts-noto-cjk")


def picture(page: Sketch, slant: float = 0.0) -> Image.Image:
    """A page at 200 dpi, cut below what is drawn on it and turned by ``slant`` degrees."""
    name = font_file()
    lowest = max([t.y for t in page.texts] + [s.y1 for s in page.strokes], default=HEIGHT / 4)
    image = Image.new("L", (round(WIDTH * SCALE), round((lowest + 60) * SCALE)), 255)
    draw = ImageDraw.Draw(image)
    for s in page.strokes:
        points = [round(v * SCALE) for v in (s.x0, s.y0, s.x1, s.y1)]
        draw.line(points, fill=0, width=2)
    for t in page.texts:
        font = ImageFont.truetype(name, round(t.size * SCALE))
        draw.text((t.x * SCALE, t.y * SCALE), t.text, fill=0, font=font, anchor="ls")
    return image.rotate(slant, resample=Image.Resampling.BICUBIC, fillcolor=255)


def png(page: Sketch, slant: float = 0.0) -> bytes:
    """A page as a PNG file."""
    buffer = io.BytesIO()
    picture(page, slant).save(buffer, "PNG")
    return buffer.getvalue()


def scanned_pdf(*pages: Sketch, slant: float = 0.0) -> bytes:
    """Pages as a PDF that holds nothing but their pictures."""
    images = [picture(page, slant) for page in pages]
    buffer = io.BytesIO()
    images[0].save(buffer, "PDF", save_all=True, append_images=images[1:], resolution=200)
    return buffer.getvalue()
