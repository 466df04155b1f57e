"""Scope of a review: a note, a topic, highlights of a colour, or everything."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from studytui.vault import Vault


class Scope(Struct, frozen=True):
    """The deck that a reader chose."""

    kind: Literal["all", "topic", "note", "color"] = "all"
    name: str = ""
    """Path of the note; folder or `#tag`; bucket of the colour."""
    cram: bool = False
    """True if it is gone through without changing any schedule."""

    def __str__(self) -> str:
        match self.kind:
            case "note":
                return self.name.rpartition("/")[2].removesuffix(".md")
            case "color":
                return f"{self.name} marks"
            case _:
                return self.name or "everything"


EVERYTHING = Scope()


def notes_of(vault: Vault, scope: Scope) -> tuple[str, ...]:
    """The notes of a scope in reading order; none where it has gone."""
    if scope.kind == "note":
        return (scope.name,) if scope.name in vault.notes else ()
    if scope.kind == "topic" and scope.name:
        return notes_of_topic(vault, scope.name)
    return tuple(leaf.path for leaf in vault.tree().leaves())


def notes_of_topic(vault: Vault, topic: str) -> tuple[str, ...]:
    """The notes of a folder or `#tag`, in the order of the tree."""
    if topic.startswith("#") and ((tagged := vault.tagged(topic)) or topic not in vault.topics.folders()):
        return tagged  # a folder may be called like a tag
    if topic not in vault.topics.folders():
        folders = vault.find_folder(topic)
        if len(folders) != 1:
            return ()
        topic = folders[0]
    return tuple(leaf.path for leaf in vault.topics.folder(topic).leaves())


def split_topics(vault: Vault, typed: str) -> tuple[str, ...]:
    """The topics of a list with commas between; a folder whose name has commas is one."""
    pieces = typed.split(",")
    topics: list[str] = []
    at = 0
    while at < len(pieces):
        ends = range(len(pieces), at + 1, -1)
        end = next((end for end in ends if vault.find_folder(",".join(pieces[at:end]))), at + 1)
        topics.append(",".join(pieces[at:end]).strip())
        at = end
    return tuple(filter(None, topics))


def notes_of_topics(vault: Vault, topics: Iterable[str]) -> tuple[str, ...]:
    """The notes of several topics, each once; of none, all."""
    named = tuple(topics)
    if not named:
        return notes_of(vault, EVERYTHING)
    return tuple(dict.fromkeys(note for topic in named for note in notes_of_topic(vault, topic)))
