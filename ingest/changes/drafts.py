"""Drafts that wait for a signature: workbook and facts of each in KPI_STATE/drafts, where all
processes see them and a restart loses none. The facts stay; the workbook goes when nobody needs it.
"""

import contextlib
import fcntl
import json
import os
import pathlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace

from access import review
from access.audit import Unrecordable
from access.sessions import state_folder
from ingest.pipeline import Checked
from words.clock import utc_now

WAITING, RETURNED, SIGNED, EXPIRED = "waiting", "returned", "signed", "expired"


@dataclass(frozen=True)
class Draft:
    """`month` is '' for public figures. `answers`: [code, sheet, cell, reason], `seen`: the loads
    that it was compared with, `counts`: what it would change then, by kind. `by`, `at`, `words`:
    who ended it, when and why; `load`: what it became."""

    number: int
    file_name: str
    sha256: str
    dataset: str
    month: str
    prepared_by: str
    prepared_at: str
    answers: list[list[str]] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    state: str = WAITING
    by: str = ""
    at: str = ""
    words: str = ""
    load: int = 0

    @property
    def waits(self) -> bool:
        return self.state == WAITING

    @property
    def given(self) -> dict[tuple[str, str, str], str]:
        return {(code, sheet, cell): reason for code, sheet, cell, reason in self.answers}


def every() -> list[Draft]:
    """All drafts, the newest first."""
    found = [Draft(**json.loads(f.read_text(encoding="utf-8"))) for f in _folder().glob("*.json")]
    return sorted(found, key=lambda d: -d.number)


def one(number: int) -> Draft | None:
    return next((d for d in every() if d.number == number), None)


def workbook(draft: Draft) -> bytes | None:
    """Its bytes; None where the draft has ended and they are gone."""
    path = _folder() / f"{draft.number}.xlsx"
    return path.read_bytes() if path.exists() else None


@contextlib.contextmanager
def held() -> Iterator[None]:
    """Nobody else files or ends a draft meanwhile."""
    try:
        _folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = open(_folder() / ".lock", "a")  # noqa: SIM115, closed below
    except OSError as fault:
        raise Unrecordable(str(fault)) from fault
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def file(checked: Checked, by: str, answers: list[list[str]], seen: list[str]) -> Draft:
    """Keep a checked workbook; call it inside `held`."""
    draft = Draft(
        number=max((d.number for d in every()), default=0) + 1,
        file_name=checked.file_name,
        sha256=checked.sha256,
        dataset=checked.dataset,
        month=f"{checked.month:%Y-%m}" if checked.month else "",
        prepared_by=by,
        prepared_at=utc_now().isoformat(),
        answers=answers,
        seen=seen,
        counts=checked.difference.counts,
    )
    _write(_folder() / f"{draft.number}.xlsx", checked.data)
    _keep(draft)
    return draft


def end(draft: Draft, state: str, by: str = "", words: str = "", load: int = 0) -> Draft:
    """Say what became of a draft; call it inside `held`. A returned one keeps its workbook until it
    would have expired, to be mended."""
    ended = replace(
        draft, state=state, by=by, at=utc_now().isoformat(), words=words.strip(), load=load
    )
    _keep(ended)
    if state != RETURNED:
        (_folder() / f"{draft.number}.xlsx").unlink(missing_ok=True)
    return ended


def overdue() -> list[Draft]:
    """Those whose time is over: waiting ones, and returned ones that still have a workbook."""
    before = (utc_now() - review.lasts()).isoformat()
    return [
        d
        for d in every()
        if d.prepared_at < before and (d.waits or (d.state == RETURNED and workbook(d)))
    ]


def forget_workbook(draft: Draft) -> None:
    (_folder() / f"{draft.number}.xlsx").unlink(missing_ok=True)


def _folder() -> pathlib.Path:
    return state_folder() / "drafts"


def _keep(draft: Draft) -> None:
    said = json.dumps(asdict(draft), ensure_ascii=False)
    _write(_folder() / f"{draft.number}.json", said.encode())


def _write(path: pathlib.Path, data: bytes) -> None:
    """Whole and on the disk, or not at all."""
    new = path.with_name(f"{path.name}.new")
    try:
        with open(new, "wb") as f:
            f.write(data)
            f.flush()
            os.fsync(f.fileno())
        new.replace(path)
    except OSError as fault:
        new.unlink(missing_ok=True)
        raise Unrecordable(str(fault)) from fault
