"""Logs of ours as one JSON object a line on stderr, where journald or a container's log
takes them."""

import datetime as dt
import json
import logging
import os
import sys


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "process": os.getpid(),
        } | getattr(record, "fields", {})
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def begin() -> None:
    """Once per process; KPI_LOG_LEVEL says from which level on."""
    ours = logging.getLogger("kpi")
    if not ours.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonLines())
        ours.addHandler(handler)
        ours.propagate = False
    ours.setLevel(os.environ.get("KPI_LOG_LEVEL", "INFO").upper())
