"""A port of this machine that is free, and the moment at which a server answers at its address.

For tests, benchmarks and a try.
"""

import socket
import ssl
import subprocess
import time
import urllib.request


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(url: str, process: subprocess.Popen, context: ssl.SSLContext | None = None) -> None:
    """Until the server answers well.

    Raises RuntimeError with what it said if it ends or stays silent for a minute.
    """
    until = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < until:
        try:
            urllib.request.urlopen(url, timeout=1, context=context).close()
            return
        except OSError:
            time.sleep(0.1)
    process.kill()
    said = [text for text in process.communicate() if text]
    raise RuntimeError(f"{url} did not answer, its server ended with {process.returncode}: {said}")
