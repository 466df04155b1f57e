"""The texts of footnotes below everything else of their note, in the order of their numbers, as Obsidian shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from studytui.markdown.document import Block, Container, containers, containers_up_to


class FootnoteTexts:
    """Takes the blocks of one note in order, and keeps the texts of footnotes back until the others have come."""

    def __init__(self, below: Container | None = None) -> None:
        """A note that is shown below a container, or is the page."""
        self._below = below
        self._kept: dict[int, tuple[Container, list[Block]]] = {}
        """By the number of the container that a text stands in."""
        self._around: dict[int, Container | None] = {}
        """The text that a container is in, by its number."""

    def body(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """The blocks that are in no text of a footnote."""
        for block in blocks:
            text = self._text_around(block.inside) if block.inside is not None else None
            if text is None:
                yield block
            else:
                self._kept.setdefault(text.number, (text, []))[1].append(block)

    def below(self) -> Iterator[Block]:
        """The texts, out of whatever they were written in."""
        for text, blocks in sorted(self._kept.values(), key=lambda kept: int(kept[0].marker)):
            yield from _moved(blocks, text, self._below)

    def ordered(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """All blocks of a note."""
        yield from self.body(blocks)
        yield from self.below()

    def named(self, label: str) -> tuple[Block, ...]:
        """The text of a footnote by its label, by itself; nothing if it is not among those that have come."""
        for text, blocks in list(self._kept.values()):  # a worker may be adding to them
            if text.label.casefold() == label.casefold():
                return tuple(_moved(blocks, text, None))
        return ()

    def holds(self, line: int) -> bool:
        """True if a text that stands by itself on this source line is among those kept back."""
        return any(
            text.line <= line <= blocks[-1].end
            for text, blocks in self._kept.values()
            if " " not in text.label  # that of an inline footnote: what refers to it stands on the same line
        )

    def _text_around(self, container: Container) -> Container | None:
        fresh: list[int] = []
        found: Container | None = None
        for inside in containers(container):
            if inside.kind == "footnote":
                found = inside
                break
            if inside.number in self._around:
                found = self._around[inside.number]
                break
            fresh.append(inside.number)
        self._around.update(dict.fromkeys(fresh, found))
        return found


def _moved(blocks: Iterable[Block], text: Container, below: Container | None) -> Iterator[Block]:
    """The blocks of a text, of whose containers the outermost is now its own."""
    depth = 0 if below is None else below.depth + 1
    made = {text.number: replace(text, inside=below, depth=depth)}
    for block in blocks:
        fresh, inside = containers_up_to(made, block.inside)
        outer = made[inside.number if inside is not None else text.number]
        for container in reversed(fresh):
            outer = made[container.number] = replace(container, inside=outer, depth=outer.depth + 1)
        yield replace(block, inside=outer)
