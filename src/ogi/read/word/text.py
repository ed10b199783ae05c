"""The text of one paragraph of a Word file as it is printed, and the text boxes anchored in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from ogi.read.word.parts import W, children, properties_of, switch, value
from ogi.read.word.styles import Styles

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATE = f"{_MC}AlternateContent"
TEXT_BOX = f"{W}txbxContent"
WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"

# What holds runs and is itself nothing to see. Deleted (w:del, w:moveFrom) is not among them.
_AROUND_RUNS = frozenset(
    W + name for name in ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "fldSimple", "dir", "bdo")
)
_DRAWINGS = frozenset(W + name for name in ("drawing", "pict", "object"))
_FIXED = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}softHyphen": "",  # seen only where a line breaks at it
}
_SHOWN = frozenset({f"{W}t", f"{W}p", f"{W}tbl", TEXT_BOX, WORD_ART})
# Symbol fonts put pictures in place of letters; these are the ones that forms tick their boxes with.
_WINGDINGS = {0x6F: "□", 0xA8: "□", 0xFC: "√", 0xFE: "☑", 0x52: "☑", 0x53: "☒", 0x6C: "●", 0x6E: "■"}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def chosen(alternate: etree._Element) -> etree._Element | None:
    """Return the one of several renderings of the same thing that holds text, the newest first."""
    return next((option for option in alternate if next(option.iter(*_SHOWN), None) is not None), None)


def controlled(control: etree._Element) -> etree._Element | None:
    """Return the content of a content control; None for a prompt to fill it in, or a table of contents."""
    properties = properties_of(control, "sdtPr")
    if switch(properties, "showingPlcHdr"):
        return None
    gallery = value(children(properties.get(f"{W}docPartObj")), "docPartGallery")
    if gallery is not None and gallery.lower() == "table of contents":
        return None
    return control.find(f"{W}sdtContent")


@dataclass(slots=True)
class ParagraphText:
    """A paragraph's text, and its text boxes: those anchored before any of it, those after.

    A box is a `w:txbxContent` element, or the words of a WordArt picture.
    """

    text: str = ""
    boxes_before: list[etree._Element | str] = field(default_factory=list)
    boxes_after: list[etree._Element | str] = field(default_factory=list)


class _Reader:
    def __init__(self, styles: Styles, hidden: bool) -> None:
        self.styles = styles
        self.hidden = hidden
        self.pieces: list[str] = []
        self.read = ParagraphText()
        self.fields: list[bool] = []  # for each open field, whether its result has begun

    def runs(self, parent: etree._Element) -> None:
        for child in parent:
            tag = child.tag
            if tag == f"{W}r":
                self.run(child)
            elif tag in _AROUND_RUNS:
                self.runs(child)
            elif tag == f"{W}sdt":
                if (content := controlled(child)) is not None:
                    self.runs(content)
            elif tag == ALTERNATE:
                if (option := chosen(child)) is not None:
                    self.runs(option)
            elif tag.startswith(_M):
                self.pieces.extend(text.text or "" for text in child.iter(f"{_M}t"))

    def run(self, run: etree._Element) -> None:
        properties = properties_of(run, "rPr")
        hidden = switch(properties, "vanish") if properties else None
        if hidden is None:
            hidden = self.hidden or self.styles.hides(value(properties, "rStyle"))
        self.content(run, hidden)

    def content(self, run: etree._Element, hidden: bool) -> None:
        for child in run:
            tag = child.tag
            if tag == f"{W}fldChar":
                self.field_mark(child.get(f"{W}fldCharType"))
            elif hidden or not all(self.fields):
                continue
            elif tag == f"{W}t":
                text = child.text or ""
                kept = child.get(_SPACE) == "preserve"
                self.pieces.append((text if kept else text.strip(" \t\n")).replace("\n", " "))
            elif tag in _FIXED:
                self.pieces.append(_FIXED[tag])
            elif tag == f"{W}sym":
                self.pieces.append(_symbol(child))
            elif tag == f"{W}ruby":
                if (base := child.find(f"{W}rubyBase")) is not None:
                    self.runs(base)
            elif tag in _DRAWINGS:
                self.boxes(child)
            elif tag == ALTERNATE and (option := chosen(child)) is not None:
                self.content(option, hidden)

    def field_mark(self, kind: str | None) -> None:
        if kind == "begin":
            self.fields.append(False)
        elif self.fields and kind == "separate":
            self.fields[-1] = True
        elif self.fields and kind == "end":
            self.fields.pop()

    def boxes(self, drawing: etree._Element) -> None:
        """Note the text boxes in a drawing, a group of shapes among them, each once."""
        found = self.read.boxes_after if "".join(self.pieces).strip() else self.read.boxes_before
        for child in drawing:
            if child.tag == ALTERNATE:
                if (option := chosen(child)) is not None:
                    self.boxes(option)
            elif child.tag == TEXT_BOX:
                found.append(child)
            elif child.tag == WORD_ART:
                found.append(child.get("string") or "")
            else:
                self.boxes(child)


def _symbol(element: etree._Element) -> str:
    try:
        code = int(element.get(f"{W}char") or "", 16)
    except ValueError:
        return ""
    if 0xF000 <= code <= 0xF0FF:
        is_wingdings = (element.get(f"{W}font") or "").lower().startswith("wingdings")
        return _WINGDINGS.get(code - 0xF000, "") if is_wingdings else ""
    return chr(code) if 0x20 <= code < 0xD800 else ""


def paragraph_text(paragraph: etree._Element, style: str | None, styles: Styles) -> ParagraphText:
    """Return what a paragraph prints without its number, and the text boxes anchored in it.

    Inserted text is kept, deleted and hidden text is not; of a field its result is kept, not its code.
    """
    # A field that is still open at the end hides nothing of the next paragraph: a lost end mark is
    # likelier than a code of several paragraphs, and would hide the rest of the file.
    reader = _Reader(styles, styles.hides(style))
    reader.runs(paragraph)
    reader.read.text = "".join(reader.pieces)
    return reader.read
