"""The part of a note that a link's subpath names: a section or a block (behaviour 2.3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from studytui.markdown import logical_lines
from studytui.markdown.document import Block, BlockId, Container, Document, Heading
from studytui.vault import names
from studytui.vault.facts import sections_of
from studytui.vault.sections import find_heading

WHOLE = 10**9
"""A line below every note."""


@dataclass(frozen=True, slots=True)
class Part:
    """Neighbouring blocks of a note; containers less deep than `depth` stand around them."""

    blocks: tuple[Block, ...]
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is embedded of a note."""

    parts: tuple[Part, ...]
    """The section or block, then the footnotes that it refers to."""
    first: int = 0
    last: int = WHOLE
    """Its first and last source lines; of a whole note, lines above and below all of it."""


def excerpt(document: Document, subpath: str | None) -> Excerpt | None:
    """What `H1#H2` or `^id` names; the whole note without a subpath; None when it is not there."""
    if subpath is None:
        return Excerpt((Part(document.blocks),))
    last = subpath.rpartition("#")[2].strip()
    if last.startswith("^"):
        wanted = names.fold(last[1:].strip())
        named = next((block_id for block_id in document.block_ids if names.fold(block_id.name) == wanted), None)
        found = None if named is None else _block(document.blocks, named)
    else:
        line = find_heading(sections_of(document), subpath)
        found = None if line is None else _section(document.blocks, line)
    if found is None or not found.blocks:
        return None
    blocks = found.blocks
    # A list item ends where its last block ends; block ends are never below their section.
    return Excerpt((found, *_footnotes(document.blocks, blocks)), blocks[0].line, max(block.end for block in blocks))


def _section(blocks: Sequence[Block], line: int) -> Part:
    """From a heading to the next of the same or higher level; one in a quote ends with the quote."""
    start, heading = next(
        (at, block) for at, block in enumerate(blocks) if isinstance(block, Heading) and block.line == line
    )
    around = heading.inside
    end = len(blocks)
    for at in range(start + 1, len(blocks)):
        block = blocks[at]
        if _outside(block, around) or (
            isinstance(block, Heading) and block.level <= heading.level and block.inside is around
        ):
            end = at
            break
    return Part(tuple(blocks[start:end]), 0 if around is None else around.depth + 1)


def _block(blocks: Sequence[Block], named: BlockId) -> Part | None:
    """A paragraph, table, heading …; a list item with its children, a quote or a callout with all in it."""
    start = next((at for at, block in enumerate(blocks) if block.line >= named.line), None)
    if start is None:
        return None
    first = blocks[start]
    if named.own:
        end = start + 1
        while end < len(blocks) and blocks[end].line < named.own:
            end += 1
        return Part(tuple(blocks[start:end]), _depth_from(first, named.line))
    around = first.inside
    if around is None or around.line != named.line:
        return Part((first,), 0 if around is None else around.depth + 1)
    end = start + 1
    while end < len(blocks) and not _outside(blocks[end], around):
        end += 1
    return Part(tuple(blocks[start:end]), around.depth)


def _depth_from(block: Block, line: int) -> int:
    """The depth at which what begins on that line stands."""
    depth = 0 if block.inside is None else block.inside.depth + 1
    for container in _chain(block):
        if container.line < line:
            break
        depth = container.depth
    return depth


def _outside(block: Block, container: Container | None) -> bool:
    """Whether a block that follows one in the container stands outside it."""
    if container is None:
        return False
    inside = block.inside
    while inside is not None and inside.depth > container.depth:
        inside = inside.inside
    return inside is not container


def _chain(block: Block) -> Iterator[Container]:
    inside = block.inside
    while inside is not None:
        yield inside
        inside = inside.inside


def _footnotes(blocks: Sequence[Block], excerpted: Sequence[Block]) -> Iterator[Part]:
    """The definitions of the footnotes that an excerpt refers to, where they stand outside it."""
    labels = {
        inline.footnote.label
        for block in excerpted
        for line in logical_lines(block)
        for inline in line.inlines
        if inline.footnote is not None
    }
    if not labels:
        return
    there = {id(block) for block in excerpted}
    for block in blocks:
        definition = next((found for found in _chain(block) if found.kind == "footnote"), None)
        if definition is not None and definition.label in labels and id(block) not in there:
            yield Part((block,), definition.depth)
