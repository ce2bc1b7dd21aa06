"""A page that has said all it can ends here; what stands around it is still written."""

from typing import NoReturn


class PageEnds(Exception):
    """Not a fault. `st.stop` would also stop the masthead of its sheet."""


def end_page() -> NoReturn:
    raise PageEnds
