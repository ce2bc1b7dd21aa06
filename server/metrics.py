"""Counters of this process in Prometheus' text format. A dozen numbers need no library."""

import collections
import threading

_HELP = {
    "kpi_requests_total": "HTTP requests by kind of address and status",
    "kpi_faults_total": "faults of ours that a reader saw, by place",
    "kpi_websockets": "open pages",
    "kpi_warehouse_loads": "loads in the warehouse",
    "kpi_warehouse_last_load_timestamp_seconds": "when the last load was published",
    "kpi_warehouse_earlier_file": "1 while an earlier file answers for one that does not open",
    "kpi_warehouse_readable": "0 if the warehouse does not open",
    "kpi_process_resident_bytes": "memory of this process",
    "kpi_process_cpu_seconds_total": "processor time of this process",
}
_values: collections.defaultdict[tuple[str, str], float] = collections.defaultdict(float)
_lock = threading.Lock()


def add(name: str, amount: float = 1, **labels: str) -> None:
    with _lock:
        _values[name, _labels(labels)] += amount


def _labels(labels: dict[str, str]) -> str:
    return "{" + ",".join(f'{k}="{v}"' for k, v in sorted(labels.items())) + "}" if labels else ""


def text(gauges: dict[str, float]) -> str:
    """Everything counted, and what was just measured."""
    with _lock:
        rows = [*_values.items(), *(((name, ""), value) for name, value in gauges.items())]
    lines = []
    for name in sorted({n for (n, _), _ in rows}):
        kind = "counter" if name.endswith("_total") else "gauge"
        lines += [f"# HELP {name} {_HELP[name]}", f"# TYPE {name} {kind}"]
        lines += [
            f"{n}{labels} {value:g}" if abs(value) < 1e6 else f"{n}{labels} {value:.0f}"
            for (n, labels), value in rows
            if n == name
        ]
    return "\n".join(lines) + "\n"
