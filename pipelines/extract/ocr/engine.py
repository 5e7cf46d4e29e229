"""The recogniser of lines of letters: RapidOCR, whose models come with its package."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import cv2

from pipelines.extract.ocr.ink import Grey
from storage.errors import ReaderMissing

NARROWEST = 36  # pixels at 48 in height: most crops are single figures


@cache
def _engine() -> Any:
    try:
        from rapidocr import RapidOCR
    except ImportError as error:
        raise ReaderMissing(
            "pictures and scans need the extra 'ocr': pip install 'nianbao[ocr]'"
        ) from error
    return RapidOCR(
        params={
            "Global.use_cls": False,
            "Global.log_level": "error",
            "Rec.rec_img_shape": [3, 48, NARROWEST],
            "Rec.rec_batch_num": 16,
            # documents are read side by side, one on each core
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def recognise(crops: Sequence[Grey]) -> list[tuple[str, float]]:
    """The text of each crop, which holds one line, with the recogniser's confidence.

    Raises:
        ReaderMissing: the extra is not installed.
    """
    if not crops:
        return []
    # Drawn pictures, unlike scans, show the same figure in the same pixels again and again.
    kinds = {(crop.shape, crop.tobytes()): crop for crop in crops}
    found = _engine().recognize_txt(
        [cv2.cvtColor(crop, cv2.COLOR_GRAY2BGR) for crop in kinds.values()]
    )
    texts = dict(zip(kinds, zip(found.txts, map(float, found.scores), strict=True), strict=True))
    return [texts[crop.shape, crop.tobytes()] for crop in crops]
