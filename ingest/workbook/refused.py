"""Why a workbook is refused, raised in the sandbox's child and told by the parent as a problem."""

import json


class Refused(Exception):
    """Carries a problem's code, place and facts; not the problem, so that the child says no
    sentence."""

    def __init__(self, code: str, sheet: str = "", cell: str = "", **facts):
        super().__init__(code)
        self.code, self.sheet, self.cell, self.facts = code, sheet, cell, facts

    def as_json(self) -> bytes:
        return json.dumps([self.code, self.sheet, self.cell, self.facts]).encode()
