"""Drives a Textual app in this process: keys in, costs out.

The app runs through Textual's Pilot with a driver that throws away what a terminal would get, after Textual has made
all of it.
"""

from __future__ import annotations

import asyncio
import gc
import re
import time
from typing import Any, NamedTuple

from textual.app import App
from textual.drivers.headless_driver import HeadlessDriver
from textual.events import Key
from textual.pilot import Pilot

PATIENCE = 600.0
"""Seconds after which something will not be painted any more."""

BUSY = 0.2
"""Share of a processor above which an app is not at rest."""

_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")


class Cost(NamedTuple):
    """Seconds, by the clock and of the processor."""

    wall: float
    cpu: float

    @classmethod
    def now(cls) -> Cost:
        """Both clocks."""
        return cls(time.perf_counter(), time.process_time())

    def since(self, start: Cost) -> Cost:
        """What went by between two looks at the clocks."""
        return Cost(self.wall - start.wall, self.cpu - start.cpu)


class QuietDriver(HeadlessDriver):
    """Takes all that a terminal would get, so that Textual has to make it, and notes when a text came."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.wanted: str | None = None
        self.seen_at: Cost | None = None
        self.written_at = Cost.now()

    @property
    def is_headless(self) -> bool:
        return False

    def write(self, data: str) -> None:
        self.written_at = Cost.now()
        if self.wanted is not None and self.wanted in _ESCAPES.sub("", data):
            self.seen_at, self.wanted = Cost.now(), None


class Stage:
    """An app that is driven: keys in, times out."""

    def __init__(self, app: App[Any], pilot: Pilot[Any]) -> None:
        driver = app._driver
        assert isinstance(driver, QuietDriver)
        self.app, self.pilot, self.driver = app, pilot, driver

    async def painted(self, text: str, key: str) -> Cost:
        """What it costs from the key until `text` was painted."""
        self.driver.seen_at, self.driver.wanted = None, text
        start = Cost.now()
        await self.key(key)
        while self.driver.seen_at is None:
            if time.perf_counter() - start.wall > PATIENCE:
                raise TimeoutError(f"never painted: {text}")
            await asyncio.sleep(0.001)
        return self.driver.seen_at.since(start)

    async def key(self, key: str) -> None:
        """Sends a key without waiting for what it does."""
        event = Key(key, key if len(key) == 1 else None)
        event.set_sender(self.app)
        self.driver.send_message(event)

    async def settled(self, seconds: float = 0.15) -> None:
        """Waits until for that long nothing was painted and the process did next to nothing, in any thread."""
        begun = Cost.now()
        while True:
            start = Cost.now()
            await asyncio.sleep(seconds)
            went_by = Cost.now().since(start)
            if self.driver.written_at < start and went_by.cpu < went_by.wall * BUSY:
                break
            if start.wall - begun.wall > PATIENCE:
                raise TimeoutError("the app never comes to rest")
        gc.collect()
