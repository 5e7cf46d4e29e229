"""Where each character of an OFD TextCode stands."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator


def advances(
    text: str, size: float, delta_x: str | None, delta_y: str | None
) -> Iterator[tuple[str, tuple[float, float], float]]:
    """Each character with its offset from the first, and its width, in the unit of ``size``.

    Args:
        text: the characters of a TextCode.
        size: of the letters, after horizontal scaling.
        delta_x: steps to the right, with ``g 5 3.5`` for five steps of 3.5 (GB/T 33190, 11.3).
        delta_y: steps downwards, written alike.

    Without any step the characters follow each other at their own widths.
    """
    right, down = steps(delta_x), steps(delta_y)
    x = y = 0.0
    for index, character in enumerate(text):
        natural = size if _is_wide(character) else size * 0.5
        step = right[index] if index < len(right) else None
        # Characters of one TextCode are one text: up to its next step a character fills its place.
        width = step if step is not None and 0 < step <= 1.2 * size else natural
        yield character, (x, y), width
        if step is not None:
            x += step
        elif not down:
            x += natural
        y += down[index] if index < len(down) else 0.0


def steps(delta: str | None) -> list[float]:
    """The steps of a DeltaX or DeltaY with its repetitions written out; at most 100,000."""
    out: list[float] = []
    tokens = iter((delta or "").split())
    for token in tokens:
        try:
            if token == "g":  # noqa: S105 - the standard's own word for a repeated step
                count, step = int(next(tokens)), float(next(tokens))
                out += [step] * min(count, 100_000 - len(out))
            else:
                out.append(float(token))
        except (StopIteration, ValueError):
            break
    return out


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WFA"
