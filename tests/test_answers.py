"""What was asked for stays until who asked has it, whatever runs begin and end meanwhile."""

import urllib.request

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.media_file_storage import MediaFileKind, MediaFileStorageError
from websockets.sync.client import connect

from server.answers import AnswersKept, FilesKept
from tests.server import Server


def queue() -> AnswersKept:
    """A file, a text and where an upload goes: all asked for, none sent."""
    waiting = [ForwardMsg(), ForwardMsg(), ForwardMsg()]
    waiting[0].backend_operation_response.request_id = "a file"
    waiting[1].delta.new_element.markdown.body = "a text"
    waiting[2].file_urls_response.response_id = "an upload"
    queue = AnswersKept()
    for message in waiting:
        queue.enqueue(message)
    return queue


def test_answers_outlive_the_beginning_of_a_run_and_what_the_last_one_drew_does_not():
    waiting = queue()
    waiting.clear(retain_lifecycle_msgs=True)
    file, upload = waiting.flush()
    assert file.backend_operation_response.request_id == "a file"
    assert upload.file_urls_response.response_id == "an upload"
    assert not waiting.flush()  # what is sent is sent once


def test_each_is_sent_once_where_only_a_part_of_the_page_is_drawn_again():
    waiting = queue()
    waiting.clear(retain_lifecycle_msgs=True, fragment_ids_this_run=["a part"])
    kinds = sorted(message.WhichOneof("type") for message in waiting.flush())
    assert kinds == ["backend_operation_response", "delta", "file_urls_response"]


@pytest.fixture
def server(real_warehouse):
    server = Server(real_warehouse)
    yield server
    server.stop()


@pytest.fixture
def socket(server):
    address = f"{server.address.replace('http', 'ws')}/_stcore/stream"
    with connect(address, max_size=None) as socket:
        yield socket


def ask_for_file(socket, number: int, session: str, file: str) -> None:
    asked = BackMsg()
    asked.backend_operation_request.request_id = str(number)
    asked.backend_operation_request.session_id = session
    asked.backend_operation_request.deferred_file.file_id = file
    socket.send(asked.SerializeToString())


def run(socket, page: str = "") -> None:
    socket.send(BackMsg(rerun_script=ClientState(page_name=page)).SerializeToString())


def seen(socket, kind: str) -> ForwardMsg:
    """The next message of a kind."""
    while True:
        message = ForwardMsg.FromString(socket.recv(timeout=20))
        if message.WhichOneof("type") == kind:
            return message


def test_whoever_asks_while_a_run_begins_is_answered(socket):
    """As pages that have just come to another replica do: they still name their old session."""
    for number in range(20):
        ask_for_file(socket, number, "of another replica", "of another replica")
        run(socket)
    answers = [seen(socket, "backend_operation_response") for _ in range(20)]
    asked = [answer.backend_operation_response.request_id for answer in answers]
    assert sorted(asked, key=int) == [str(number) for number in range(20)]


def test_a_file_made_at_a_click_is_there_although_runs_end_before_it_is_fetched(server, socket):
    run(socket, "download")
    session = seen(socket, "new_session").new_session.initialize.session_id
    while not (button := seen(socket, "delta").delta.new_element.download_button).deferred_file_id:
        pass
    seen(socket, "script_finished")
    ask_for_file(socket, 1, session, button.deferred_file_id)
    answer = seen(socket, "backend_operation_response").backend_operation_response
    for _ in range(3):
        run(socket, "download")
        seen(socket, "script_finished")
    file = urllib.request.urlopen(server.address + answer.deferred_file.url).read()
    assert file.decode("utf-8-sig").startswith("月份,")


def test_a_file_is_forgotten_half_a_minute_after_nobody_needs_it(monkeypatch):
    now = iter([0, 10, 20, 51])
    monkeypatch.setattr("server.answers.time.monotonic", lambda: next(now))
    files = FilesKept("/media")
    made, other = (
        files.load_and_get_id(data, "text/csv", MediaFileKind.DOWNLOADABLE) for data in (b"a", b"b")
    )
    files.delete_file(made)
    files.load_and_get_id(b"a", "text/csv", MediaFileKind.DOWNLOADABLE)  # made again
    files.delete_file(made)
    files.delete_file(other)
    assert files.get_file(made).content == b"a"
    files.delete_file("another")
    for gone in (made, other):
        with pytest.raises(MediaFileStorageError):
            files.get_file(gone)
