"""The definitions of a note's footnotes, found in its document (behaviour 4.4)."""

from __future__ import annotations

from msgspec.structs import replace

from studytui.markdown.document import Block, Container, Document


def blocks_of(document: Document, number: int) -> tuple[Block, ...]:
    """The blocks inside the container with this number, without what is around it."""
    made: dict[int, Container] = {}
    found: list[Block] = []
    for block in document.blocks:
        chain: list[Container] = []
        inside = block.inside
        while inside is not None and inside.number != number:
            chain.append(inside)
            inside = inside.inside
        if inside is None:
            continue
        chain.append(inside)
        outer: Container | None = None
        for depth, container in enumerate(reversed(chain)):
            if container.number not in made:
                made[container.number] = replace(container, inside=outer, depth=depth)
            outer = made[container.number]
        found.append(replace(block, inside=outer))
    return tuple(found)
