"""Pages drawn for tests, as PDF or as pictures: text and lines at given points, and tables with merged cells.

The PDF is written out by hand, so that a test can have what a printer would not make: text without a meaning
for its signs, a page on its side, a stream that never ends.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Protocol

from PIL import Image, ImageDraw, ImageFont

from ogi.fonts import REGULAR

from .official import Layout, places

WIDTH, HEIGHT = 595.0, 842.0  # A4 in points
_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def width_of(text: str, size: float) -> float:
    """The width of a text as both canvases set it."""
    return sum(0.5 if c.isascii() else 1.0 for c in text) * size


class Canvas(Protocol):
    """Where a page is drawn; positions are in points from its top left corner."""

    def text(self, x: float, top: float, text: str, size: float = 12, turn: int = 0) -> None: ...
    def line(self, x0: float, top: float, x1: float, bottom: float, thick: float = 0.5) -> None: ...


class Paper:
    """A PDF being drawn, page after page."""

    def __init__(self, width: float = WIDTH, height: float = HEIGHT, turned: int = 0) -> None:
        self.width, self.height, self.turned = width, height, turned
        self._pages: list[list[str]] = [[]]
        self._signs: set[int] = set()
        self._pictures: dict[int, Image.Image] = {}

    def page(self) -> None:
        """Start a page."""
        self._pages.append([])

    def text(self, x: float, top: float, text: str, size: float = 12, turn: int = 0) -> None:
        """Set a text; `turn` counts quarter turns clockwise, about its start."""
        codes = text.encode("utf-16-be")
        self._signs |= {high * 256 + low for high, low in zip(codes[::2], codes[1::2], strict=True)}
        a, b = ((1, 0), (0, -1), (-1, 0), (0, 1))[turn]
        # The baseline starts below the top of upright text, to the left of that of turned text.
        right, down = ((0, 0.88), (0.12, 0), (0, 0.12), (0.88, 0))[turn]
        place = f"{a} {b} {-b} {a} {x + right * size:.2f} {self.height - top - down * size:.2f} Tm"
        self._pages[-1].append(f"BT /F1 {size} Tf {place} <{codes.hex()}> Tj ET")

    def line(self, x0: float, top: float, x1: float, bottom: float, thick: float = 0.5) -> None:
        """Draw a line."""
        path = f"{x0:.2f} {self.height - top:.2f} m {x1:.2f} {self.height - bottom:.2f} l S"
        self._pages[-1].append(f"{thick} w {path}")

    def picture(self, image: Image.Image) -> None:
        """Fill the page with a picture."""
        self._pictures[len(self._pages) - 1] = image
        self._pages[-1].append(f"q {self.width} 0 0 {self.height} 0 0 cm /Im Do Q")

    def raw(self, operators: str) -> None:
        """Add operators to the page as they are."""
        self._pages[-1].append(operators)

    def pdf(self, meaning: bool = True, password: str | None = None, form: str = "") -> bytes:
        """The file: `meaning` tells what the signs stand for, `form` is the content of a form named /Fm."""
        font, pages = 3, [10 + 4 * i for i in range(len(self._pages))]
        objects: dict[int, tuple[str, bytes | None]] = {
            1: ("/Type /Catalog /Pages 2 0 R", None),
            2: (f"/Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{n} 0 R' for n in pages)}]", None),
            font: ("/Type /Font /Subtype /Type0 /BaseFont /Sung /Encoding /Identity-H /DescendantFonts [4 0 R]"
                   + (" /ToUnicode 6 0 R" if meaning else ""), None),
            4: ("/Type /Font /Subtype /CIDFontType2 /BaseFont /Sung /DW 1000 /W [32 126 500] /FontDescriptor 5 0 R "
                "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>", None),
            5: ("/Type /FontDescriptor /FontName /Sung /Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0 "
                "/Ascent 880 /Descent -120 /CapHeight 700 /StemV 80", None),
            6: ("", self._meaning()),
            7: ("/Type /XObject /Subtype /Form /BBox [0 0 600 900] /Resources << /XObject << /Fm 7 0 R >> >>",
                form.encode()),
        }  # fmt: skip
        for i, (number, content) in enumerate(zip(pages, self._pages, strict=True)):
            box = f"/MediaBox [0 0 {self.width} {self.height}] /Rotate {self.turned}"
            things = "/Fm 7 0 R" + (f" /Im {number + 2} 0 R" if i in self._pictures else "")
            resources = f"/Resources << /Font << /F1 {font} 0 R >> /XObject << {things} >> >>"
            objects[number] = (
                f"/Type /Page /Parent 2 0 R {box} {resources} /Contents {number + 1} 0 R",
                None,
            )
            objects[number + 1] = ("", "\n".join(content).encode())
            if i in self._pictures:
                grey = self._pictures[i].convert("L")
                kind = f"/Subtype /Image /Width {grey.width} /Height {grey.height} /BitsPerComponent 8 /ColorSpace /DeviceGray"
                objects[number + 2] = (f"/Type /XObject {kind}", grey.tobytes())
        return _file(objects, password)

    def _meaning(self) -> bytes:
        signs = sorted(self._signs)
        ranges = "".join(
            f"{min(100, len(signs) - i)} beginbfchar\n"
            + "".join(f"<{sign:04x}> <{sign:04x}>\n" for sign in signs[i : i + 100])
            + "endbfchar\n"
            for i in range(0, len(signs), 100)
        )
        head = "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        return (head + ranges + "endcmap end").encode()


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j, out = list(range(256)), 0, bytearray()
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def _file(objects: Mapping[int, tuple[str, bytes | None]], password: str | None) -> bytes:
    """A PDF of these objects, its streams compressed, encrypted (40 bits) when there is a password."""
    trailer = "/Root 1 0 R"
    encrypt: Callable[[int, bytes], bytes] = lambda number, data: data  # noqa: E731
    if password is not None:
        user = (password.encode() + _PADDING)[:32]
        master = hashlib.md5((b"the owner's" + _PADDING)[:32], usedforsecurity=False).digest()[:5]
        owner = _rc4(master, user)
        permissions = (-4).to_bytes(4, "little", signed=True)
        key = hashlib.md5(user + owner + permissions + b"0123456789abcdef", usedforsecurity=False).digest()[
            :5
        ]
        protection = f"/Filter /Standard /V 1 /R 2 /O <{owner.hex()}> /U <{_rc4(key, _PADDING).hex()}> /P -4"
        identity = b"0123456789abcdef".hex()
        trailer += f" /Encrypt << {protection} >> /ID [<{identity}> <{identity}>]"

        def encrypt(number: int, data: bytes) -> bytes:
            salt = key + number.to_bytes(3, "little") + b"\0\0"
            return _rc4(hashlib.md5(salt, usedforsecurity=False).digest()[:10], data)

    out = bytearray(b"%PDF-1.4\n")
    offsets: dict[int, int] = {}
    for number, (entries, stream) in sorted(objects.items()):
        offsets[number] = len(out)
        if stream is None:
            out += f"{number} 0 obj << {entries} >> endobj\n".encode()
            continue
        packed = encrypt(number, zlib.compress(stream))
        out += f"{number} 0 obj << {entries} /Filter /FlateDecode /Length {len(packed)} >> stream\n".encode()
        out += packed + b"\nendstream endobj\n"
    start, last = len(out), max(objects)
    out += f"xref\n0 {last + 1}\n0000000000 65535 f \n".encode()
    for number in range(1, last + 1):
        used = number in offsets
        out += f"{offsets.get(number, 0):010d} {0 if used else 65535:05d} {'n' if used else 'f'} \n".encode()
    return bytes(out) + f"trailer << /Size {last + 1} {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()


@cache
def _font(pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(REGULAR, pixels)


class Picture:
    """A page being drawn as a grey picture, 200 dots to the inch."""

    def __init__(self, width: float = WIDTH, height: float = HEIGHT, dpi: int = 200) -> None:
        self.scale = dpi / 72
        self.image = Image.new("L", (round(width * self.scale), round(height * self.scale)), 255)
        self._draw = ImageDraw.Draw(self.image)

    def text(self, x: float, top: float, text: str, size: float = 12, turn: int = 0) -> None:
        """Set a text, every character where the PDF has it; none is turned."""
        assert not turn
        for i, c in enumerate(text):
            place = ((x + width_of(text[:i], size)) * self.scale, (top - 0.28 * size) * self.scale)
            self._draw.text(place, c, font=_font(round(size * self.scale)), fill=0)

    def line(self, x0: float, top: float, x1: float, bottom: float, thick: float = 0.5) -> None:
        """Draw a line."""
        ends = [round(v * self.scale) for v in (x0, top, x1, bottom)]
        self._draw.line(ends, fill=0, width=max(1, round(thick * self.scale)))


def wrapped(text: str, width: float, size: float) -> list[str]:
    """A text in lines no wider than that; a line break in it stays."""
    lines: list[str] = []
    for piece in text.split("\n"):
        lines.append("")
        for c in piece:
            if width_of(lines[-1] + c, size) > width:
                lines.append("")
            lines[-1] += c
    return lines


def draw_cell(
    canvas: Canvas, box: tuple[float, float, float, float], lines: Sequence[str], size: float
) -> None:
    """Draw a cell's frame and its lines of text, in the middle of it."""
    x0, top, x1, bottom = box
    for ends in ((x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom)):
        canvas.line(*ends)
    y = (top + bottom - 1.25 * size * len(lines)) / 2 + 0.125 * size
    for line in lines:
        canvas.text((x0 + x1 - width_of(line, size)) / 2, y, line, size)
        y += 1.25 * size


def draw_table(
    canvas: Canvas,
    layout: Layout,
    top: float,
    edges: Sequence[float],
    rows: range,
    size: float = 9,
    parts: Mapping[tuple[int, int], str] | None = None,
) -> float:
    """Draw some rows of a table from a height on and return where they end.

    A cell that other rows have a share in is drawn as far as these go, with its text where it starts;
    `parts` are the texts of cells (row, column) that are printed otherwise on this page.
    """
    drawn = [cell for cell in places(layout) if cell[0] < rows.stop and cell[0] + cell[3] > rows.start]
    heights = dict.fromkeys(rows, 1.25 * size + 6)
    texts: dict[tuple[int, int], list[str]] = {}
    for r, column, text, rowspan, colspan in drawn:
        default = text if r in rows else ""
        printed = parts.get((r, column), default) if parts else default
        lines = wrapped(printed, edges[column + colspan] - edges[column] - 6, size) if printed else []
        texts[r, column] = lines
        shared = [i for i in rows if r <= i < r + rowspan]
        needed = 1.25 * size * len(lines) + 6
        if (lacking := needed - sum(heights[i] for i in shared)) > 0:
            heights[shared[-1]] += lacking
    tops = {rows.start: top}
    for i in rows:
        tops[i + 1] = tops[i] + heights[i]
    for r, column, _, rowspan, colspan in drawn:
        first, last = max(r, rows.start), min(r + rowspan, rows.stop)
        draw_cell(
            canvas, (edges[column], tops[first], edges[column + colspan], tops[last]), texts[r, column], size
        )
    return tops[rows.stop]


def paragraphs_on(
    paper: Paper, paragraphs: Iterable[str], size: float = 16, indent: int = 2, bottom: float = 740
) -> None:
    """Set paragraphs over as many pages as they need, 28 points a line, with the first line indented."""
    left, right, top = 80.0, 512.0, 100.0
    for paragraph in paragraphs:
        for i, line in enumerate(wrapped("\u3000" * indent + paragraph, right - left, size)):
            if top > bottom:
                paper.page()
                top = 100.0
            inset = indent * size if i == 0 else 0.0
            paper.text(left + inset, top, line.strip("\u3000"), size)
            top += 28
