"""Pages of a file as small pictures."""

from __future__ import annotations

import base64
from io import BytesIO

import pytest
from PIL import Image

from ogi.evidence import pictures
from ogi.evidence.pictures import pictures_of

SIZES = ((595.0, 842.0),) * 3


def _scan(levels: list[int], dots: int = 200) -> bytes:
    frames = [Image.new("L", (round(595 * dots / 72), round(842 * dots / 72)), level) for level in levels]
    out = BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:])
    return out.getvalue()


def _opened(address: str) -> Image.Image:
    kind, _, content = address.partition(",")
    assert kind == "data:image/webp;base64"
    return Image.open(BytesIO(base64.b64decode(content)))


def test_the_wanted_frames_of_a_scan_are_made_small() -> None:
    found = pictures_of(_scan([10, 128, 250]), [3, 2], SIZES)
    assert sorted(found) == [2, 3]
    for page, level in ((2, 128), (3, 250)):
        picture = _opened(found[page])
        assert picture.width == round(595 * 110 / 72)
        assert picture.height / picture.width == pytest.approx(842 / 595, abs=0.01)
        assert picture.convert("L").getpixel((9, 9)) == pytest.approx(level, abs=3)


def test_a_picture_is_not_made_larger() -> None:
    (address,) = pictures_of(_scan([99], dots=80), [1], SIZES).values()
    assert _opened(address).width == round(595 * 80 / 72)


def test_of_many_pages_the_first_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PICTURES", 2)
    assert sorted(pictures_of(_scan([10, 20, 30]), [3, 1, 2], SIZES)) == [1, 2]
