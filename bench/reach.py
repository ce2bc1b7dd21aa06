"""What `make cluster-bench` found, as docs/cluster.md prints it and `bench.balance` takes it."""

from dataclasses import dataclass

from bench.crowd import PROMISE, Window
from bench.usage import Usage


@dataclass(frozen=True)
class Step:
    """One size of the crowd: what it saw, and what it cost."""

    window: Window
    usage: Usage

    @property
    def runs(self) -> float:
        """Script runs a second."""
        return self.window.served / self.window.seconds

    @property
    def kilobytes(self) -> float:
        """Of a script run."""
        return self.window.bytes / max(1, self.window.served) / 1000

    def milliseconds(self, part: str) -> float:
        """Processor time of a part of the cluster for a script run."""
        return self.usage.cores[part] / self.runs * 1000


@dataclass(frozen=True)
class Reach:
    """The biggest crowd that was served, the smallest that was not; `empty` is the memory and the
    open files of warm replicas without sessions."""

    replicas: int
    empty: tuple[float, int]
    kept: Step
    lost: Step | None


def table(found: list[Reach], cores: int) -> str:
    """The Markdown of all numbers of replicas, the first of them the one to compare with."""
    first = found[0].kept.window.sessions
    rows = [
        [f"replicas, on {cores} cores", *(f"{r.replicas}" for r in found)],
        ["---"] * (len(found) + 1),
        [
            f"sessions whose slowest tenth waits at most {PROMISE:g} s",
            *(f"{r.kept.window.sessions}" for r in found),
        ],
        [
            f"against {'one replica' if found[0].replicas == 1 else found[0].replicas}",
            *(f"{r.kept.window.sessions / first:.2f}" for r in found),
        ],
        [
            "the slowest tenth waits, then / with the next larger crowd tried",
            *(f"{r.kept.window.p90:.2f} s / {_next(r)}" for r in found),
        ],
        ["script runs a second", *(f"{r.kept.runs:.1f}" for r in found)],
        [
            "processor time of a script run",
            *(f"{r.kept.milliseconds('replicas'):.0f} ms" for r in found),
        ],
        [
            "cores used by replicas / balancer / PostgreSQL / the load",
            *(
                " / ".join(f"{c:.2f}" for part, c in r.kept.usage.cores.items() if part != "others")
                for r in found
            ),
        ],
        ["memory of a replica", *(f"{r.kept.usage.memory / 1e6:.0f} MB" for r in found)],
        ["network, a script run", *(f"{r.kept.kilobytes:.0f} kB" for r in found)],
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows).replace("| --- |", "|---|")


def _next(reach: Reach) -> str:
    return f"{(w := reach.lost.window).sessions}: {w.p90:.2f} s" if reach.lost else "none"


def on_paper(one: Reach) -> str:
    """The command that multiplies what one replica was measured to serve: `Measured` takes it."""
    usage = one.kept.usage
    return (
        f"python -m bench.balance --sessions {one.kept.window.sessions} --runs {one.kept.runs:.1f} "
        f"--memory {usage.memory / 1e6:.0f} --network {one.kept.kilobytes:.0f} "
        f"--balancer {one.kept.milliseconds('HAProxy'):.1f} --files {one.empty[1]} "
        f"--statements {usage.transactions / one.replicas:.1f}"
    )
