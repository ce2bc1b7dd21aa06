"""What a page makes a browser fetch: bytes as they come over the wire, answers, and what the
server says over the websocket; exact on any machine."""

from dataclasses import dataclass, field

from playwright.sync_api import Page


@dataclass
class Traffic:
    """Counted from now on, until somebody begins anew."""

    page: Page
    bytes: int = 0
    messages: int = 0  # over the websocket
    message_bytes: int = 0
    answers: dict[str, int] = field(default_factory=dict)  # address → status

    def __post_init__(self) -> None:
        devtools = self.page.context.new_cdp_session(self.page)
        devtools.on("Network.loadingFinished", self._fetched)
        devtools.on("Network.responseReceived", self._answered)
        devtools.on("Network.webSocketFrameReceived", self._told)
        devtools.send("Network.enable")

    def begin(self) -> None:
        self.bytes = self.messages = self.message_bytes = 0
        self.answers = {}

    @property
    def received(self) -> int:
        return self.bytes + self.message_bytes

    def _fetched(self, event: dict) -> None:
        self.bytes += int(event["encodedDataLength"])

    def _answered(self, event: dict) -> None:
        self.answers[event["response"]["url"]] = event["response"]["status"]

    def _told(self, event: dict) -> None:
        self.messages += 1
        self.message_bytes += len(event["response"]["payloadData"]) * 3 // 4  # said in base64
