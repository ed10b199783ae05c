"""The columns of the processed tables and their types."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pyarrow as pa

from ogi.report import FACT_COLUMNS, FINDING_COLUMNS

# Exact decimals: 18 digits before the point, 6 behind it (万元 is printed with up to six).
DECIMAL = pa.decimal128(24, 6)
_INTEGER = pa.int32()
TYPES: dict[str, Any] = {
    "year": _INTEGER,
    "value": DECIMAL,
    "left_value": DECIMAL,
    "right_value": DECIMAL,
    "difference": DECIMAL,
    "as_of": pa.date32(),
    "page": _INTEGER,
    "char_start": _INTEGER,
    "char_end": _INTEGER,
    "part_of": _INTEGER,
    "list_start": _INTEGER,
    "corrected": DECIMAL,
    "characters": _INTEGER,
    "facts": _INTEGER,
    "errors": _INTEGER,
    "warnings": _INTEGER,
    "notes": _INTEGER,
}
REPORT_COLUMNS = [
    "report_id",
    "agency_id",
    "agency",
    "agency_en",
    "level",
    "region",
    "year",
    "status",
    "reason",
    "title",
    "form",
    "form_reason",
    "identity",
    "facts",
    "errors",
    "warnings",
    "notes",
    "url",
    "published",
    "retrieved",
    "source_file",
    "source_sha256",
    "format",
    "encoding",
    "characters",
    "note",
]
TABLES: dict[str, tuple[str, ...]] = {
    "facts": FACT_COLUMNS,
    "findings": FINDING_COLUMNS,
    "reports": tuple(REPORT_COLUMNS),
}


def shortest(value: Decimal) -> Decimal:
    """Return a stored decimal without the zeros its column pads it with: a count is an integer again."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def arrow_schema(columns: Iterable[str]) -> Any:
    """Return the Arrow schema of some columns; those without a type of their own are text."""
    return pa.schema([(column, TYPES.get(column, pa.string())) for column in columns])
