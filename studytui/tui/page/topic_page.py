"""The high-yield page of a topic: every high-yield line of every note under it, each followable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec.structs import replace

from studytui.layout import Line, Span
from studytui.layout.wrap import cells
from studytui.markdown import Legend, logical_lines, marked_lines, parse
from studytui.markdown.document import Block, Container, Heading, Highlight, Inline, Link, Paragraph, Style
from studytui.vault import NoteLinkStatus, UnreadableNoteError, Vault
from studytui.vault.embeds import Origin

NOTE_LEVEL = 4
"""Of the headings that are notes: one row, with no rule below it."""


def with_counts(title: Line, counts: str, width: int) -> Line:
    """The row above the page with what is on it."""
    text = f"{title.text.partition('  · ')[0]}  · {counts}"
    if cells(text) > width:
        return title
    start = text.index("  · ") + 2
    return replace(title, text=text, spans=(*title.spans[:1], Span(start, len(text), "backlinks")))


class TopicPage:
    """Blocks made of other notes' lines; answers for their links as `LinkStatusOf` does."""

    def __init__(self, vault: Vault, topic: str, legend: Legend, *, strict_breaks: bool = False) -> None:
        self.topic = topic
        self.origins: dict[int, Origin] = {}
        self.places: dict[int, tuple[str, int]] = {}
        """Line of this page -> note and its source line."""
        self.firsts: dict[str, int] = {}
        """Note -> line of this page that it begins at."""
        self.buckets: Counter[str] = Counter()
        """Marks on the page so far by colour bucket."""
        self.skipped: list[str] = []
        """Notes that could not be read."""
        self._vault = vault
        self._legend = legend
        self._strict_breaks = strict_breaks
        self._links = 0
        self._marks = 0
        self._line = 0
        self._containers = 0
        self._found = 0
        self._notes = 0
        self._all_notes = 0

    def blocks(self) -> Iterator[tuple[Block, ...]]:
        """The page, a note a piece, in the order of the tree; notes without high-yield lines are left out."""
        for path in self._paths():
            self._all_notes += 1
            try:
                document = parse(self._vault.text(path), strict_breaks=self._strict_breaks)
            except UnreadableNoteError:
                self.skipped.append(path)
                continue
            piece = tuple(self._note(path, document.blocks))
            if piece:
                self._notes += 1
                yield piece if self._notes > 1 else (self._title(), *piece)
        if not self._notes:
            nothing = Inline("no high-yield marks under this topic", self._next_line())
            yield self._title(), self._paragraph(nothing, inside=None)

    def _title(self) -> Block:
        """The row above the page; the screen puts the counts behind it once all is there."""
        name = f"High-yield of {self.topic or 'all topics'}"
        return Paragraph(0, 0, None, (Inline(name, 0, style=Style.BOLD),))

    def _paths(self) -> Iterable[str]:
        if self.topic.startswith("#"):
            return self._vault.tagged(self.topic)
        return (leaf.path for leaf in self._vault.topics.folder(self.topic).leaves())

    @property
    def marks(self) -> int:
        """Marks on the page so far."""
        return self._marks

    @property
    def found(self) -> int:
        """High-yield lines on the page so far."""
        return self._found

    @property
    def notes(self) -> tuple[int, int]:
        """Notes with high-yield lines, and all notes looked at."""
        return self._notes, self._all_notes

    def _note(self, path: str, blocks: Iterable[Block]) -> Iterator[Block]:
        marks: dict[int, Highlight] = {}
        headings: tuple[str, ...] | None = None
        section: Container | None = None
        for marked in marked_lines(blocks, self._legend):
            if headings is None:
                line = self.firsts[path] = self._at(path, 1)
                title = self._link(path, 1, self._vault.title(path), line)
                yield Heading(line, line, None, NOTE_LEVEL, (title,))
            if marked.headings != headings:
                section = None
                if marked.headings:
                    line = self._at(path, marked.line)
                    section = self._item(line)
                    yield self._paragraph(Inline(" › ".join(marked.headings), line), inside=section)
            headings = marked.headings
            logical = next(found for found in logical_lines(marked.block) if found.line == marked.line)
            line = self._at(path, marked.line)
            item = self._item(line, section)
            self._found += 1
            inlines = [self._own(path, inline, line, marks) for inline in logical.inlines]
            arrow = self._link(path, marked.line, "↗", line)
            yield self._paragraph(*inlines, Inline(" ", line), arrow, inside=item)

    def _item(self, line: int, inside: Container | None = None) -> Container:
        self._containers += 1
        return Container(self._containers, "item", line, inside, 0 if inside is None else 1, marker="-")

    def _own(self, path: str, inline: Inline, line: int, marks: dict[int, Highlight]) -> Inline:
        mark, link = inline.mark, inline.link
        if mark is not None:
            if mark.number not in marks:
                marks[mark.number] = replace(mark, number=self._marks)
                self.buckets[mark.bucket] += 1
                self._marks += 1
            mark = marks[mark.number]
        if link is not None:
            known = self.origins.get(self._links - 1)
            if known is None or known.line is not None or known.link is not link:
                self.origins[self._links] = Origin(path, None, link)
                self._links += 1
            link = replace(link, number=self._links - 1)
        # The text of a footnote is not on this page.
        return replace(inline, mark=mark, link=link, line=line, footnote=None)

    def _link(self, path: str, target: int, text: str, line: int) -> Inline:
        link = Link(self._links, path, text, line, "wiki")
        self.origins[self._links] = Origin(path, target, link)
        self._links += 1
        return Inline(text, line, link=link)

    def _at(self, path: str, line: int) -> int:
        self.places[self._next_line()] = (path, line)
        return self._line

    def _next_line(self) -> int:
        self._line += 1
        return self._line

    @staticmethod
    def _paragraph(*inlines: Inline, inside: Container | None) -> Paragraph:
        line = inlines[0].line
        return Paragraph(line, line, inside, inlines)

    def origin_of(self, link: Link) -> Origin | None:
        """The note that a link of the page was written in."""
        return self.origins.get(link.number)

    def link_status(self, link: Link) -> Literal["ok", "missing", "ambiguous", "external"]:
        """The link status: resolved, external or broken, seen from the note that it was written in."""
        origin = self.origins[link.number]
        return "ok" if origin.line is not None else self._status_of(origin).link_status(origin.link)

    def image_missing(self, link: Link) -> bool:
        """True if an image on the page is not in the vault."""
        origin = self.origins[link.number]
        return self._status_of(origin).image_missing(origin.link)

    def _status_of(self, origin: Origin) -> NoteLinkStatus:
        return NoteLinkStatus(self._vault, origin.note, quick=True)
