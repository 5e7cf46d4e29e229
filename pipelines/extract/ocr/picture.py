"""Picture files as grey pages."""

from __future__ import annotations

import io
from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from pipelines.extract.limits import DEFAULT, Limits
from pipelines.extract.ocr.ink import Grey
from storage.errors import DocumentDamaged, DocumentTooLarge

SMALLEST = 40  # pixels; smaller pictures are rules, bullets and counters of web pages


def grey_pages(body: bytes, limits: Limits = DEFAULT) -> Iterator[Grey]:
    """Each frame of a picture file as a grey page, upright as its EXIF data say.

    Raises:
        DocumentDamaged: no picture, or truncated.
        DocumentTooLarge: more pixels or frames than the limits allow.
    """
    try:
        with Image.open(io.BytesIO(body)) as picture:
            for number, frame in enumerate(ImageSequence.Iterator(picture), 1):
                if number > limits.pages:
                    raise DocumentTooLarge(f"picture: more than {limits.pages} frames")
                if frame.width * frame.height > limits.pixels:
                    raise DocumentTooLarge(
                        f"picture: {frame.width} by {frame.height} pixels, {limits.pixels} allowed"
                    )
                if min(frame.size) >= SMALLEST:
                    yield grey(frame)
                if picture.format == "GIF":
                    return  # an animation shows the same page again
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise DocumentDamaged(f"picture: {error}") from error
    except Image.DecompressionBombError as error:
        raise DocumentTooLarge(f"picture: {error}") from error


def grey(picture: Image.Image) -> Grey:
    """A picture in shades of grey, laid on white where it is transparent."""
    upright = ImageOps.exif_transpose(picture) or picture
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        layer = upright.convert("RGBA")
        paper = Image.new("RGBA", layer.size, "white")
        upright = Image.alpha_composite(paper, layer)
    return np.asarray(upright.convert("L"), dtype=np.uint8)
