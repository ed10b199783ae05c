"""The papermill engine `ogi`: each notebook in a forked kernel.

Papermill loads it by its entry point when it is imported itself: it has to be imported first, and this
module by nobody else.
"""

from __future__ import annotations

import sys
from functools import cache
from typing import Any

from papermill.engines import NBClientEngine

from ogi.batch.kernels.forked import ForkedKernelManager
from ogi.batch.kernels.nursery import can_fork


class ForkingEngine(NBClientEngine):  # type: ignore[misc]
    """Papermill's engine with each kernel forked from a warm process; `papermill --engine ogi` uses it, too.

    Where kernels are not forked (Windows, macOS) it starts them as ever, and says so once.
    """

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **kwargs: Any) -> Any:
        """Run a notebook's cells in a kernel of its own, which is ended at once behind the last."""
        kwargs.setdefault("shutdown_kernel", "immediate")
        if can_fork():
            kwargs.setdefault("kernel_manager_class", ForkedKernelManager)
        else:
            _say_that_nothing_is_forked()
        try:
            return super().execute_managed_notebook(nb_man, kernel_name, **kwargs)
        except Exception as error:
            error.ran = nb_man.nb  # type: ignore[attr-defined]  # what ran goes with what stopped it
            raise


@cache
def _say_that_nothing_is_forked() -> None:
    sys.stderr.write(f"Kernels are not forked on {sys.platform}: each one starts anew, which is slower.\n")
