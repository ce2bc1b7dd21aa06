"""The audit trail grows only: whatever else is done to it shows."""

import json
import os
import resource
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from access import audit, chain, sessions
from access.audit import Anchor
from access.person import Person
from access.trail import Verdict, repair, verify
from tests.conftest import ROOT, run

EDITOR = Person("zhangsan", "张三", "editor", "s")
ADMIN = Person("wangwu", "王五", "admin", "s")


@pytest.fixture
def trail(tmp_path, monkeypatch):
    monkeypatch.setenv("KPI_STATE", str(tmp_path / "state"))
    for number in range(5):
        audit.record("upload", f"load {number}", EDITOR, "2022-08.xlsx", "10.0.0.1")
    assert verify() == Verdict(5, "")
    return sessions.state_folder() / "audit.jsonl"


def change(trail, old: str, new: str) -> None:
    trail.write_text(trail.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_a_changed_line_shows(trail):
    change(trail, '"load 2"', '"load 9"')
    assert verify() == Verdict(2, "line 3: was changed after it was written")


def test_a_removed_an_exchanged_and_an_added_line_show(trail):
    lines = trail.read_text(encoding="utf-8").splitlines(keepends=True)
    for tampered, line in (
        (lines[:1] + lines[2:], 2),
        ([lines[1], lines[0], *lines[2:]], 1),
        ([*lines[:3], lines[2], *lines[3:]], 4),
    ):
        trail.write_text("".join(tampered), encoding="utf-8")
        assert verify().fault == f"line {line}: does not follow the line before it"
    for rubbish in ("rubbish", "[]", '{"number": 6}', "9" * 5000, "[" * 9000):
        trail.write_text("".join(lines) + f"{rubbish}\n", encoding="utf-8")
        assert verify() == Verdict(5, "line 6: is not a line of the trail")


@pytest.mark.parametrize(
    ("line", "change", "shows"), [(2, {"outcome": "load 9"}, 4), (4, {"number": 9}, 5)]
)
def test_a_line_written_anew_with_a_hash_that_fits_does_not_fit_the_chain(
    trail, line, change, shows
):
    lines = trail.read_text(encoding="utf-8").splitlines()
    said = json.loads(lines[line]) | change
    lines[line] = json.dumps(said | {"hash": chain.hash_of(said)}, ensure_ascii=False)
    trail.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert verify().fault == f"line {shows}: does not follow the line before it"


def test_a_strangers_bytes_in_a_line_break_nothing(trail):
    for target in ("\udcff", "\u2028\x85\r\n\x00", '"}\n{"number": 7', "长" * 5000, "\ud83d\ude00"):
        audit.record("request", "refused", None, target, "10.0.0.1")
    assert verify() == Verdict(10, "")


def test_a_cut_tail_shows_until_it_is_mended_in_the_open(trail):
    lines = trail.read_text(encoding="utf-8").splitlines(keepends=True)
    trail.write_text("".join(lines[:3]), encoding="utf-8")
    gone = "the trail ends at line 3; line 5, which was there, is gone"
    assert verify() == Verdict(3, gone)
    audit.record("upload", "load 9", EDITOR)
    assert verify() == Verdict(3, "line 4: line 5 is gone, 3 was the last")
    assert repair(ADMIN) == "line 4: line 5 is gone, 3 was the last"
    audit.record("upload", "load 10", EDITOR)
    assert verify() == Verdict(7, "", ("6: repaired: line 4: line 5 is gone, 3 was the last",))
    assert repair(ADMIN) == ""
    trail.unlink()
    assert verify().fault == "the trail ends at line 0; line 7, which was there, is gone"


@pytest.mark.parametrize("again", [False, True])
def test_one_last_line_cut_or_written_anew_shows_after_the_next_one_too(trail, again):
    head = trail.with_name("audit.head").read_text()
    trail.write_text("".join(trail.read_text().splitlines(keepends=True)[:4]), encoding="utf-8")
    if again:  # with a hash that fits
        trail.with_name("audit.head").unlink()
        audit.record("upload", "load 99", EDITOR)
        trail.with_name("audit.head").write_text(head)
    last = 5 if again else 4
    assert verify().lines == last
    assert verify().fault.endswith("line 5, which was there, is gone")
    audit.record("upload", "load 6", EDITOR)
    assert verify().fault == f"line {last + 1}: line 5 is gone, {last} was the last"


def test_a_tail_cut_with_its_head_shows_against_a_line_kept_elsewhere(trail):
    anchor = verify().end
    assert str(anchor).startswith("5 ")
    assert verify(Anchor.parse(str(anchor))) == Verdict(5, "")
    lines = trail.read_text(encoding="utf-8").splitlines(keepends=True)
    trail.write_text("".join(lines[:3]), encoding="utf-8")
    trail.with_name("audit.head").unlink()
    for number in range(3):
        audit.record("upload", f"load {number + 20}", EDITOR)
    assert verify() == Verdict(6, "")
    gone = "the trail ends at line 6; line 5, which was there, is gone"
    assert verify(anchor) == Verdict(6, gone)


def test_a_mended_fault_is_no_licence_to_change_what_stands_before_it(trail):
    change(trail, '"load 2"', '"load 9"')
    assert repair(ADMIN) == "line 3: was changed after it was written"
    audit.record("upload", "load 5", EDITOR)
    mended = ("6: repaired: line 3: was changed after it was written",)
    assert verify() == Verdict(7, "", mended)
    change(trail, '"load 9"', '"load 8"')
    assert verify() == Verdict(2, "line 3: was changed after it was written")


def test_with_a_key_a_chain_made_without_it_does_not_verify(trail, monkeypatch):
    monkeypatch.setenv("KPI_AUDIT_KEY", "known to the server only")
    assert verify().fault == "line 1: was changed after it was written"


def test_a_shell_without_the_key_breaks_no_chain_that_has_one(trail, monkeypatch):
    trail.unlink()
    trail.with_name("audit.head").unlink()
    monkeypatch.setenv("KPI_AUDIT_KEY", "known to the server only")
    audit.record("upload", "load 1", EDITOR)
    for other in ("", "mistyped"):
        monkeypatch.setenv("KPI_AUDIT_KEY", other)
        with pytest.raises(audit.Unrecordable, match="KPI_AUDIT_KEY"):
            audit.record("revert", "load 2", EDITOR)
    monkeypatch.setenv("KPI_AUDIT_KEY", "known to the server only")
    audit.record("upload", "load 3", EDITOR)
    assert verify() == Verdict(2, "")
    assert "known" not in trail.read_text(encoding="utf-8")


WRITER = """
import sys
from access import audit
from access.person import Person
from access.trail import Verdict, repair, verify
while True:
    audit.record("upload", "load 1", Person("zhangsan", "张三", "editor"), "x" * 200)
    print("done", flush=True)
"""


def writer(state) -> subprocess.Popen:
    around = os.environ | {"KPI_STATE": str(state), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", WRITER]
    return subprocess.Popen(command, env=around, cwd=ROOT, stdout=subprocess.PIPE)


def test_writers_killed_at_any_moment_leave_a_chain_that_goes_on(trail):
    acknowledged = 5
    for round_ in range(8):
        process = writer(trail.parent)
        for _ in range(3 + round_ % 4):
            process.stdout.readline()
        process.kill()
        acknowledged += 3 + round_ % 4 + process.communicate()[0].count(b"done")
    audit.record("upload", "last", EDITOR)
    verdict = verify()
    assert verdict.fault == ""
    assert acknowledged + 1 <= verdict.lines <= acknowledged + 1 + 8 * 2


def test_every_torn_end_and_every_lost_head_is_gone_past(trail):
    data = trail.read_bytes()
    before = data[: data[:-1].rindex(b"\n") + 1]
    for cut in range(len(before) + 1, len(data)):  # the kill came in the middle of line 5
        trail.write_bytes(data[:cut])
        (trail.parent / "audit.head").write_text("4 ")
        assert verify() == Verdict(4, "")
    audit.record("upload", "load 5", EDITOR)
    torn = data[len(before) :].decode().removesuffix("\n")[:300]
    assert verify() == Verdict(6, "", (f"5: torn line removed: {torn}",))


def test_a_kill_between_line_and_head_breaks_nothing(trail):
    head = (trail.parent / "audit.head").read_text()
    audit.record("upload", "load 5", EDITOR)
    (trail.parent / "audit.head").write_text(head)
    assert verify() == Verdict(6, "")
    audit.record("upload", "load 6", EDITOR)
    assert verify() == Verdict(7, "")


@pytest.mark.parametrize("room", [0, 1, 100])
def test_a_full_disk_is_said_and_leaves_the_chain_whole(trail, room):
    before, limits = trail.read_bytes(), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + room, limits[1]))
    try:
        with pytest.raises(audit.Unrecordable, match=r"no room|too large"):
            audit.record("upload", "load 5", EDITOR)
        audit.note("request", "refused", EDITOR)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert trail.read_bytes() == before
    audit.record("upload", "load 5", EDITOR)
    assert verify() == Verdict(6, "")


def test_verifying_beside_two_writers_raises_no_false_alarm(trail):
    writers = [writer(trail.parent) for _ in range(2)]
    try:
        for process in writers:
            process.stdout.readline()
        verdicts = [verify()]
        while not verdicts[-1].fault and (len(verdicts) < 6 or verdicts[-1].lines < 100):
            verdicts.append(verify())
    finally:
        for process in writers:
            process.kill()
            process.communicate()
    assert verdicts[-1].fault == ""
    assert verdicts[0].lines < verdicts[-1].lines


def test_the_command_says_whether_the_trail_holds(trail, tmp_path, monkeypatch, capsys):
    def said(*arguments: str) -> tuple[int, str]:
        code = run(["audit", *arguments], tmp_path / "warehouse.duckdb", monkeypatch)
        return code, capsys.readouterr().out

    assert said() == (0, "审计记录共 5 条，链条完整。\n")
    code, anchor = said("--anchor")
    assert (code, anchor.split()[0], len(anchor.split()[1])) == (0, "5", 64)
    assert said("--since", anchor.strip())[0] == 0
    assert said("--since", f"5 {'0' * 64}")[0] == 1
    assert said("--since", "5")[0] == 2
    change(trail, "10.0.0.1", "10.0.0.2")
    code, sentence = said()
    assert (code, "line 1" in sentence) == (1, True)
    assert said("--anchor")[0] == 1
    code, sentence = said("--repair")
    assert (code, "已写明" in sentence) == (0, True)
    code, sentence = said()
    assert (code, "repaired: line 1" in sentence) == (0, True)


def test_a_line_stands_where_its_head_cannot_be_written(trail):
    head = trail.parent / "audit.head"
    head.unlink()
    head.mkdir()
    audit.record("upload", "load 5", EDITOR)
    assert verify() == Verdict(6, "")


def test_a_line_is_on_the_disk_before_it_counts(trail, monkeypatch):
    synced, real = [], os.fsync

    def fsync(number: int) -> None:
        real(number)
        synced.append(trail.read_bytes().count(b"\n"))

    monkeypatch.setattr(os, "fsync", fsync)
    audit.record("upload", "load 5", EDITOR)
    assert synced == [6]


def test_a_second_writer_waits_for_the_first(trail):
    with ThreadPoolExecutor(1) as pool:
        with sessions.locked("audit.jsonl"):
            second = pool.submit(audit.record, "upload", "load 5", EDITOR)
            with pytest.raises(TimeoutError):
                second.result(0.3)
        second.result()
    assert verify() == Verdict(6, "")


def test_zeros_behind_the_last_line_are_gone_past_however_many(trail):
    with open(trail, "ab") as file:
        file.write(bytes(200_000))
    assert verify() == Verdict(5, "")
    audit.record("upload", "load 5", EDITOR)
    assert verify().lines == 7 and verify().fault == ""
    assert verify().said[0].startswith("6: torn line removed: ")


def test_the_log_has_the_hash_of_every_line(trail, monkeypatch):
    said: list[dict] = []
    monkeypatch.setattr(audit._log, "info", lambda *_, extra: said.append(extra["fields"]))
    audit.record("upload", "load 5", EDITOR)
    assert [line["hash"] for line in said] == [verify().end.hash]
