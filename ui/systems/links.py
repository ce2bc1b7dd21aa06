"""Ways from an indicator or a target to the system that it is about."""

from urllib.parse import urlencode

from catalog import catalog


def of_indicator(code: str) -> str:
    """系统 [粤省事](/systems?…): markdown, '' where no system has it."""
    platform = catalog().indicator(code).platform
    return _links(
        s
        for s in catalog().systems
        if code in s.indicators or (platform and s.platform == platform)
    )


def of_target(code: str) -> str:
    """The same for a target of a plan."""
    return _links(s for s in catalog().systems if code in s.targets)


def names_of_target(code: str) -> str:
    return "、".join(s.name for s in catalog().systems if code in s.targets)


def address(code: str) -> str:
    return f"/systems?{urlencode({'system': code})}"


def _links(systems) -> str:
    named = "、".join(f"[{s.name}]({address(s.code)})" for s in systems)
    return f"系统 {named}" if named else ""
