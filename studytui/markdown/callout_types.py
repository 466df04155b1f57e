"""Callout types: their aliases and default titles (behaviour 4.3)."""

from __future__ import annotations

from collections.abc import Mapping

ALIASES: Mapping[str, str] = {
    "summary": "abstract",
    "tldr": "abstract",
    "hint": "tip",
    "important": "tip",
    "check": "success",
    "done": "success",
    "help": "question",
    "faq": "question",
    "caution": "warning",
    "attention": "warning",
    "fail": "failure",
    "missing": "failure",
    "error": "danger",
    "cite": "quote",
}
"""Another name for a type -> the type whose look it has."""

TYPES = frozenset(ALIASES.values()) | {"note", "info", "todo", "bug", "example"}


def canonical(callout: str) -> str:
    """The type whose look a callout has; one that Obsidian does not know looks like a note."""
    callout = callout.lower()
    callout = ALIASES.get(callout, callout)
    return callout if callout in TYPES else "note"


def default_title(callout: str) -> str:
    """The title of a callout that has none of its own: `multi-column` -> `Multi Column`."""
    words = callout.replace("-", " ").split()
    return " ".join(word[:1].upper() + word[1:] for word in words) or "Note"
