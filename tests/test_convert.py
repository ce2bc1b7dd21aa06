"""Old formats: refused with one line that says what to do, or converted by the real LibreOffice."""

import io
import os
import pathlib
import subprocess
import time
import zipfile

import pytest

from catalog import catalog
from ingest.changes.publish import publish
from ingest.changes.rebuild import rebuild
from ingest.pipeline import check_workbook
from ingest.workbook import convert
from tests.conftest import absent, ask, found


@pytest.fixture(scope="module")
def old(tmp_path_factory):
    """august → the same month as LibreOffice saves it, by extension."""
    folder = tmp_path_factory.mktemp("old")

    def saved(august: bytes, extension: str) -> bytes:
        program = convert.shutil.which("soffice")
        if program is None:
            absent("no LibreOffice on this machine: apt-get install libreoffice-calc-nogui")
        target = folder / f"month.{extension}"
        if not target.exists():
            (folder / "month.xlsx").write_bytes(august)
            profile = f"-env:UserInstallation=file://{folder}/profile"
            how = ["--headless", "--convert-to", extension, "--outdir", str(folder)]
            command = [program, profile, *how, str(folder / "month.xlsx")]
            subprocess.run(command, check=True, capture_output=True, timeout=180)
        return target.read_bytes()

    return saved


@pytest.mark.parametrize(("extension", "code"), [("xls", "file-xls"), ("ods", "file-ods")])
def test_they_are_refused_unless_the_operator_turns_it_on(august, old, extension, code):
    assert found(old(august, extension)) == [("", code)]
    (problem,) = check_workbook(old(august, extension), "x", catalog()).problems
    assert "另存为" in problem.message


@pytest.mark.parametrize("extension", ["xls", "ods"])
def test_a_converted_month_is_the_same_month_and_keeps_its_original(
    august, old, extension, monkeypatch, new_warehouse
):
    monkeypatch.setenv("KPI_CONVERT", "yes")
    data, warehouse = old(august, extension), new_warehouse
    checked = check_workbook(data, f"2022-08.{extension}", catalog())
    usual = check_workbook(august, "2022-08.xlsx", catalog())
    assert not checked.blocked
    assert checked.observations == usual.observations
    assert checked.file_name == f"2022-08.{extension}.xlsx"
    with zipfile.ZipFile(io.BytesIO(checked.data)) as kept:
        assert kept.read(f"original/workbook.{extension}") == data
    assert publish(warehouse, checked, "甲", catalog()).new
    assert not publish(warehouse, check_workbook(data, "b", catalog()), "甲", catalog()).new
    before = ask(warehouse, "FROM observation ORDER BY ALL")
    monkeypatch.delenv("KPI_CONVERT")
    monkeypatch.setenv("PATH", "/nowhere")  # a rebuild needs no LibreOffice
    assert rebuild(warehouse, catalog()) == 1
    assert ask(warehouse, "FROM observation ORDER BY ALL") == before


def test_rubbish_a_program_that_hangs_and_none_at_all_are_sentences(monkeypatch, tmp_path):
    monkeypatch.setenv("KPI_CONVERT", "yes")
    rubbish = bytes.fromhex("d0cf11e0a1b11ae1") + os.urandom(3000)
    monkeypatch.setattr(convert.shutil, "which", lambda _: None)
    assert found(rubbish) == [("", "file-not-converted")]
    asleep = tmp_path / "soffice"
    asleep.write_text("#!/bin/sh\nsleep 1000 & echo $! > $HOME/../asleep; wait\n")
    asleep.chmod(0o755)
    monkeypatch.setattr(convert, "_WAIT", 5)  # a busy machine starts a shell in over a second
    monkeypatch.setattr(convert.shutil, "which", lambda _: str(asleep))
    monkeypatch.setattr(convert.tempfile, "tempdir", str(tmp_path))
    assert found(rubbish) == [("", "file-not-converted")]
    process = pathlib.Path("/proc", (tmp_path / "asleep").read_text().strip(), "stat")
    for _ in range(200):  # what is killed dies when the machine comes to it
        if not process.exists() or process.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            break
        time.sleep(0.05)
    else:
        pytest.fail("the program that hangs is still there")
    assert not list(tmp_path.glob("kpi-convert-*"))


def test_the_program_reaches_no_network(monkeypatch, tmp_path):
    """What runs in soffice's place sees no interface but its own loopback, and that one down."""
    spy = tmp_path / "soffice"
    limits = "ulimit -t >> $HOME/../seen; ulimit -v >> $HOME/../seen"
    profile = "cp $HOME/profile/user/registrymodifications.xcu $HOME/../profile"
    spy.write_text(f"#!/bin/sh\ncat /proc/net/dev > $HOME/../seen; {limits}; {profile}\n")
    spy.chmod(0o755)
    monkeypatch.setenv("KPI_CONVERT", "yes")
    monkeypatch.setattr(convert.shutil, "which", lambda _: str(spy))
    monkeypatch.setattr(convert.tempfile, "tempdir", str(tmp_path))
    assert found(bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600) == [("", "file-not-converted")]
    seen = (tmp_path / "seen").read_text().splitlines()
    assert [line.split(":")[0].strip() for line in seen if ":" in line] == ["lo"]
    assert seen[-2:] == [str(convert.SECONDS), str(convert.MEMORY >> 10)]
    profile = (tmp_path / "profile").read_text()
    for closed in ("DisableMacrosExecution", "BlockUntrustedRefererLinks"):
        assert f'"{closed}"><value>true<' in profile
