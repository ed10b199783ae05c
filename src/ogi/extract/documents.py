"""Documents counted, and what became of them: 制发规范性文件3件，主动公开3件，废止1件，现行有效11件."""

from __future__ import annotations

import re

from ogi.extract.items import OF_PAPERS
from ogi.extract.phrases import CountPhrase
from ogi.extract.state import Context, Reading

_DISCLOSED_ALL = re.compile(r"(?:均|全部|已|全|都|其中|标为|属于?|定为|确定为|列为|可)*主动公开(?:了|的)?")
_STAGES = (
    (re.compile(r"(?:[^,]{0,8}?)(?:废止|宣布失效|废止失效)(?:了)?"), "normative_documents_repealed"),
    (re.compile(r"(?:[^,]{0,8}?)(?:现行有效|继续有效)(?:的)?"), "normative_documents_in_force"),
)
_CHANGED = re.compile(r"(?:修改|修订)(?:了)?")
_IS_VOID = re.compile(r"(?:宣布)?失效")
_PAPERS = re.compile(r"(?:公文|文件|发文|制文|档案)$")


def of_documents(reading: Reading, phrase: CountPhrase, context: Context) -> tuple[str, ...] | None:
    """What a number counts that says how many of the documents counted just before were disclosed, or None.

    制发规范性文件3件，主动公开3件 has an indicator; 备案公文497件，其中标为主动公开的263件 has none.
    """
    last = reading.counted
    if last is None or phrase.unit != last.unit or not _DISCLOSED_ALL.fullmatch(phrase.label):
        return None
    if last.indicator is not None:
        issued = last.indicator.startswith("normative_documents")
        return ("normative_documents_disclosed",) if issued else None
    papers = _PAPERS.search(last.label) or OF_PAPERS.search(context.before)
    of_paper = papers is not None and phrase.number.value <= last.number
    return () if of_paper else None


def of_normative_documents(reading: Reading, phrase: CountPhrase) -> str | None:
    """What became of the normative documents counted just before: 废止1件，现行有效11件, or None."""
    last = reading.counted
    if last is not None and last.indicator is None and _CHANGED.fullmatch(last.label):
        last = next((fact for fact in reversed(reading.facts) if fact.indicator), None)
    if (
        last is None
        or not (last.indicator or "").startswith("normative_documents")
        or (phrase.unit, reading.section) != (last.unit, last.section)
    ):
        return None
    found = next((indicator for stage, indicator in _STAGES if stage.fullmatch(phrase.label)), None)
    # 废止34件，宣布失效12件: two things, and the form counts the first.
    return found if found != last.indicator or not _IS_VOID.fullmatch(phrase.label) else None
