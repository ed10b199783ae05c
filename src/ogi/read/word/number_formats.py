"""Counting as Word numbers its paragraphs: 一、 （二） ③ 甲 iv b."""

from __future__ import annotations

from collections.abc import Callable, Sequence

_DIGITS = "零一二三四五六七八九"
_STEPS = ("", "十", "百", "千")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_LEGAL = {
    "ideographLegalTraditional": str.maketrans("零一二三四五六七八九十百千", "零壹貳參肆伍陸柒捌玖拾佰仟"),
    "chineseLegalSimplified": str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟"),
}
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST_ROMAN = 4_999
_MOST_LETTERS = 26 * 30
_MOST_CHINESE = 99_999_999


def _up_to_9999(value: int) -> str:
    text = ""
    for place, digit in zip(range(len(str(value)) - 1, -1, -1), str(value), strict=True):
        if digit != "0":
            text += _DIGITS[int(digit)] + _STEPS[place]
        elif text and not text.endswith("零"):
            text += "零"
    return text.rstrip("零")


def chinese(value: int) -> str:
    """Return a whole number in Chinese numerals, in digits where it is below 1 or very large.

    >>> [chinese(n) for n in (3, 10, 12, 20, 105, 110, 1000, 10005)]
    ['三', '十', '十二', '二十', '一百零五', '一百一十', '一千', '一万零五']
    """
    if not 1 <= value <= _MOST_CHINESE:
        return str(value)
    high, low = divmod(value, 10_000)
    text = _up_to_9999(high) + "万" if high else ""
    if low:
        text += ("零" if high and low < 1_000 else "") + _up_to_9999(low)
    return text.removeprefix("一") if 10 <= value <= 19 else text


def _digit_by_digit(value: int) -> str:
    return str(value).translate(str.maketrans("0123456789", "〇一二三四五六七八九"))


def _counted(value: int) -> str:
    """Up to 99 with 十; above, Word sets the digits one by one."""
    return chinese(value) if value < 100 else _digit_by_digit(value)


def _of(characters: Sequence[str]) -> Callable[[int], str]:
    return lambda value: characters[value - 1] if 1 <= value <= len(characters) else str(value)


def _run(first: str, count: int) -> Callable[[int], str]:
    return _of("".join(chr(ord(first) + i) for i in range(count)))


def _letters(value: int) -> str:
    """a … z, then aa, bb …, as Word goes on."""
    if not 1 <= value <= _MOST_LETTERS:
        return str(value)
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def _roman(value: int) -> str:
    if not 1 <= value <= _MOST_ROMAN:
        return str(value)
    text = ""
    for worth, letters in _ROMAN:
        count, value = divmod(value, worth)
        text += letters * count
    return text


def _legal(name: str) -> Callable[[int], str]:
    return lambda value: (
        ("一" if 10 <= value <= 19 else "").join(("", chinese(value))).translate(_LEGAL[name])
    )


_CIRCLED = "".join(chr(0x2460 + i) for i in range(20)) + "".join(chr(0x3251 + i) for i in range(15))
_FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _counted,
    "taiwaneseCounting": _counted,
    "chineseCountingThousand": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "ideographDigital": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "ideographTraditional": _of(_STEMS),
    "ideographZodiac": _of(_BRANCHES),
    "ideographZodiacTraditional": _of([_STEMS[i % 10] + _BRANCHES[i % 12] for i in range(60)]),
    "ideographLegalTraditional": _legal("ideographLegalTraditional"),
    "chineseLegalSimplified": _legal("chineseLegalSimplified"),
    "ideographEnclosedCircle": _run("㊀", 10),
    "decimalEnclosedCircle": _of(_CIRCLED),
    "decimalEnclosedCircleChinese": _of(_CIRCLED),
    "decimalEnclosedParen": _run("⑴", 20),
    "decimalEnclosedFullstop": _run("⒈", 20),
    "decimalFullWidth": lambda value: str(value).translate({48 + i: 0xFF10 + i for i in range(10)}),
    "decimalFullWidth2": lambda value: str(value).translate({48 + i: 0xFF10 + i for i in range(10)}),
    "decimalZero": lambda value: f"{value:02}",
    "numberInDash": lambda value: f"- {value} -",
    "lowerLetter": _letters,
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda value: _roman(value).upper(),
}


def format_number(value: int, name: str) -> str:
    """Return a number in one of Word's formats, in digits in a format that is not known.

    >>> [format_number(3, n) for n in ("chineseCounting", "decimalEnclosedCircle", "upperRoman", "decimal")]
    ['三', '③', 'III', '3']
    """
    return "" if name == "none" else _FORMATS.get(name, str)(value)
