"""What an address asks for: nothing, a role, or more than anybody has.

What is not named here is a page and takes a reader.
"""

PUBLIC = "public"
CLOSED = "closed"  # answered 404 to everybody
SCRAPER = "scraper"  # this machine and the listed scrapers
_OPEN = (
    "/healthz",
    "/readyz",
    "/_stcore/health",
    "/chinese.js",
    "/signin",
    "/auth/login",
    "/auth/logout",
    "/oauth2callback",
    "/favicon.png",
    "/favicon.ico",
)
_CLOSED = ("/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/agent")
UPLOADS = "/_stcore/upload_file"
_NO_PAGES = (
    "/_stcore/",
    "/media/",
    "/data/",
    "/component/",
    "/app/static/",
)  # get a status, not the sign-in page


def _under(path: str, prefixes: tuple[str, ...]) -> bool:
    return any(path == p or path.startswith(p.rstrip("/") + "/") for p in prefixes)


def needed(path: str, method: str) -> str:
    """public, closed, scraper, or the action that the person must be allowed: read, upload."""
    if _under(path, _CLOSED):
        return CLOSED
    if path == "/metrics":
        return SCRAPER
    if path in _OPEN or (path.startswith("/static/") and method in ("GET", "HEAD")):
        return PUBLIC
    if _under(path, (UPLOADS,)):
        return "upload"
    return "read"


def is_screen(path: str, method: str | None) -> bool:
    """Whether the address is the wall's: to be shown without sign-in where the operator says so."""
    return path in ("/screen", "/screen.js") and method in ("GET", "HEAD")


def is_page(path: str, method: str) -> bool:
    """Whether a browser shows the answer to a person, who is better served by a sign-in page than
    by a status."""
    return method == "GET" and not _under(path, _NO_PAGES) and "." not in path.rsplit("/", 1)[-1]


def makes_files(path: str) -> bool:
    """Whether the answer is a file that is made for whoever asks."""
    return _under(path, ("/data",))
