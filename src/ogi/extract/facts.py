"""What every fact of a report shares: who reports, for when, and where in the text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ogi.numerals import Number
from ogi.report import Fact, Period, Place, Report, Span, State


@dataclass(frozen=True, slots=True)
class When:
    """The period a number is for; `as_of` is the date of an 'as_of' number where one is printed."""

    period: Period | None = None
    as_of: date | None = None


UNKNOWN = When()
VAGUE = "several numbers for several names: which is whose is not said"
READ_BY_OCR = "read by OCR: compare with the picture"


@dataclass(frozen=True, slots=True)
class FactMaker:
    """Makes the facts of one report; `form` is the form it was recognised to use."""

    report: Report
    form: str | None

    def make(
        self,
        *,
        span: Span,
        rule: str,
        place: Place,
        label: str,
        number: Number | None,
        when: When = UNKNOWN,
        indicator: str | None = None,
        dimension: str | None = None,
        category: str | None = None,
        category_label: str | None = None,
        unit: str | None = None,
        state: State = "reported",
        table_caption: str | None = None,
        row_label: str | None = None,
        column_label: str | None = None,
        review: str | None = None,
        part_of: int | None = None,
        list_start: int | None = None,
    ) -> Fact:
        """Return a fact whose quote is the text of its span."""
        report = self.report
        section = report.section_at(span.start)
        entry, start, end = report.entry, span.start, span.end
        # In the order of the columns: to name thirty arguments takes longer than all else that makes a fact.
        return Fact(
            entry.report_id,
            entry.agency,
            entry.year,
            self.form,
            section.title if section else "",
            indicator,
            label,
            dimension,
            category,
            category_label,
            number.value if number else None,
            unit,
            number.qualifier if number else "exact",
            when.period,
            when.as_of,
            state,
            place,
            table_caption,
            row_label,
            column_label,
            report.page_at(start),
            start,
            end,
            report.text[start:end],
            entry.file,
            report.sha256,
            rule,
            review or (READ_BY_OCR if report.reader == "ocr" else None),
            part_of,
            list_start,
        )


ZERO = Number(Decimal(0), "exact")
