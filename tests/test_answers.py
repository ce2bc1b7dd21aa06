"""What waits for the browser when a run of the script begins."""

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from server.answers import AnswersKept
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
def server(place):
    server = Server(place("file"))
    yield server
    server.stop()


def test_whoever_asks_while_a_run_begins_is_answered(server):
    """As pages that have just come to another replica do: they still name their old session."""
    answered = set()
    with connect(f"{server.address.replace('http', 'ws')}/_stcore/stream", max_size=None) as socket:
        for number in range(20):
            asked = BackMsg()
            asked.backend_operation_request.request_id = str(number)
            asked.backend_operation_request.session_id = "of another replica"
            socket.send(asked.SerializeToString())
            socket.send(BackMsg(rerun_script=ClientState()).SerializeToString())
        while len(answered) < 20:
            message = ForwardMsg.FromString(socket.recv(timeout=20))
            if message.HasField("backend_operation_response"):
                answered.add(message.backend_operation_response.request_id)
