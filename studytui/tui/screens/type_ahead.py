"""Screens that take keys pressed before they were built."""

from __future__ import annotations

from abc import abstractmethod
from typing import TypeVar

from textual import events

from studytui.tui.screens.dialog import Dialog

Result = TypeVar("Result")


class TypeAheadScreen(Dialog[Result]):
    """A modal with a box: what is typed right after the key that opens it goes into the box."""

    @abstractmethod
    def ask_again(self) -> None:
        """Asks the same query again: the index holds more by now."""

    @abstractmethod
    def take_key(self, event: events.Key) -> bool:
        """Take a key that reached the app because nothing had the focus yet; True if it was taken."""
