"""The moment in which a page is shown already, and its vault is still being read."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any

from studytui.tui.screens.reading.base import ReadingBase


class Beginning:
    """Keeps the keys of that moment: what they ask for needs the vault, and is done as soon as it is there."""

    def __init__(self, screen: ReadingBase) -> None:
        self._screen = screen
        self.begun = False
        """Whether the first page was begun before the vault was read."""
        self._kept: list[Callable[[], Any]] = []

    def keeps(self, act: Callable[[], Any]) -> bool:
        """Keep something to do, if it has to wait for the vault; False if it has not."""
        waits = self.begun and not self._screen.ready
        if waits:
            self._kept.append(act)
        return waits

    def when_ready(self, action: Callable[..., Any], *arguments: Any) -> Any:
        """Do now, or when the vault is there, what a key asks for."""
        return None if self.keeps(lambda: action(*arguments)) else action(*arguments)

    def over(self) -> None:
        """Have the garbage collector, which waited for the first page, begin; what was made until now stays."""
        if not gc.isenabled():
            gc.freeze()
            gc.enable()

    def vault_came(self) -> None:
        """Do what was kept, in its order."""
        kept, self._kept = self._kept, []
        for act in kept:
            self._screen.call_later(act)
