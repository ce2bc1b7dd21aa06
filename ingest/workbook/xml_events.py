"""XML as events, bounded: no document type, no depth, no tree in memory."""

from collections.abc import Callable, Iterator
from xml.parsers import expat

from ingest.workbook.refused import Refused

MAX_TAGS = 1_500_000  # of one part; 86,000 cells of towns make 600,000
_DEEPEST = 60
_CHUNK = 1 << 20  # much smaller, and expat reads a long token again and again
_SPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",  # Strict Open XML
    "http://schemas.openxmlformats.org/package/2006/relationships",
    "http://schemas.openxmlformats.org/package/2006/content-types",
)

Begin = Callable[[str, dict[str, str]], object]
End = Callable[[str, str], object]


class _Walker:
    """The state of one walk: how deep it is, and the text it hears."""

    def __init__(self, begin: dict[str, Begin], end: dict[str, End], texts: tuple[str, ...]):
        self.begin = {f"{space} {name}": call for space in _SPACES for name, call in begin.items()}
        self.end = {f"{space} {name}": call for space in _SPACES for name, call in end.items()}
        self.texts = {f"{space} {name}" for space in _SPACES for name in texts}
        self.depth, self.heard = 0, []
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler, self.parser.EndElementHandler = self.start, self.finish
        self.parser.StartDoctypeDeclHandler = self.no_doctype

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise Refused("file-corrupt", detail="XML 嵌套过深")
        if name in self.begin:
            self.begin[name](attributes)
        if name in self.texts:
            self.heard.clear()
            self.parser.CharacterDataHandler = self.heard.append

    def finish(self, name: str) -> None:
        self.depth -= 1
        if name in self.texts:
            self.parser.CharacterDataHandler = None
            self.end[name]("".join(self.heard))
        elif name in self.end:
            self.end[name]("")

    def no_doctype(self, *_) -> None:
        raise Refused("file-xml", part="", detail="含 DTD 声明")


def walk(
    content: bytes, begin: dict[str, Begin], end: dict[str, End], texts: tuple[str, ...] = ()
) -> Iterator[None]:
    """Tells each element of the known namespaces by its local name: begin(attributes), end(text).

    text is what stands in an element of `texts`. Gives way after each megabyte.
    """
    if content.count(b"<") > MAX_TAGS:
        raise Refused("layout-too-many", found=f"{content.count(b'<')} 个标记")
    parser = _Walker(begin, end, texts).parser
    try:
        for n in range(0, len(content) or 1, _CHUNK):
            parser.Parse(content[n : n + _CHUNK], n + _CHUNK >= len(content))
            yield
    except expat.ExpatError as error:
        raise Refused("file-corrupt", detail=f"XML 第 {error.lineno} 行有误") from error


def read_all(content: bytes, begin: dict[str, Begin], end: dict[str, End] | None = None, texts=()):
    """`walk` to the end at once."""
    for _ in walk(content, begin, end or {}, texts):
        pass
