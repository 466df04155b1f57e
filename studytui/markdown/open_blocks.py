"""The leaf blocks of a document so far, and the containers that are open around the next one."""

from __future__ import annotations

from collections.abc import Callable

from studytui.markdown.document import Block, Container, ContainerKind, Paragraph


class OpenBlocks:
    """Takes leaves and containers as they come, from Markdown and from HTML alike; it numbers the containers."""

    def __init__(self, after_leaf: Callable[[], None]) -> None:
        """`after_leaf` may set more blocks below each leaf: the texts of inline footnotes."""
        self.leaves: list[Block] = []
        """Those that have not been taken yet."""
        self.inside: Container | None = None
        """The innermost container that is open."""
        self.takes: Callable[[Block], bool] = lambda block: False
        """Asked before a leaf is added; says whether it went elsewhere, into a cell of an HTML table."""
        self.before_close: Callable[[Container], None] = lambda container: None
        """Told before a container closes."""
        self._after_leaf = after_leaf
        self._containers = 0
        self._siblings = [0]
        self._filled = [False]

    @property
    def sibling(self) -> int:
        """The line of what was added last to the innermost container, which a following block id names; or 0."""
        return self._siblings[-1]

    @sibling.setter
    def sibling(self, line: int) -> None:
        self._siblings[-1] = line

    def take(self) -> tuple[Block, ...]:
        """The leaves since they were last taken."""
        leaves, self.leaves = self.leaves, []
        return tuple(leaves)

    def add(self, block: Block) -> None:
        """Appends a leaf."""
        if not self.takes(block):
            self.leaves.append(block)
        self._siblings[-1] = block.line
        self._filled[-1] = True
        self._after_leaf()

    def open(self, kind: ContainerKind, line: int, **values: object) -> Container:
        """Opens a container inside the current one."""
        inside = self.inside
        self._siblings[-1] = line
        self._filled[-1] = True
        depth = 0 if inside is None else inside.depth + 1
        made = Container(self._containers, kind, line, inside, depth, **values)  # type: ignore[arg-type]  # its fields, by name
        self._containers += 1
        self.inside = made
        self._siblings.append(line)
        self._filled.append(False)
        return made

    def close(self) -> None:
        """Closes the innermost container."""
        if self.inside is None:
            return
        self.before_close(self.inside)
        self.inside = self.inside.inside
        self._siblings.pop()
        self._filled.pop()

    def close_item(self) -> None:
        """Closes an item, which is a leaf when nothing stands in it."""
        if not self._filled[-1] and self.inside is not None:
            self.add(Paragraph(self.inside.line, self.inside.line, self.inside, ()))
        self.close()
