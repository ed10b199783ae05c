"""The OCR engine, loaded once: lines of text on a picture, and the text of pictures of one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import cv2
import numpy as np
from rapidocr import RapidOCR

from ogi.read.ocr.image import Grey

_PARAMETERS = {
    "Global.log_level": "error",
    "Global.max_side_len": 2600,  # a page is read as it is: shrunk, its small print is lost
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    # Most pictures of one line are a cell's single number: short ones are not padded to a long line's width.
    "Rec.rec_img_shape": [3, 48, 160],
    "Rec.rec_batch_num": 8,
}


@dataclass(frozen=True, slots=True)
class Found:
    """A line of text on a picture and its place there, in pixels."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float


@cache
def _engine() -> RapidOCR:
    return RapidOCR(params=dict(_PARAMETERS))


def _coloured(grey: Grey) -> Any:
    return cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR)


def find_lines(picture: Grey) -> list[Found]:
    """Return the lines of text found on a picture, from top to bottom."""
    result = cast("Any", _engine()(_coloured(picture), use_det=True, use_cls=False, use_rec=True))
    if result.boxes is None or result.txts is None:
        return []
    found = [
        Found(
            str(text).strip(),
            float(np.min(box[:, 0])),
            float(np.min(box[:, 1])),
            float(np.max(box[:, 0])),
            float(np.max(box[:, 1])),
        )
        for box, text in zip(result.boxes, result.txts, strict=True)
    ]
    return sorted((line for line in found if line.text), key=lambda line: line.top)


def read_lines(pictures: Sequence[Grey], least_sure: float = 0.0) -> list[str]:
    """Return the text of pictures that each show one line, nothing where the engine is less sure than that.

    Equal pictures are read once.
    """
    if not pictures:
        return []
    keys = [picture.tobytes() + bytes(str(picture.shape), "ascii") for picture in pictures]
    distinct = dict(zip(keys, pictures, strict=True))
    result = _engine().recognize_txt([_coloured(picture) for picture in distinct.values()])
    sure = (
        str(text).strip() if score >= least_sure else ""
        for text, score in zip(result.txts or (), result.scores, strict=True)
    )
    texts = dict(zip(distinct, sure, strict=True))
    return [texts[key] for key in keys]
