"""The small pool in which files are made: a hundred downloads at once take two threads, and
nothing else of the server waits for them."""

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

AT_ONCE = 2  # one process has one core's worth of Python; more threads only make each file slower
_pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="files")
Made = TypeVar("Made")


async def in_pool(make: Callable[..., Made], *given) -> Made:
    """What `make` returns, made when its turn comes."""
    run = contextvars.copy_context().run
    return await asyncio.get_running_loop().run_in_executor(_pool, run, make, *given)


def made_in_pool(make: Callable[[], Made]) -> Made:
    """`in_pool` for a thread, which waits."""
    return _pool.submit(contextvars.copy_context().run, make).result()
