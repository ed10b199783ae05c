"""The notebook in a real JupyterLab: opened, run from top to bottom, looked at."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import TimeoutError as NotInTime

from ..conftest import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def lab(processed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """JupyterLab on a copy of the notebooks (it saves by itself), otherwise as `make lab` starts it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = tmp_path_factory.mktemp("jupyter")
    settings = home / "lab" / "user-settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    (settings / "notification.jupyterlab-settings").write_text(
        json.dumps({"fetchNews": "false", "checkForUpdates": False})
    )
    env = os.environ | {
        "OGI_DATA": str(processed),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "lab" / "user-settings"),
    }
    env |= {"JUPYTER_CONFIG_DIR": str(home / "config"), "JUPYTER_RUNTIME_DIR": str(home / "runtime")}
    shutil.copytree(ROOT / "notebooks", home / "notebooks")
    command = [
        str(Path(sys.executable).with_name("jupyter")),
        "lab",
        "notebooks",
        "--no-browser",
        f"--port={port}",
    ]
    command += ["--IdentityProvider.token=", "--ServerApp.allow_root=True", "--ip=127.0.0.1"]
    log = (home / "log").open("w")
    server = subprocess.Popen(command, cwd=home, env=env, stdout=log, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                with socket.create_connection(("127.0.0.1", port), timeout=5):
                    break
            except OSError:
                time.sleep(0.5)
        else:
            pytest.fail((home / "log").read_text())
        yield address
    finally:
        server.terminate()
        server.wait(30)
        log.close()


def test_run_all_shows_findings_and_charts(browser: Browser, lab: str) -> None:
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    page.goto(f"{lab}/lab/tree/01-report.ipynb?reset", timeout=120_000)
    page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=120_000)
    accept, table = page.locator(".jp-Dialog .jp-mod-accept"), page.locator("table.ogi")
    idle = page.get_by_text("(ipykernel) | Idle")
    for _ in range(60):
        # JupyterLab may ask which kernel to start, a second time as well; run before it is there, nothing runs.
        try:
            if accept.count():
                accept.first.click(timeout=2_000)
            idle.wait_for(timeout=2_000)
            page.locator(".lm-MenuBar-itemLabel", has_text="Run").first.click(timeout=2_000)
            page.locator(".lm-Menu-itemLabel", has_text="Run All Cells").first.click(timeout=2_000)
            accept.or_(table).first.wait_for(timeout=20_000)
        except NotInTime:
            continue
        if table.count():
            break
    table.first.wait_for(timeout=120_000)
    # Findings stand first and every fact last: with both tables there, every cell has run.
    page.wait_for_function("document.querySelectorAll('table.ogi').length >= 2", timeout=180_000)
    assert "3,490" in (page.locator("table.ogi").first.text_content() or "")
    errors = page.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.error']")
    assert errors.count() == 0
    if folder := os.environ.get("OGI_SCREENSHOTS"):
        page.screenshot(path=str(Path(folder) / "lab.png"))
    page.close()
