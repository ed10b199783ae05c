"""One notebook executed by papermill."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
import papermill as pm
from papermill.exceptions import PapermillException, PapermillExecutionError
from papermill.translators import PythonTranslator, papermill_translators
from traitlets.config import Config


class _ReadableTranslator(PythonTranslator):  # type: ignore[misc]
    """Writes Chinese parameters as they are; papermill would write \\uXXXX."""

    @classmethod
    def translate_str(cls, val: str) -> str:
        return repr(val)


papermill_translators.register("python", _ReadableTranslator)


class NotebookError(Exception):
    """A notebook that stopped at an error; its message says where and why."""


def _config() -> Config:
    config = Config()
    if sys.platform != "win32":
        config.KernelManager.transport = "ipc"  # a file, not a port that another kernel may take
    return config


def execute(notebook: Path, output: Path, parameters: dict[str, object]) -> nbformat.NotebookNode:
    """Run a notebook in the folder of its output and return it with its outputs.

    Raises NotebookError when a cell fails or the kernel dies; the output file then holds what ran.
    """
    try:
        return pm.execute_notebook(
            str(notebook),
            str(output),
            parameters=parameters,
            cwd=str(output.parent),
            progress_bar=False,
            config=_config(),
        )
    except PapermillExecutionError as error:
        message = f"cell {error.exec_count}: {error.ename}: {error.evalue}"
    except (PapermillException, RuntimeError, OSError) as error:
        message = f"{type(error).__name__}: {error}"
    raise NotebookError(" ".join(message.split()))
