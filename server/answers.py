"""Answers that Streamlit 1.67 would lose.

When a run of the script begins, what still waits for the browser is cleared, and with it the answer
to a click on a button for a file: that button then stands disabled for 180 s. Pages do both at once
where they have just come to another replica (server/again.js).
"""

from streamlit.runtime import app_session
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

_ANSWERS = ("backend_operation_response", "file_urls_response")  # nobody asks for one twice


class AnswersKept(ForwardMsgQueue):
    def clear(
        self, retain_lifecycle_msgs: bool = False, fragment_ids_this_run: list[str] | None = None
    ) -> None:
        # Without anything to retain, all has been taken to be sent.
        kept = self._queue if retain_lifecycle_msgs else []
        answers = [m for m in kept if m.WhichOneof("type") in _ANSWERS]
        self._queue = [m for m in self._queue if m.WhichOneof("type") not in _ANSWERS]
        super().clear(retain_lifecycle_msgs, fragment_ids_this_run)
        self._queue = [*answers, *self._queue]


def keep() -> None:
    """In every session from now on."""
    app_session.ForwardMsgQueue = AnswersKept  # type: ignore[misc]
