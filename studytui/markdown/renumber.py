"""Copies of blocks for another page: below another container, with numbers that nothing else on the page has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from studytui.markdown.document import (
    Block,
    Code,
    Container,
    ContainerKind,
    Footnote,
    Highlight,
    Inline,
    Link,
    Math,
    Row,
    Rule,
    Table,
    containers_up_to,
)


class Grafts:
    """Numbers what one page takes from other documents."""

    def __init__(self, first: int = 0) -> None:
        """Containers, links, marks and references to footnotes are each counted from `first`."""
        self.origins: dict[int, str] = {}
        """Number of a link that was taken -> the note that it stands in."""
        self._containers = self._links = self._marks = self._footnotes = first
        self._frames: dict[str, dict[int, int]] = {}
        """How many frames came before one of the same note, by the number of its container."""

    def container(
        self,
        kind: ContainerKind,
        line: int,
        inside: Container | None,
        *,
        marker: str = "",
        origin: str = "",
        host: int | None = None,
    ) -> Container:
        """A new container."""
        depth = 0 if inside is None else inside.depth + 1
        return Container(self.number_container(), kind, line, inside, depth, marker=marker, origin=origin, host=host)

    def graft(
        self, blocks: Iterable[Block], below: Container | None, *, depth: int = 0, lines: int = 0, called: str = ""
    ) -> Iterator[Block]:
        """The blocks below a container, whose `origin` and `host` all containers in it take over.

        Args:
            blocks: Of one document.
            below: What they come to stand in.
            depth: Containers that are less deep are left behind.
            lines: Is added to their source lines.
            called: What tells the footnotes in them from those of others, if not `origin` does.
        """
        return map(_Graft(self, below, depth, lines, called).copy, blocks)

    def name(self, origin: str, frame: int) -> tuple[str, str]:
        """The prefix and suffix of the labels of a note's footnotes: it may be on the page more than once."""
        frames = self._frames.setdefault(origin, {})
        before = frames.setdefault(frame, len(frames))
        return f"{origin}#[^", f"] {before + 1}" if before else "]"

    def number_container(self) -> int:
        """The next ordinal of a container."""
        self._containers += 1
        return self._containers - 1

    def number_link(self, origin: str) -> int:
        """The next ordinal of a link, of that note."""
        self._links += 1
        if origin:
            self.origins[self._links - 1] = origin
        return self._links - 1

    def number_mark(self) -> int:
        """The next ordinal of a highlight."""
        self._marks += 1
        return self._marks - 1

    def number_footnote(self) -> int:
        """The next ordinal of a reference to a footnote."""
        self._footnotes += 1
        return self._footnotes - 1


class _Graft:
    """Blocks that are taken from one document, in one go."""

    def __init__(self, grafts: Grafts, below: Container | None, depth: int, lines: int, called: str) -> None:
        self._grafts = grafts
        self._below = below
        self._origin = below.origin if below is not None else ""
        self._host = below.host if below is not None else None
        self._called = ("", "")
        if below is not None and (called or below.origin):
            self._called = grafts.name(called or below.origin, below.number)
        self._depth = depth
        self._lines = lines
        self._containers: dict[int, Container] = {}
        self._links: dict[int, Link] = {}
        self._marks: dict[int, Highlight] = {}
        self._footnotes: dict[int, Footnote] = {}

    def copy(self, block: Block) -> Block:
        """One block."""
        by, inside = self._lines, self._inside(block.inside)
        line, end = block.line + by, block.end + by
        match block:
            case Code():
                return replace(block, line=line, end=end, inside=inside, first=block.first + by)
            case Math():
                return replace(block, line=line, end=end, inside=inside, first=block.first and block.first + by)
            case Rule():
                return replace(block, line=line, end=end, inside=inside)
            case Table():
                rows = tuple(map(self._row, block.rows))
                return replace(block, line=line, end=end, inside=inside, header=self._row(block.header), rows=rows)
        return replace(block, line=line, end=end, inside=inside, inlines=self._inlines(block.inlines))

    def _row(self, row: Row) -> Row:
        return Row(row.line + self._lines, tuple(map(self._inlines, row.cells)))

    def _inside(self, container: Container | None) -> Container | None:
        missing, container = containers_up_to(self._containers, container)
        while missing and missing[-1].depth < self._depth:
            missing.pop()
        known = self._below
        if container is not None and container.depth >= self._depth:
            known = self._containers[container.number]
        for each in reversed(missing):
            known = self._containers[each.number] = replace(
                each,
                number=self._grafts.number_container(),
                line=each.line + self._lines,
                inside=known,
                depth=0 if known is None else known.depth + 1,
                label=self._label(each.label),
                origin=self._origin,
                host=self._host,
            )
        return known

    def _label(self, label: str) -> str:
        """Footnotes of two notes may be called alike: the label says which note's it is (behaviour 2.3.3)."""
        return label.join(self._called) if label else label

    def _inlines(self, inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return tuple(map(self._inline, inlines))

    def _inline(self, inline: Inline) -> Inline:
        mark, link, footnote = inline.mark, inline.link, inline.footnote
        if mark is None and link is None and footnote is None and not self._lines:
            return inline
        return replace(
            inline,
            line=inline.line + self._lines,
            mark=None if mark is None else self._mark(mark),
            link=None if link is None else self._link(link),
            footnote=None if footnote is None else self._footnote(footnote),
        )

    def _mark(self, mark: Highlight) -> Highlight:
        known = self._marks.get(mark.number)
        if known is None:
            known = self._marks[mark.number] = replace(mark, number=self._grafts.number_mark())
        return known

    def _link(self, link: Link) -> Link:
        known = self._links.get(link.number)
        if known is None:
            number = self._grafts.number_link(self._origin)
            known = self._links[link.number] = replace(link, number=number, line=link.line + self._lines)
        return known

    def _footnote(self, footnote: Footnote) -> Footnote:
        known = self._footnotes.get(footnote.occurrence)
        if known is None:
            known = self._footnotes[footnote.occurrence] = replace(
                footnote, label=self._label(footnote.label), occurrence=self._grafts.number_footnote()
            )
        return known
