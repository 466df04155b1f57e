"""Signals that end a program end the app: the terminal is restored and the place kept."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

_ENDING = [
    number
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGBREAK")
    if (number := getattr(signal, name, None)) is not None
]


@contextmanager
def ended_by_signals(loop: asyncio.AbstractEventLoop, leave: Callable[[int], None]) -> Iterator[None]:
    """While this lasts, a signal leaves the app with the status that shells give it."""

    def end(number: int, _frame: object) -> None:
        loop.call_soon_threadsafe(partial(leave, 128 + number))

    before = {number: signal.signal(number, end) for number in _ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
