"""Questions of one's own in a notebook, in SQL over all agencies and years."""

from __future__ import annotations

from decimal import localcontext
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ogi.places import place
from ogi.project import find_project
from ogi.store.schema import shortest

_INTEGERS = {pa.int32(): pd.Int32Dtype(), pa.int64(): pd.Int64Dtype()}
_MOST = 2**63 - 1


def sql(query: str, data: str | Path | None = None) -> pd.DataFrame:
    """Return the answer to a SELECT over the views `facts`, `findings` and `reports`, as a frame.

    They have the columns of docs/data-dictionary.md and stand for the processed tables, or those of `data`.
    Integers stay integers, missing ones are <NA>. A column of decimals is exact: Int64 when all its numbers
    are whole, as counts and their sums are, else objects of the type Decimal; cast(value as double) gives
    floats. Raises InputError for a query that cannot be answered, saying why.
    """
    from ogi.store.sql import query as answer  # DuckDB is loaded when it is asked something

    table = answer(find_project().processed if data is None else place(data), query)
    frame = pd.DataFrame(
        {place: _column(table.column(place)) for place in range(table.num_columns)},
        index=pd.RangeIndex(len(table)),
    )
    frame.columns = pd.Index(table.column_names)
    return frame


def _column(values: Any) -> Any:
    """A column of an Arrow table as one of a frame."""
    if pa.types.is_decimal(values.type):
        return _numbers(values)
    return values.to_pandas(types_mapper=_INTEGERS.get)


def _numbers(values: Any) -> Any:
    """Decimals as integers when all of them are, else as they are but without the zeros that pad them."""
    exact = values.to_pandas()
    known = exact.dropna()
    if all(number == number.to_integral_value() and abs(number) <= _MOST for number in known):
        return pc.cast(values, pa.int64()).to_pandas(types_mapper=_INTEGERS.get)
    with localcontext(prec=60):  # more digits than a sum in DuckDB can have
        return exact.map(shortest, na_action="ignore").astype(object)
