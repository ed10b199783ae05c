"""One notebook executed by papermill."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import papermill as pm
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillException, PapermillExecutionError
from papermill.translators import PythonTranslator, papermill_translators
from traitlets.config import Config

from ogi.batch.failures import KernelDiedError, NotebookError


class _ReadableTranslator(PythonTranslator):  # type: ignore[misc]
    """Writes Chinese parameters as they are; papermill would write \\uXXXX."""

    @classmethod
    def translate_str(cls, val: str) -> str:
        return repr(val)


papermill_translators.register("python", _ReadableTranslator)


def _config() -> Config:
    config = Config()
    if sys.platform != "win32":
        config.KernelManager.transport = "ipc"  # a file, not a port that another kernel may take
    return config


def _clock(seconds: float | None) -> Callable[..., int] | None:
    """What tells how many seconds a cell has left of a notebook's."""
    if seconds is None:
        return None
    end = time.monotonic() + seconds
    return lambda *_, **__: max(1, round(end - time.monotonic()))


def _keep(error: Exception, output: Path) -> None:
    """Write what of a notebook ran before it was stopped; papermill does so for an error in a cell only."""
    ran = getattr(error, "ran", None)
    if ran is not None:
        nbformat.write(ran, output)


def execute(
    notebook: Path, output: Path, parameters: dict[str, object], limit: float | None = None
) -> nbformat.NotebookNode:
    """Run a notebook in the folder of its output and return it with its outputs.

    Raises NotebookError when a cell fails or all cells take more than `limit` seconds, and KernelDiedError
    when the kernel dies or does not start; the output file then holds what ran.
    """
    try:
        return pm.execute_notebook(
            str(notebook),
            str(output),
            parameters=parameters,
            cwd=str(output.parent),
            engine_name="ogi",
            progress_bar=False,
            autosave_cell_every=0,
            request_save_on_cell_execute=False,
            timeout_func=_clock(limit),
            config=_config(),
        )
    except PapermillExecutionError as error:
        message = f"cell {error.exec_count}: {error.ename}: {error.evalue}"
    except CellTimeoutError as error:
        _keep(error, output)
        message = f"it took more than {limit:.0f} seconds and was stopped"
    except RuntimeError as error:
        _keep(error, output)
        # No cell's: the kernel died, or was not forked, or did not answer at first.
        died = isinstance(error, DeadKernelError)
        why = "its kernel died (out of memory?)" if died else f"its kernel did not start: {error}"
        raise KernelDiedError(why) from error
    except (PapermillException, OSError) as error:
        message = f"{type(error).__name__}: {error}"
    raise NotebookError(" ".join(message.split()))
