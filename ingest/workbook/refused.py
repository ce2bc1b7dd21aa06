"""Why a workbook is refused, raised in the sandbox's child and told by the parent as a problem."""

import json

_LONGEST = 100  # characters of a fact: the verdict goes through a pipe in one piece


class Refused(Exception):
    """Carries a problem's code, place and facts; not the problem, so that the child says no
    sentence."""

    def __init__(self, code: str, sheet: str = "", cell: str = "", **facts):
        super().__init__(code)
        facts = {k: v[:_LONGEST] if isinstance(v, str) else v for k, v in facts.items()}
        self.code, self.sheet, self.cell, self.facts = code, sheet[:_LONGEST], cell, facts

    def as_json(self) -> bytes:
        return json.dumps([self.code, self.sheet, self.cell, self.facts]).encode()
