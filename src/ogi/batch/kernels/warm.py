"""What a kernel has done before its notebook starts: imports, fonts, specs, a first drawing."""

from __future__ import annotations

import gc
import importlib
import os
from decimal import Decimal

_USED = (
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "matplotlib.backends.backend_svg",
    "matplotlib.pyplot",
    "matplotlib_inline.backend_inline",
    "pyarrow.parquet",
    "seaborn",
    "helpers",
)


def warm() -> None:
    """Import what the notebooks use and draw a throw-away chart, so that a forked child need not.

    Raises RuntimeError when a thread is left: a fork would not carry it over, nor the locks it holds.
    """
    for name in _USED:
        importlib.import_module(name)
    from ogi.charts import draw, encode
    from ogi.charts.spec import ChartSpec, Row
    from ogi.forms import load_forms

    load_forms()
    row = Row("预热", Decimal(1))
    chart = ChartSpec("warm", "bars", "zh", "预热", "条数", "条", "预热", 2026, (row,), (), "预热", "")
    encode(draw(chart), chart, ("png", "svg"))
    if (threads := _threads()) > 1:
        raise RuntimeError(f"{threads} threads run after the imports; only one can be forked")
    # What is there now is never freed: a child's collector need not touch (and so copy) it.
    gc.collect()
    gc.freeze()


def _threads() -> int:
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        return 1  # no Linux: nothing can be told, and nothing is forked there
