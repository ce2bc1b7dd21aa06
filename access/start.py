"""Whether the server may start: an address that others reach needs a way to sign in, or the
explicit word that everybody may read."""

import ipaddress
import os

from access import sessions
from access.settings import SettingsError, settings


def check(address: str, base_path: str = "") -> str:
    """The sentence to print at start.

    Raises SystemExit with what to do where starting would let the wrong people in.
    """
    try:
        known = settings()
    except SettingsError as error:
        raise SystemExit(f"不启动：登录配置有误。{error}") from error
    if base_path:
        raise SystemExit("不启动：不支持 server.baseUrlPath，地址规则按根路径书写。")
    if known.mode == "local" and not _is_loopback(address):
        raise SystemExit(
            f"不启动：监听 {address or '所有地址'} 而没有配置登录，任何人都能上传和撤回。\n"
            "请设置 KPI_ACCESS=登录配置文件（docs/operator.md），或设置 KPI_OPEN_READONLY=yes "
            "向所有人只读开放，或改回 127.0.0.1。"
        )
    if known.mode == "gateway" and os.environ.get("FORWARDED_ALLOW_IPS") != "":
        raise SystemExit(
            "不启动：网关模式须设置 FORWARDED_ALLOW_IPS=（空），"
            "否则服务器看到的不是网关自己的地址。"
        )
    sessions.forget_old()
    return {
        "local": "未配置登录：只供本机使用（127.0.0.1），全部功能可用。",
        "open": "只读开放：任何人可以查看和下载，不能上传和撤回。",
        "signin": "登录：OpenID Connect，按角色授权。",
        "gateway": f"登录：由网关 {'、'.join(map(str, known.proxies))} 标明身份，按角色授权。",
    }[known.mode]


def _is_loopback(address: str) -> bool:
    try:
        return address == "localhost" or ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
