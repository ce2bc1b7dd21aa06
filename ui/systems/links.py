"""Ways from an indicator or a target to the system that it is about."""

from urllib.parse import urlencode

from catalog import System, catalog


def links_of_indicator(code: str) -> list[str]:
    """[粤省事](/systems?…) of each system that the indicator is about."""
    platform = catalog().indicator(code).platform
    return [
        _link(s)
        for s in catalog().systems
        if code in s.indicators or (platform and s.platform == platform)
    ]


def of_indicator(code: str) -> str:
    """系统 [粤省事](/systems?…): markdown, '' where no system has it."""
    return _named(links_of_indicator(code))


def of_target(code: str) -> str:
    """The same for a target of a plan."""
    return _named([_link(s) for s in catalog().systems if code in s.targets])


def names_of_target(code: str) -> str:
    return "、".join(s.name for s in catalog().systems if code in s.targets)


def address(code: str) -> str:
    return f"/systems?{urlencode({'system': code})}"


def _link(system: System) -> str:
    return f"[{system.name}]({address(system.code)})"


def _named(links: list[str]) -> str:
    return f"系统 {'、'.join(links)}" if links else ""
