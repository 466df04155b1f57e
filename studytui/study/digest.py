"""The high-yield lines of a topic as one note: by folder, note and heading, each of which leads back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from studytui.study.card import BETWEEN
from studytui.study.places import Placed, Places
from studytui.study.written import escaped, link_to, written
from studytui.vault import UnreadableNoteError, Vault
from studytui.vault.names import parent


class Digest(Struct, frozen=True):
    """A note, line by line, and what is in it."""

    lines: tuple[str, ...]
    high_yield: int
    """High-yield lines."""
    notes: int
    """Notes that have any."""
    unread: tuple[str, ...]
    """Notes that cannot be read."""


def digest_of(vault: Vault, notes: Iterable[str], name: str, *, strict_breaks: bool = False) -> Digest:
    """Every high-yield line of some notes with the items that lead to it; `name` is what the note is headed with."""
    body: list[str] = []
    unread: list[str] = []
    found = sections = 0
    folder: str | None = None
    for note in notes:
        try:
            document = vault.marked_document(note, strict_breaks=strict_breaks)
        except UnreadableNoteError:
            unread.append(note)
            continue
        placed = list(Places(vault.legend).marked(document.blocks)) if document is not None else []
        if not placed:
            continue
        if parent(note) != folder:
            folder = parent(note)
            body += ["", f"## {escaped(folder.replace('/', BETWEEN) or vault.root.name)}"]
        body += ["", f"### {link_to(note, (), vault.title(note))}", *_sections(vault, note, placed)]
        found += len(placed)
        sections += 1
    head = [f"# {escaped(name)}: high-yield", "", f"{_count(found, 'high-yield line')} of {_count(sections, 'note')}."]
    return Digest((*head, *body), found, sections, tuple(unread))


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _sections(vault: Vault, note: str, placed: Sequence[Placed]) -> Iterator[str]:
    headings: tuple[str, ...] = ()
    above: list[int] = []
    for each in placed:
        if each.headings != headings or each is placed[0]:
            above = []
            yield ""
        if each.headings != headings:
            headings = each.headings
            yield from (f"#### {link_to(note, headings, BETWEEN.join(headings))}", "")
        around = list(zip(each.above, each.parents[::-1], strict=True))[::-1]
        lines = [line for line, _ in around]
        while above and above != lines[: len(above)]:
            above.pop()
        for line, text in around[len(above) :]:
            yield _item(len(above), escaped(text))
            above.append(line)
        yield _item(len(above), written(each.line.inlines, vault.legend))
        if each.row == 0 or each.line.line not in above:
            above.append(each.line.line)


def _item(depth: int, text: str) -> str:
    return f"{'    ' * depth}- {text}"
