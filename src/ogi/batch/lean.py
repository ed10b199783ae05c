"""Imports jsonschema, which nbformat needs, without what takes two seconds to build and no notebook needs.

JupyterLab installs `rfc3987_syntax`, and jsonschema imports it to check internationalised addresses; it
builds a parser then. No part of a notebook is such an address. To be imported before nbformat, in
processes that render; whoever asks for that module later gets it.
"""

from __future__ import annotations

import sys
from importlib import import_module

_SLOW = "rfc3987_syntax"

if not {_SLOW, "jsonschema"} & sys.modules.keys():
    sys.modules[_SLOW] = None  # type: ignore[assignment]  # what is None here cannot be imported
    try:
        import_module("jsonschema")
    finally:
        del sys.modules[_SLOW]
