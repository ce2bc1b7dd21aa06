"""The dashboard as `make run` starts it, for tests that need the real server."""

import os
import subprocess
import sys
import tempfile

from deploy.cluster.ports import free_port, wait_for
from tests.conftest import ROOT
from warehouse.kind import Warehouse


class Server:
    """`streamlit run app.py` on a free port."""

    def __init__(self, warehouse: Warehouse, port: int = 0, **environment: str):
        self.warehouse, self.port = warehouse, port or free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        command = [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            "app.py",
            "--server.port",
            str(self.port),
        ]
        around = os.environ | {"KPI_WAREHOUSE": str(warehouse)} | environment
        self._said = tempfile.TemporaryFile()  # noqa: SIM115, a pipe that nobody reads is full after 64 KB
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=around, stdout=self._said, stderr=subprocess.STDOUT
        )
        wait_for(f"{self.address}/_stcore/health", self.process)

    def stop(self) -> str:
        """Everything it said."""
        self.process.terminate()
        self.process.wait(timeout=20)
        with self._said:
            self._said.seek(0)
            return self._said.read().decode()
