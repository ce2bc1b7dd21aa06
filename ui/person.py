"""Who is looking at the page, and whether the page is for them.

The gate has already looked; pages look again at every run.
"""

import streamlit as st
from streamlit.auth_util import encode_provider_token  # what st.login puts into its own link

from access import identity, review, start
from access.person import LOCAL, VISITOR, Person
from access.settings import settings
from ui.plain_text import plain

_ROLES = {"viewer": "查看", "editor": "编辑", "reviewer": "复核", "admin": "管理"}


def login_link() -> str:
    """The address that starts Streamlit's sign-in; good for two minutes."""
    return f"/auth/login?provider={encode_provider_token('default')}"


def secrets() -> dict:
    """What Streamlit needs to sign people in; nothing where nobody signs in."""
    return {"auth": settings().oidc} if settings().mode == "signin" else {}


def check_start() -> str:
    return start.check(
        st.get_option("server.address") or "", st.get_option("server.baseUrlPath") or ""
    )


def person() -> Person | None:
    """Who looks, by the settings of this moment: None for nobody, or for somebody who is not let in
    any more."""
    known = settings()
    if known.mode == "signin":
        return identity.from_claims(st.user.to_dict(), known)
    if known.mode == "gateway":
        return identity.from_headers(
            {k.lower(): v for k, v in st.context.headers.items()}, None, known
        )
    return LOCAL if known.mode == "local" else VISITOR


def reviewing() -> bool:
    """Whether what is uploaded waits for another person's signature."""
    return review.is_on()


def require(role: str) -> Person:
    """The person, if the role is theirs; else a sentence, and the page ends."""
    known = person()
    if known is None:
        st.warning("登录已失效，请[重新登录](/signin)。", icon=":material/lock:")
        st.stop()
    if not known.is_at_least(role):
        st.warning(
            f"本页需要“{_ROLES[role]}”权限，您的权限是“{_ROLES[known.role]}”。",
            icon=":material/lock:",
        )
        st.stop()
    return known


def show_person(where) -> None:
    """The signed-in person's name and role, and the way out."""
    known = person()
    if known is None or not known.account:
        return
    where.markdown(f":material/person: {plain(known.name)} · {_ROLES[known.role]}")
    if settings().mode == "signin":
        where.button("退出登录", icon=":material/logout:", key="sign_out", on_click=st.logout)
