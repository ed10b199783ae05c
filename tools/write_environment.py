"""Write environment.yml: Python from conda-forge, everything else through pip, as uv.lock has it."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HEAD = """\
# conda environment: Python from conda-forge, everything else through pip in the versions of uv.lock.
# Made by `make environment`; do not edit. Use it from the project's folder:
#   conda env create -f environment.yml && conda activate ogi-reports
name: ogi-reports
channels:
  - conda-forge
dependencies:
  - python{python},<3.14
  - pip
  - pip:
"""


def requirements() -> list[str]:
    """The locked versions of all that the project and its developers need, with their markers."""
    uv = Path(sys.executable).with_name("uv")
    command = [
        str(uv),
        "export",
        "--frozen",
        "--no-hashes",
        "--no-annotate",
        "--no-header",
        "--no-emit-project",
    ]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return [line for line in done.stdout.splitlines() if line.strip()]


def environment() -> str:
    """The text of environment.yml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    quoted = [f'      - "{requirement.replace(chr(34), chr(39))}"' for requirement in requirements()]
    return HEAD.format(python=project["requires-python"]) + "\n".join([*quoted, '      - "-e ."']) + "\n"


if __name__ == "__main__":
    (ROOT / "environment.yml").write_text(environment(), encoding="utf-8")
    print("wrote environment.yml")
