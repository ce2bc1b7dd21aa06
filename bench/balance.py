"""python -m bench.balance: how many sessions many machines serve, by the fullest replica and not by
the mean, with newcomers sent by a hash of their cookie or to where the fewest are."""

import argparse
import heapq
import random

STAY = 600  # seconds that a session lasts, on average


def fullest(replicas: int, sessions: int, by_hash: bool, seed: int = 1) -> int:
    """The most sessions that any replica holds at any moment of ten stays, with `sessions` there on
    average, coming and going by chance."""
    chance = random.Random(seed)
    held, most = [0] * replicas, 0
    leaving: list[tuple[float, int]] = []
    now, end = 0.0, 10 * STAY
    while now < end:
        now += chance.expovariate(sessions / STAY)
        while leaving and leaving[0][0] <= now:
            held[heapq.heappop(leaving)[1]] -= 1
        home = chance.randrange(replicas) if by_hash else min(range(replicas), key=held.__getitem__)
        held[home] += 1
        heapq.heappush(leaving, (now + chance.expovariate(1 / STAY), home))
        most = max(most, held[home])
    return most


def served(replicas: int, most: int, by_hash: bool) -> int:
    """The sessions that may be there on average while no replica ever holds more than `most`."""
    low, high = 1, replicas * most
    while high - low > max(1, low // 50):
        middle = (low + high) // 2
        low, high = (middle, high) if fullest(replicas, middle, by_hash) <= most else (low, middle)
    return low


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.balance", description=__doc__)
    parser.add_argument(
        "--most", type=int, default=70, help="sessions that one replica serves (70)"
    )
    most = parser.parse_args().most
    print("| replicas | by a hash | to the fewest | mean × replicas |\n|---|---|---|---|")
    for replicas in (2, 8, 80):
        both = (served(replicas, most, by_hash) for by_hash in (True, False))
        print(f"| {replicas} | {' | '.join(f'{n:,}' for n in both)} | {replicas * most:,} |")


if __name__ == "__main__":
    main()
