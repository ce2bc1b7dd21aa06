"""Text of a file or a person, harmless in markdown."""

import re

# 2022-08 and 2022-08-31, between whose numbers browsers break a line; none of an address.
DAY = re.compile(r"(?<![0-9/])[0-9]{4}(-|&#45;)[0-9]{2}(?:\1[0-9]{2})?(?![0-9/])")
_ADDRESS = re.compile(r"(?<=http)(?=s?://)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)


def plain(text: str) -> str:
    """Text that markdown shows as it is: every character with a meaning becomes an entity, so
    nothing of a file can format the page.

    Entities do not stop markdown from making links of bare addresses; a zero-width space inside
    them does.
    """
    unlinked = _ADDRESS.sub("\u200b", str(text))
    return "".join(
        ch if ch.isalnum() or ch == " " or not ch.isascii() else f"&#{ord(ch)};" for ch in unlinked
    )


def as_code(text: str) -> str:
    """Text in the type of code, where entities would be shown as they are written."""
    return f"`{' '.join(str(text).replace('`', ' ').split())}`"


def unbroken(text: str) -> str:
    """The text in one line: its spaces do not break."""
    return text.replace(" ", "\u00a0")


def dated(markdown: str) -> str:
    """Markdown whose months and days stay in one line: emphasis, which shell.css sets upright."""
    return DAY.sub(r"*\g<0>*", markdown)
