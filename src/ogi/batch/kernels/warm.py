"""What a kernel has done before its notebook starts: imports, fonts, specs, a first drawing."""

from __future__ import annotations

import gc
import importlib
import os
from decimal import Decimal

_USED = (
    # What a kernel imports by itself, much of it only when it starts.
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.magics.ast_mod",
    "IPython.core.magics.execution",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "ipykernel.debugger",
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "matplotlib_inline.backend_inline",
    "sqlite3",
    "tornado.platform.asyncio",
    "tornado.queues",
    # What the notebooks use.
    "matplotlib.backends.backend_svg",
    "matplotlib.pyplot",
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
    _rehearse()
    if (threads := _threads()) > 1:
        raise RuntimeError(f"{threads} threads run after the imports; only one can be forked")
    # What is there now is never freed: a child's collector need not touch (and so copy) it.
    gc.collect()
    gc.freeze()


def _rehearse() -> None:
    """Draw a chart, and show a report without facts: forms, texts and colours are read, and kept."""
    import pandas as pd
    from matplotlib.backends.registry import backend_registry

    import helpers
    from ogi.charts import draw, encode
    from ogi.charts.spec import ChartSpec, Row
    from ogi.check.findings import messages
    from ogi.forms import load_forms
    from ogi.forms.crosswalk import crosswalk
    from ogi.store.schema import TABLES
    from ogi.view import ReportView

    backend_registry.list_all()  # type: ignore[no-untyped-call]  # looks through all that is installed
    for read in (load_forms, crosswalk, messages):
        read()
    row = Row("预热", Decimal(1))
    spec = ChartSpec("warm", "bars", "zh", "预热", "条数", "条", "预热", 2026, (row,), (), "预热", "")
    encode(draw(spec), spec, ("png", "svg"))
    findings = pd.DataFrame(columns=list(TABLES["findings"]))
    report = ReportView("", "预热", "", 2026, "", "", None, (), findings, {}, "zh")
    for show in (helpers.headline, helpers.findings, helpers.facts):
        show(report)
    for name in helpers.CHARTS:
        helpers.chart(report, name)
        helpers.follows(report, name)


def _threads() -> int:
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        return 1  # no Linux: nothing can be told, and nothing is forked there
