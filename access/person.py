"""A person and what the role allows."""

import re
from dataclasses import dataclass

from access.settings import ROLES

RIGHTS = {  # action → the least role that may do it
    "read": "viewer",
    "upload": "editor",
    "revert_own": "editor",
    "revert_any": "admin",
    "annotate": "admin",
    "report": "editor",
    "review": "reviewer",
    "sign": "reviewer",
    "seal": "reviewer",
    "change_sealed": "admin",
    "manage": "admin",
}
_SIGNED = re.compile(r".*（([^（）]*)）")  # what `signature` writes, its account


@dataclass(frozen=True)
class Person:
    """Who asks.

    account: unique, '' where nobody signed in; session: what ends at sign-out, '' where there is no
    sign-in.
    """

    account: str
    name: str
    role: str
    session: str = ""

    def may(self, action: str) -> bool:
        return self.is_at_least(RIGHTS[action])

    def is_at_least(self, role: str) -> bool:
        return ROLES.index(self.role) >= ROLES.index(role)

    @property
    def signature(self) -> str:
        """How the person stands in the list of loads; '' where nobody signed in and the name has to
        be asked for."""
        return f"{self.name}（{self.account}）" if self.account else ""

    def signed(self, signature: str) -> bool:
        """Whether a load was signed by this person.

        The account decides: names change and are not unique.
        """
        found = _SIGNED.fullmatch(signature)
        return bool(self.account) and found is not None and found[1] == self.account

    def wrote(self, signature: str, name: str) -> bool:
        """Whether `signature` is this person's; where nobody signed in, by the name or account
        that was typed."""
        typed = not self.account and (name == signature or signature.endswith(f"（{name}）"))
        return self.signed(signature) or typed


LOCAL = Person("", "", "admin")  # the one person at this machine
VISITOR = Person("", "", "viewer")  # anybody, where the server is open and read only
