"""How a notebook can fail."""

from __future__ import annotations


class NotebookError(Exception):
    """A notebook that stopped at an error; its message says where and why."""


class KernelDiedError(NotebookError):
    """A notebook whose kernel died under it."""
