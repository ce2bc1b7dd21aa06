"""Who may take figures out as files: [export] of the access file says of a role yes, marked (only
files that carry its person's name and the time) or no."""

from access.person import Person
from access.settings import settings
from words.clock import beijing_now

YES, MARKED, NO = "yes", "marked", "no"
_CARRIES = (".xlsx", ".docx", ".pptx", ".pdf")
_AS_PRINTED = "/data/report.xlsx"  # the official tables, cell by cell as they were received
_NO_FIGURES = ("/data/feed.atom", "/data/due.ics")
_SENTENCES = {
    NO: "您的权限不能取出数据（由管理员设定），请在页面上查看。",
    MARKED: "您的权限只能取带姓名和时间水印的文件（XLSX、Word、幻灯片、PDF），这一种带不上水印。",
}


def mode(person: Person) -> str:
    return settings().exports.get(person.role, YES)


def refusal(person: Person | None, name: str, as_it_is: bool = False) -> str:
    """Why this person may not have the file of this name or address, '' where they may. `as_it_is`:
    its bytes are kept as they were received, so it carries no mark."""
    may = mode(person) if person else NO
    carries = name.endswith(_CARRIES) and not as_it_is and name != _AS_PRINTED
    if may == YES or name in _NO_FIGURES or (may == MARKED and carries):
        return ""
    return _SENTENCES[may]


def marks_somebody() -> bool:
    """Whether some people see their name and the time over everything."""
    return MARKED in settings().exports.values()


def mark(person: Person | None) -> str:
    """What stands on all that this person sees and takes, '' for nothing: 李四（lisi）
    2026-11-28 10:20."""
    if person is None or mode(person) != MARKED:
        return ""
    return f"{person.signature or '未登录'} {beijing_now()}"
