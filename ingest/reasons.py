"""Written reasons for what is suspicious but true.

They are kept with the load for ever and shown beside the figure.
"""

import json
from dataclasses import dataclass

from ingest.problems import EXPLAIN, Problem
from warehouse.loads import Reason

SHORTEST, LONGEST = 6, 2_000  # characters; 无误 explains nothing, and forms take 200


class ReasonError(ValueError):
    """A file of reasons that cannot be used. Says in Chinese what is wrong with which entry."""


@dataclass(frozen=True)
class Explained:
    """Problems that need a reason, split into those that have one and those that have none."""

    given: list[Reason]
    open: list[Problem]


def is_reason(text: str) -> bool:
    return SHORTEST <= len(text.strip()) <= LONGEST


def explain(problems: list[Problem], answers: dict[tuple[str, str, str], str]) -> Explained:
    """`answers`: (code, sheet, cell) → reason. An answer that is too short or too long is none."""
    given, missing = [], []
    for p in problems:
        if p.severity != EXPLAIN:
            continue
        answer = answers.get((p.code, p.sheet, p.cell), "").strip()
        if not is_reason(answer):
            missing.append(p)
        else:
            given.append(Reason(p.code, p.sheet, p.cell, p.message, answer))
    return Explained(given, missing)


def read_reasons(text: str) -> dict[tuple[str, str, str], str]:
    """A JSON list of {"code", "sheet", "cell", "reason"}, such as the problems of `check --json`
    with a reason each."""
    try:
        entries = json.loads(text)
        if not isinstance(entries, list):
            raise TypeError
        answers = {(e["code"], e["sheet"], e["cell"]): e["reason"] for e in entries}
    except (json.JSONDecodeError, TypeError, KeyError) as error:
        raise ReasonError(
            '说明文件应为 [{"code": …, "sheet": …, "cell": …, "reason": …}, …]'
        ) from error
    for (code, sheet, cell), reason in answers.items():
        if not is_reason(str(reason)):
            raise ReasonError(f"{code} {sheet}!{cell} 的说明应为 {SHORTEST} 至 {LONGEST} 个字")
    return answers
