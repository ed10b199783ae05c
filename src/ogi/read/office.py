"""Old word-processor files become .docx with LibreOffice, where it is installed."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from ogi.errors import InputError
from ogi.read.bounds import check_zip

SECONDS = 120

_NAMES = ("soffice", "libreoffice")
_SUFFIX = re.compile(r"\.[a-z0-9]{1,5}")
_TARGET = re.compile(r"[a-z0-9]{1,5}")
# What a file of a kind begins with. Whatever LibreOffice does not know it takes for plain text, and would
# hand back a .docx full of the bytes of a damaged file.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STARTS = {".doc": _OLE, ".wps": _OLE, ".rtf": b"{\\rtf"}
# An OLE file names its streams: Word's, or one of those of Microsoft Works.
_STREAMS = tuple(name.encode("utf-16-le") for name in ("WordDocument", "MatOST", "CONTENTS"))
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIPS = frozenset({".odt", ".ods", ".docx", ".xlsx"})
_NOTHING = "127.0.0.1", "9"  # a proxy at which nobody answers
_PROFILE = f"""<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel"
 oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link"
 oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType"
 oor:op="fuse"><value>2</value></prop></item>
{
    "".join(
        f'''<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInet{scheme}Proxy{what}"
 oor:op="fuse"><value>{value}</value></prop></item>
'''
        for scheme in ("HTTP", "HTTPS")
        for what, value in zip(("Name", "Port"), _NOTHING, strict=True)
    )
}</oor:items>
"""


def find_office() -> str | None:
    """Return the path of LibreOffice's program, or None when it is not on PATH."""
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


def convert(data: bytes, suffix: str, target: str, file: str) -> bytes:
    """Return a file of one format (`suffix`, such as .doc) in another (`target`, such as docx).

    LibreOffice runs in a folder and with a profile of its own, without macros, linked files or network, and
    is stopped after two minutes. Raises InputError when it is not installed or does not convert the file.
    """
    suffix = suffix.lower()
    if not _SUFFIX.fullmatch(suffix) or not _TARGET.fullmatch(target):
        raise ValueError(f"no format: {suffix!r} to {target!r}")
    program = find_office()
    if program is None:
        raise InputError(
            file,
            "",
            f"a {suffix} file and no LibreOffice (soffice) on PATH, which reads it",
            f"a .{target} file, or LibreOffice",
            f"Install LibreOffice (https://www.libreoffice.org), or save the file as .{target}.",
        )
    start = _STARTS.get(suffix, b"")
    if start == _OLE and _ENCRYPTED in data:
        raise _failed(file, suffix, "a file protected by a password")
    if not data.startswith(start) or (start == _OLE and not any(name in data for name in _STREAMS)):
        raise _failed(file, suffix, f"bytes that are no {suffix} file")
    if suffix in _ZIPS:
        check_zip(data, file)
    with tempfile.TemporaryDirectory(prefix="ogi-office-", ignore_cleanup_errors=True) as folder:
        return _run(program, Path(folder), data, suffix, target, file)


def _run(program: str, folder: Path, data: bytes, suffix: str, target: str, file: str) -> bytes:
    source = folder / f"in{suffix}"
    source.write_bytes(data)
    made = folder / "out" / f"in.{target}"
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    command = [
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        target,
        "--outdir",
        str(made.parent),
        str(source),
    ]
    if not _finishes(command, folder):
        raise _failed(file, suffix, f"a {suffix} file that LibreOffice did not convert in {SECONDS} seconds")
    if not made.is_file() or not made.stat().st_size:
        raise _failed(file, suffix, f"a {suffix} file that LibreOffice cannot read")
    return made.read_bytes()


def _finishes(command: list[str], folder: Path) -> bool:
    """Run a command in a folder; return whether it ended by itself. Nothing of it is left running."""
    process = subprocess.Popen(  # noqa: S603 (the program from PATH, with paths of our own)
        command,
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        return False
    finally:
        # soffice is a script that starts others: whatever interrupts us, they must all go.
        if process.poll() is None:
            _kill_group(process)
    return True


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _environment(folder: Path) -> dict[str, str]:
    """What LibreOffice needs of our environment, no display or proxy among it."""
    kept = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "LANG", "LC_ALL")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    proxy = f"http://{':'.join(_NOTHING)}"
    return environment | {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "SAL_USE_VCLPLUGIN": "svp",
        "http_proxy": proxy,
        "https_proxy": proxy,
        "ftp_proxy": proxy,
    }


def _failed(file: str, suffix: str, found: str) -> InputError:
    return InputError(
        file,
        "",
        found,
        f"a whole {suffix} file without a password",
        "Open it in its program and save it as .docx.",
    )
