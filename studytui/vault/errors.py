"""Errors of the vault: something asked for is not there, or cannot be read."""

from __future__ import annotations


class VaultError(Exception):
    """The vault cannot be used; the message is one line for the reader."""


class UnreadableNoteError(VaultError):
    """One note or file cannot be read; every other one still can."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"cannot read {path}: {reason}")
        self.path = path
        self.reason = reason
