"""The part of a note that a link's subpath names: a section or a block (behaviour 2.3)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from studytui.characters import trimmed
from studytui.markdown import logical_lines
from studytui.markdown.document import Block, BlockId, Container, Document, Heading, containers
from studytui.vault import names
from studytui.vault.facts import sections_of
from studytui.vault.sections import HeadingIndex, footnote_of

WHOLE = 10**9
"""A line below every note."""


class Part(Struct, frozen=True):
    """Neighbouring blocks of a note; containers less deep than `depth` stand around them."""

    blocks: tuple[Block, ...]
    depth: int = 0


class Excerpt(Struct, frozen=True):
    """The part of a note that is embedded."""

    parts: tuple[Part, ...]
    """The section or block, then the footnotes that it refers to."""
    first: int = 0
    last: int = WHOLE
    """Its first and last source lines; of a whole note, lines above and below all of it."""


class Excerpts:
    """Finds parts of one parsed note; each question is answered once, and a part is found without a search."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._blocks = document.blocks
        self._known: dict[str | None, Excerpt | None] = {None: Excerpt((Part(document.blocks),))}

    def find(self, subpath: str | None) -> Excerpt | None:
        """The part that `H1#H2` or `^id` names; the whole note without a subpath; None when it is not there."""
        if subpath not in self._known:
            self._known[subpath] = self._find(subpath or "")
        return self._known[subpath]

    def _find(self, subpath: str) -> Excerpt | None:
        last = subpath.rpartition("#")[2].strip()
        footnote = footnote_of(subpath)
        if footnote is not None:
            found = self._footnote(footnote[2:-1])
        elif last.startswith("^"):
            named = self._ids.get(names.casefold(trimmed(last[1:])))
            found = None if named is None else self._block(named)
        else:
            line = self._outline.find(subpath)
            found = None if line is None else self._section(self._headings[line])
        if found is None or not found.blocks:
            return None
        blocks = found.blocks
        last_line = max(block.end for block in blocks)
        return Excerpt((found, *footnotes_of(self._blocks, blocks)), blocks[0].line, last_line)

    @cached_property
    def _outline(self) -> HeadingIndex:
        return HeadingIndex(sections_of(self.document))

    @cached_property
    def _headings(self) -> dict[int, int]:
        """Source line of a heading -> where it stands among the blocks."""
        return {block.line: at for at, block in enumerate(self._blocks) if isinstance(block, Heading)}

    @cached_property
    def _ids(self) -> dict[str, BlockId]:
        ids: dict[str, BlockId] = {}
        for block_id in self.document.block_ids:
            ids.setdefault(names.casefold(block_id.name), block_id)
        return ids

    @cached_property
    def _starts(self) -> dict[int, int]:
        """Source line -> the first block that begins there."""
        starts: dict[int, int] = {}
        for at, block in enumerate(self._blocks):
            starts.setdefault(block.line, at)
        return starts

    def _section(self, start: int) -> Part:
        """From a heading to the next of the same or higher level; one in a quote ends with the quote."""
        heading = self._blocks[start]
        assert isinstance(heading, Heading)
        around = heading.inside
        end = start + 1
        while end < len(self._blocks):
            block = self._blocks[end]
            rival = isinstance(block, Heading) and block.level <= heading.level and block.inside is around
            if rival or _outside(block, around):
                break
            end += 1
        return Part(self._blocks[start:end], 0 if around is None else around.depth + 1)

    def _footnote(self, label: str) -> Part | None:
        """The text of a footnote, without its number."""
        wanted = label.casefold()
        found: list[Block] = []
        depth = 0
        for block in self._blocks:
            around = next((each for each in containers(block.inside) if each.label.casefold() == wanted), None)
            if around is not None and around.kind == "footnote":
                found.append(block)
                depth = around.depth + 1
        return Part(tuple(found), depth) if found else None

    def _block(self, named: BlockId) -> Part | None:
        """A paragraph, table, heading …; a list item with its children, a quote or a callout with all in it."""
        blocks, start = self._blocks, self._starts.get(named.line)
        if start is None:
            return None
        first, end = blocks[start], start + 1
        if named.own:
            while end < len(blocks) and blocks[end].line < named.own:
                end += 1
            return Part(blocks[start:end], _depth_from(first, named.line))
        around = first.inside
        if around is None or around.line != named.line:
            return Part((first,), 0 if around is None else around.depth + 1)
        while end < len(blocks) and not _outside(blocks[end], around):
            end += 1
        return Part(blocks[start:end], around.depth)


def _depth_from(block: Block, line: int) -> int:
    """The depth at which what begins on that line stands."""
    depth = 0 if block.inside is None else block.inside.depth + 1
    for container in containers(block.inside):
        if container.line < line:
            break
        depth = container.depth
    return depth


def _outside(block: Block, container: Container | None) -> bool:
    """True if a block that follows one in the container stands outside it."""
    if container is None:
        return False
    around = (each for each in containers(block.inside) if each.depth <= container.depth)
    return next(around, None) is not container


def footnotes_of(blocks: Sequence[Block], excerpted: Sequence[Block]) -> Iterator[Part]:
    """The definitions of the footnotes that an excerpt refers to, where they stand outside it."""
    wanted = _labels(excerpted)
    if not wanted:
        return
    there = {id(block) for block in excerpted}
    texts: dict[str, dict[int, tuple[Container, list[Block]]]] = {}
    for block in blocks:
        text = next((found for found in containers(block.inside) if found.kind == "footnote"), None)
        if text is not None and id(block) not in there:
            same = texts.setdefault(text.label.casefold(), {})
            same.setdefault(text.number, (text, []))[1].append(block)
    while wanted:
        # A text may refer to further footnotes.
        for text, found in texts.pop(wanted.popleft(), {}).values():
            yield Part(tuple(found), text.depth)
            wanted.extend(_labels(found))


def _labels(blocks: Sequence[Block]) -> deque[str]:
    return deque(
        inline.footnote.label.casefold()
        for block in blocks
        for line in logical_lines(block)
        for inline in line.inlines
        if inline.footnote is not None
    )
