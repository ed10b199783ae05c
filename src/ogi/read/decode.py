"""Bytes become text: byte-order mark, strict UTF-8, then GB18030 or Big5 by how Chinese the result looks."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from ogi.errors import InputError

# The most frequent characters of official Chinese, simplified and traditional. In a text decoded with
# the right codec about half of all ideographs are among them; with a wrong one hardly any are.
_FREQUENT = (
    "的一是不了在有人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定"
    "行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由"
    "其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问"
    "意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图"
    "山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海"
    "信息开府申请告报复议诉讼服务网站依众度监督考核督工项目类办理示例案规范围市县镇乡村局厅委院省自治州旗企业个体"
    "這個國為時來們對會發動過說產種後學經進著電體機當點從業應開還樣與關線數內質氣變條沒結問無係軍員題黨陽資邊級統"
    "信息開請報復議訴訟務網據組織規範圍廳縣鎮鄉區類辦處項"
)
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_PLAUSIBLE = 0.25
_SURE = 0.45
_SAMPLE = 30_000  # characters that tell how Chinese a text looks; a page's head may be all markup
_ENOUGH = 2_000  # ideographs
_IDEOGRAPHS = re.compile("[一-鿿]+")
_FREQUENT_ONES = re.compile(f"[{_FREQUENT}]+")
_STRAY = re.compile(r"[\ue000-\uf8ff\x00-\x08\x0b\x0e-\x1f]")


def _likeness(text: str) -> float:
    sample = text[:_SAMPLE]
    ideographs = "".join(_IDEOGRAPHS.findall(sample))
    if not ideographs:
        return 0.0
    some = ideographs[:_ENOUGH]
    frequent = len("".join(_FREQUENT_ONES.findall(some))) / len(some)
    return frequent - len(_STRAY.findall(sample)) / len(ideographs)


def empty_file(file: Path | str, size: int) -> InputError:
    """Return the error for a file with nothing in it."""
    return InputError(
        file,
        "",
        f"an empty file ({size} bytes)",
        "a report's text",
        "Fetch the report again, or leave the file out (and its row in the register, if it has one).",
    )


def decode(data: bytes, file: Path | str) -> tuple[str, str]:
    """Return the text of a file, line ends as newlines, and the name of the encoding that gave it.

    Raises InputError when the file is empty or no encoding gives readable Chinese.
    """
    if not data.strip():
        raise empty_file(file, len(data))
    candidates: list[tuple[float, str, str]] = []
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    for name in (marked,) if marked else ("utf-8", "gb18030", "big5"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        candidates.append((_likeness(text), name, text))
        # Strict UTF-8 hardly ever succeeds by accident; a text of frequent characters is what it seems.
        if name in ("utf-8", marked) or candidates[-1][0] > _SURE:
            break
    score, name, text = max(candidates, default=(0.0, "", ""), key=lambda c: c[0])
    if score < _PLAUSIBLE or "\x00" in text:
        tried = marked or "UTF-8, GB18030 and Big5"
        raise InputError(
            file,
            "",
            f"bytes that give no readable Chinese (tried {tried})",
            "a text file in UTF-8, GBK, GB18030 or Big5",
            "Open the file to see what it is; save it as UTF-8 text, or remove it.",
        )
    return text.replace("\r\n", "\n").replace("\r", "\n"), name.removesuffix("-sig")
