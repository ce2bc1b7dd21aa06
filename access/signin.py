"""The few pages that stand before the dashboard: sign in, no role, not at this machine.

Plain HTML, nothing from outside, no script.
"""

import html

from starlette.responses import HTMLResponse, Response

from words.names import TITLE

NO_ROLE = "您已登录，但没有查看本系统的权限。请联系管理员开通。"
NOT_HERE = (
    "本服务未配置登录，只供本机直接使用。请在运行它的电脑上打开 http://localhost，"
    "或由管理员配置登录（docs/operator.md）。"
)
_GATEWAY = "请从单位统一门户进入本系统。"
_STYLE = """body{font-family:'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;
background:#0F2C52;color:#1C2736;margin:0;display:grid;min-height:100vh;place-items:center}
main{background:#fff;border-radius:8px;padding:2.4rem 2.6rem;max-width:24rem;margin:1rem}
h1{font-size:1.35rem;margin:0 0 .8rem}p{line-height:1.7;margin:0 0 1.4rem;color:#5A6778}
a{display:inline-block;background:#1B5FAE;color:#fff;padding:.6rem 1.6rem;border-radius:6px;
text-decoration:none;font-size:1rem}a:focus{outline:3px solid #A9D0FA}"""


def page(link: str | None) -> Response:
    """Where a person without a session is sent.

    The link is good for two minutes, so the page loads itself anew before that. None: no link to
    give.
    """
    if link is None:
        return _page(TITLE, _GATEWAY, "", 403)
    return _page(
        TITLE,
        "广东省数字政府月度指标。请使用单位账号登录。",
        f'<a href="{html.escape(link)}">登录</a>',
        200,
        refresh=90,
    )


def sentence_page(sentence: str, status: int) -> Response:
    return _page(
        TITLE,
        sentence,
        '<a href="/auth/logout">退出登录</a>' if sentence == NO_ROLE else "",
        status,
    )


def _page(title: str, sentence: str, link: str, status: int, refresh: int = 0) -> Response:
    again = f'<meta http-equiv="refresh" content="{refresh}">' if refresh else ""
    body = (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width,initial-scale=1">{again}'
        f"<title>登录 · {title}</title><style>{_STYLE}</style></head><body><main>"
        f"<h1>{title}</h1><p>{html.escape(sentence)}</p>{link}</main></body></html>"
    )
    return HTMLResponse(body, status, headers={"Cache-Control": "no-store"})
