"""People's decisions about numbers and findings, guarded by what they expect to find."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from ogi.errors import InputError
from ogi.report import IGNORED, Fact, Finding
from ogi.yaml_files import load_yaml

Decision = Literal["use", "ignore", "accept"]
_HEAD = """\
# Decisions about numbers and findings; the reports themselves are never changed. An entry names agency (id)
# and year, the words that state the number (quote) and the value expected there (expects). decision: use
# (take `value` instead), ignore (leave the number out), accept (the finding is known and stands).
# Where a report no longer says what an entry expects, the entry is refused and nothing of it applies.
corrections:
"""


class Correction(BaseModel):
    """One decision: what it expects to find where, what is decided, why, by whom and when.

    `indicator`, `category` and `column` tell facts apart that share their words. For a finding `finding` is
    its code, `expects` and `against` its two values (`against` is missing where it has one).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    agency: str
    year: int
    decision: Decision
    quote: str = Field(min_length=1)
    expects: Decimal | None
    indicator: str | None = None
    category: str | None = None
    column: str | None = None
    value: Decimal | None = None
    finding: str | None = None
    against: Decimal | None = None
    reason: str = Field(min_length=1)
    by: str = Field(min_length=1)
    date: datetime.date

    @model_validator(mode="after")
    def _complete(self) -> Correction:
        if (self.decision == "use") != (self.value is not None):
            raise ValueError("`value` goes with the decision `use`, and with no other")
        if (self.decision == "accept") != (self.finding is not None):
            raise ValueError("`finding` goes with the decision `accept`, and with no other")
        return self

    @property
    def said(self) -> str:
        """The decision in one line: reason, who and when."""
        return f"{self.reason} ({self.by}, {self.date.isoformat()})"


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    corrections: tuple[Correction, ...] | None = None


class Corrections:
    """The decisions of a file, by agency and year; each is to be used."""

    def __init__(self, path: Path, entries: Sequence[Correction]) -> None:
        self._path = path
        self._entries = list(entries)

    def of(self, agency_id: str, year: int) -> tuple[Correction, ...]:
        """Return the decisions on one report."""
        return tuple(c for c in self._entries if (c.agency, c.year) == (agency_id, year))

    def digest(self, agency_id: str, year: int) -> str:
        """Return a digest of the decisions on one report: with other decisions it gives other tables."""
        own = self.of(agency_id, year)
        return (
            hashlib.sha256("\0".join(c.model_dump_json() for c in own).encode()).hexdigest()[:8]
            if own
            else ""
        )

    def error(self, correction: Correction, found: str) -> InputError:
        """Return the error for a decision that does not fit what is there."""
        number = next(i for i, entry in enumerate(self._entries, start=1) if entry is correction)
        what = f"a finding {correction.finding} with the value" if correction.finding else "the value"
        return InputError(
            self._path,
            f"entry {number} ({correction.agency} {correction.year}, “{_short(correction.quote)}”)",
            found,
            f"{what} {_shown(correction.expects)}",
            "It was not applied: look at the report again, then mend or remove the entry.",
        )

    def strangers(self, known: Iterable[tuple[str, int]]) -> list[InputError]:
        """Return an error for each decision on a report that is not there."""
        there = set(known)
        return [
            self.error(c, "no such report among those read")
            for c in self._entries
            if (c.agency, c.year) not in there
        ]


def _short(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= 30 else line[:29] + "…"


def _shown(value: Decimal | None) -> str:
    return "none" if value is None else f"{value:f}"


def one_line(text: str) -> str:
    """Return words as a decision names them: on one line, cells and lines parted by a blank."""
    return " ".join(text.split())


def load_corrections(path: Path) -> Corrections:
    """Return the decisions of a file, none where there is no file.

    Raises SpecError, naming the entry, for a file that does not hold what it should.
    """
    entries = (load_yaml(path, _File).corrections or ()) if path.is_file() else ()
    return Corrections(path, entries)


def _is_meant(correction: Correction, fact: Fact) -> bool:
    return (
        one_line(fact.quote) == one_line(correction.quote)
        and correction.indicator in (None, fact.indicator)
        and correction.category in (None, fact.category)
        and correction.column in (None, fact.column_label)
    )


def apply_to_facts(
    facts: Iterable[Fact], corrections: Corrections, own: Sequence[Correction]
) -> tuple[tuple[Fact, ...], list[InputError]]:
    """Return facts with what people decided on them, and an error for each decision that does not fit.

    A corrected fact keeps its printed value beside the one to use; one to be ignored is kept and marked.
    """
    corrected = list(facts)
    errors: list[InputError] = []
    for correction in own:
        if correction.decision == "accept":
            continue
        meant = [i for i, fact in enumerate(corrected) if _is_meant(correction, fact)]
        there = [i for i in meant if corrected[i].printed_value == correction.expects]
        if len(there) == 1:
            fact = corrected[there[0]]
            if correction.decision == "ignore":
                corrected[there[0]] = fact._replace(correction=f"{IGNORED}: {correction.said}")
            else:
                corrected[there[0]] = fact._replace(corrected=correction.value, correction=correction.said)
            continue
        values = ", ".join(sorted({_shown(corrected[i].printed_value) for i in meant}))
        found = (
            f"the value {values}"
            if meant and not there
            else f"{len(there)} such facts"
            if there
            else "no such words"
        )
        errors.append(corrections.error(correction, found))
    return tuple(corrected), errors


def accept(findings: Iterable[Finding], own: Sequence[Correction]) -> tuple[list[Finding], list[Correction]]:
    """Return findings with the status that people gave them, and the decisions that none of them fits."""
    left = [correction for correction in own if correction.decision == "accept"]
    changed: list[Finding] = []
    for finding in findings:
        fitting = next((c for c in left if _accepts(c, finding)), None)
        if fitting is not None:
            left.remove(fitting)
            finding = replace(finding, status=f"accepted: {fitting.said}")
        changed.append(finding)
    return changed, left


def _accepts(correction: Correction, finding: Finding) -> bool:
    return (
        correction.finding == finding.code
        and one_line(correction.quote) == one_line(finding.left_quote)
        and correction.expects == finding.left_value
        and correction.against == finding.right_value
    )


def finding_ids(findings: Sequence[Mapping[str, object]]) -> list[str]:
    """Return a short id for each row of the findings table, the same from run to run.

    Two findings of one report that say the same are told apart by a number.
    """
    columns = ("report_id", "code", "left_quote", "left_value", "right_quote", "right_value")
    ids: list[str] = []
    seen: Counter[str] = Counter()
    for row in findings:
        said = "\0".join(_plain(row[column]) for column in columns)
        short = hashlib.sha256(said.encode()).hexdigest()[:8]
        seen[short] += 1
        ids.append(short if seen[short] == 1 else f"{short}-{seen[short]}")
    return ids


def _plain(value: object) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def add_entry(path: Path, correction: Correction) -> bytes:
    """Return the file's content with one decision more; what stands in it, comments too, stays as it is."""
    text = path.read_text(encoding="utf-8") if path.is_file() else _HEAD
    if not path.is_file() or not text.strip():
        text = _HEAD
    entry = {k: v for k, v in correction.model_dump().items() if v is not None or k == "expects"}
    plain = {
        k: (int(v) if v == v.to_integral_value() else str(v)) if isinstance(v, Decimal) else v
        for k, v in entry.items()
    }
    block = yaml.safe_dump([plain], allow_unicode=True, sort_keys=False, width=1000)
    indented = "".join(f"  {line}\n" for line in block.splitlines())
    return (text.rstrip("\n") + "\n" + indented).encode()
