"""XML as events, bounded: no document type, no depth, no tree in memory."""

from collections.abc import Callable, Iterator
from xml.parsers import expat

from ingest.workbook.refused import Refused

MAX_ELEMENTS = 400_000  # of one part; 86,000 cells of towns are 172,000, as inline texts 258,000
_DEEPEST = 60
_LONGEST = 100_000  # characters of one text; Excel allows 32,767
_LONG = 1 << 20  # bytes between two tags; expat reads a token that goes on again and again
# A sheet of 88,000 cells in parts of four megabytes took 49 MB of the child and 70 of the server
_CHUNK = 256 << 10
_SPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",  # Strict Open XML
    "http://schemas.openxmlformats.org/package/2006/relationships",
    "http://schemas.openxmlformats.org/package/2006/content-types",
)
MORE_SPACES = (  # in which newer versions of Excel add to a sheet
    *_SPACES,
    "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main",
    "http://schemas.microsoft.com/office/excel/2006/main",
)

Begin = Callable[[dict[str, str]], object]
End = Callable[..., object]


def _parser(begin: dict[str, Begin], end: dict[str, End], texts: tuple[str, ...], spaces):
    """A parser that calls these. An element costs it half a microsecond: so closures, and one look
    into a dictionary."""
    parser = expat.ParserCreate("utf-8", " ")
    begins, ends = _listening(parser, begin, end, texts, spaces)
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise Refused("file-corrupt", detail="XML 嵌套过深")
        call = begins.get(name)
        if call is not None:
            call(attributes)

    def finish(name: str) -> None:
        nonlocal depth
        depth -= 1
        call = ends.get(name)
        if call is not None:
            call()

    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, finish
    parser.StartDoctypeDeclHandler = _no_doctype
    return parser


def _listening(parser, begin: dict[str, Begin], end: dict[str, End], texts, spaces):
    """The calls by full names, those of `texts` with the text that was heard in between."""
    heard: list[str] = []

    def listen(_) -> None:
        heard.clear()
        parser.CharacterDataHandler = heard.append

    def told(call: End) -> End:
        def finish() -> None:
            parser.CharacterDataHandler = None
            text = "".join(heard)
            if len(text) > _LONGEST:
                raise Refused("layout-too-many", found=f"一格 {len(text)} 字")
            call(text)

        return finish

    ends = {name: told(call) if name in texts else call for name, call in end.items()}

    def both(call: Begin) -> Begin:
        def start(attributes: dict[str, str]) -> None:
            call(attributes)
            listen(attributes)

        return start

    begins = begin | {name: both(begin[name]) if name in begin else listen for name in texts}
    return _in_each(spaces, begins), _in_each(spaces, ends)


def _in_each(spaces: tuple[str, ...], calls: dict) -> dict:
    return {f"{space} {name}": call for space in spaces for name, call in calls.items()}


def _no_doctype(*_) -> None:
    raise Refused("file-xml", part="", detail="含 DTD 声明")


def walk(
    content: bytes,
    begin: dict[str, Begin],
    end: dict[str, End],
    texts: tuple[str, ...] = (),
    spaces: tuple[str, ...] = _SPACES,
) -> Iterator[None]:
    """Tells each element of the known namespaces by its local name: begin(attributes), end(),
    in an element of `texts` end(text). Gives way after each quarter of a megabyte.
    """
    elements = content.count(b"<") - content.count(b"</")
    if elements > MAX_ELEMENTS:
        raise Refused("layout-too-many", found=f"{elements} 个元素")
    if _has_long_token(content):
        raise Refused("layout-too-many", found=f"一处超过 {_LONG >> 20} MB")
    parser = _parser(begin, end, texts, spaces)
    try:
        for n in range(0, len(content) or 1, _CHUNK):
            parser.Parse(content[n : n + _CHUNK], n + _CHUNK >= len(content))
            yield
    except expat.ExpatError as error:
        raise Refused("file-corrupt", detail=f"XML 第 {error.lineno} 行有误") from error


def _has_long_token(content: bytes) -> bool:
    """Looked for from behind, in a step for each megabyte."""
    tag = -1
    while len(content) - tag - 1 > _LONG:
        tag = content.rfind(b"<", tag + 1, tag + _LONG + 2)
        if tag < 0:
            return True
    return False


def read_all(
    content: bytes,
    begin: dict[str, Begin],
    end: dict[str, End] | None = None,
    texts: tuple[str, ...] = (),
    spaces: tuple[str, ...] = _SPACES,
):
    """`walk` to the end at once."""
    for _ in walk(content, begin, end or {}, texts, spaces):
        pass
