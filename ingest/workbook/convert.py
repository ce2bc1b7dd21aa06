""".xls, .et and .ods made into .xlsx by LibreOffice, where the operator turns it on (KPI_CONVERT).

The program that opens a stranger's old format is given limits, a profile of its own and no network.
"""

import io
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import threading
import zipfile

from ingest.problems import Problem, problem
from ingest.workbook import guard, sandbox

SECONDS, MEMORY, WRITTEN = 60, 4 << 30, 64 << 20  # of processor time, of addresses, of one file
_WAIT = 120
_ODS = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
_lock = threading.Lock()
# no macros, no links to other files, no question to anybody
_ITEM = (
    '<item oor:path="/org.openoffice.Office.{0}"><prop oor:name="{1}">'
    "<value>{2}</value></prop></item>"
)
_PROFILE = (
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + _ITEM.format("Common/Security/Scripting", "DisableMacrosExecution", "true")
    + _ITEM.format("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true")
    + _ITEM.format("Calc/Content/Update", "Link", "1")
    + "</oor:items>"
)


def is_on() -> bool:
    return os.environ.get("KPI_CONVERT", "").lower() in ("yes", "1", "true", "on")


def extensions() -> list[str]:
    """What is read of what a person may upload."""
    return ["xlsx", "xls", "et", "ods"] if is_on() else ["xlsx"]


def as_xlsx(data: bytes, file_name: str) -> bytes | Problem:
    """The workbook as .xlsx, or why it is refused. A converted one holds the original as a part of
    its own, so that what is kept of a load is both."""
    refused = guard.inspect(data, file_name)
    old = "xls" if refused and refused.code == "file-xls" else ""
    if not refused and data[30:].startswith(_ODS):
        old, refused = "ods", problem("file-ods")
    if not old or not is_on():
        return refused or data
    made = _convert(data, old)
    if isinstance(made, Problem):
        return made
    opened = sandbox.open_workbook(made)  # what LibreOffice made of a hostile file may be hostile
    return opened if isinstance(opened, Problem) else _with_original(made, data, old)


def _convert(data: bytes, old: str) -> bytes | Problem:
    program = shutil.which("soffice")
    if program is None:
        return problem("file-not-converted", detail="没有安装 LibreOffice")
    with _lock, tempfile.TemporaryDirectory(prefix="kpi-convert-") as name:
        folder = pathlib.Path(name)
        (folder / "profile" / "user").mkdir(parents=True)
        (folder / "profile" / "user" / "registrymodifications.xcu").write_text(_PROFILE)
        (folder / f"book.{old}").write_bytes(data)
        said = _run(_limited(program, folder, f"book.{old}"), folder)
        made = folder / "out" / "book.xlsx"
        if not made.is_file():
            return problem("file-not-converted", detail=said)
        if made.stat().st_size > guard.MAX_BYTES:
            return problem("file-too-large", size=f"{made.stat().st_size / (1 << 20):.1f}")
        return made.read_bytes()


def _limited(program: str, folder: pathlib.Path, file: str) -> list[str]:
    """The command, in a network of its own that leads nowhere."""
    limits = [f"--cpu={SECONDS}", f"--as={MEMORY}", f"--fsize={WRITTEN}", "--core=0"]
    office = [
        program,
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--norestore",
    ]
    how = ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", f"{folder}/out"]
    return ["prlimit", *limits, "unshare", "-r", "-n", *office, *how, str(folder / file)]


def _run(command: list[str], folder: pathlib.Path) -> str:
    """Run it to its end, or end it with all that it started. Returns why nothing came of it."""
    around = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "LANG": "C.UTF-8"}
    running = subprocess.Popen(
        command,
        env=around,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        code = running.wait(_WAIT)
    except subprocess.TimeoutExpired:
        return f"超过 {_WAIT} 秒"
    finally:
        _end_all(running)
    return f"LibreOffice 以 {code} 结束"


def _end_all(running: subprocess.Popen) -> None:
    try:
        os.killpg(running.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass  # all of them have ended
    running.wait()


def _with_original(made: bytes, data: bytes, old: str) -> bytes:
    """The converted workbook and the original in one package."""
    both = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(made)) as source,
        zipfile.ZipFile(both, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "[Content_Types].xml":
                kind = f'<Default Extension="{old}" ContentType="application/octet-stream"/>'
                content = content.replace(b"</Types>", kind.encode() + b"</Types>")
            target.writestr(entry, content)
        target.writestr(f"original/workbook.{old}", data)
    return both.getvalue()
