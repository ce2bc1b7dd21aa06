"""What Streamlit 1.67 throws away before who asked for it has it."""

import time

from streamlit.runtime import app_session, memory_media_file_storage
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.media_file_storage import MediaFileKind
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

_ANSWERS = ("backend_operation_response", "file_urls_response")  # nobody asks for one twice
_FETCHED = 30  # seconds in which a browser begins to fetch what it was told is made


class AnswersKept(ForwardMsgQueue):
    """When a run of the script begins, what still waits for the browser is cleared, and with it the
    answer to a click on a button for a file, which then stands disabled for 180 s. Pages do both at
    once where they have just come to another replica (server/again.js)."""

    def clear(
        self, retain_lifecycle_msgs: bool = False, fragment_ids_this_run: list[str] | None = None
    ) -> None:
        # Without anything to retain, all has been taken to be sent.
        kept = self._queue if retain_lifecycle_msgs else []
        answers = [m for m in kept if m.WhichOneof("type") in _ANSWERS]
        self._queue = [m for m in self._queue if m.WhichOneof("type") not in _ANSWERS]
        super().clear(retain_lifecycle_msgs, fragment_ids_this_run)
        self._queue = [*answers, *self._queue]


class FilesKept(MemoryMediaFileStorage):
    """A file made at a click is deleted when the second run of a script ends, of anybody: on a busy
    server before the browser has asked for it."""

    def __init__(self, media_endpoint: str) -> None:
        super().__init__(media_endpoint)
        self._deleted: dict[str, float] = {}  # file → when, the oldest first

    def load_and_get_id(
        self,
        path_or_data: str | bytes,
        mimetype: str,
        kind: MediaFileKind,
        filename: str | None = None,
    ) -> str:
        made = super().load_and_get_id(path_or_data, mimetype, kind, filename)
        self._deleted.pop(made, None)
        return made

    def delete_file(self, file_id: str) -> None:
        now = time.monotonic()
        self._deleted[file_id] = now
        for file in [f for f, when in self._deleted.items() if now - when > _FETCHED]:
            del self._deleted[file]
            super().delete_file(file)


def keep() -> None:
    """In every session of servers that start from now on."""
    app_session.ForwardMsgQueue = AnswersKept  # type: ignore[misc]
    memory_media_file_storage.MemoryMediaFileStorage = FilesKept  # type: ignore[misc]
