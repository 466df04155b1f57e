"""The high-yield page of a topic: every high-yield line of every note under it, each followable.

Of a big topic only a stretch of it is laid out, round the place where the reader is. Lines and links have numbers that
tell the note that they are from, so that they are the same in every stretch.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Literal

from msgspec.structs import replace

from studytui.layout import Line, Span
from studytui.layout.wrap import cells
from studytui.markdown import Legend, logical_lines, marked_lines
from studytui.markdown.document import Block, Container, Heading, Highlight, Inline, Link, Paragraph, Style
from studytui.tui.page.topic_order import TopicOrder
from studytui.vault import NoteLinkStatus, UnreadableNoteError, Vault
from studytui.vault.embeds import Origin

WHOLE = 300
"""Notes of a topic that is always laid out as a whole."""
_LINES = 1 << 15
"""Lines of this page that one note may have; their numbers begin with as many times the number of the note."""
_LINKS = 1 << 20
"""Links, marks and items of a note, likewise."""


def note_number(line: int) -> int:
    """The number, in the topic, of the note that a line of the page is from."""
    return line // _LINES


def first_line(number: int) -> int:
    """The first line of the page that is from this note; 0 of the first, so that it is the page's top."""
    return number * _LINES + 1 if number else 0


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

    NAME = "High-yield"
    NOTHING = "no high-yield marks under this topic"

    def __init__(
        self,
        vault: Vault,
        topic: str,
        legend: Legend,
        *,
        strict_breaks: bool = False,
        marked: Mapping[str, int] | None = None,
    ) -> None:
        """A page with nothing on it yet.

        Args:
            vault: Where its notes are.
            topic: A folder or `#tag`.
            legend: Says what is high-yield.
            strict_breaks: As in `markdown.parse`.
            marked: The notes that have high-yield marks, if that is known of all: others are not looked into.
        """
        self.topic = topic
        self.order = TopicOrder(vault, topic)
        self.begins = self.ends = True
        """True if the page has the first, and the last, of the topic's lines."""
        self._marked = marked
        self.origins: dict[int, Origin] = {}
        self.places: dict[int, tuple[str, int]] = {}
        """Line of this page -> note and its source line."""
        self.buckets: Counter[str] = Counter()
        """Marks on the page so far by colour bucket."""
        self.skipped: list[str] = []
        """Notes that could not be read."""
        self._stamps: dict[str, tuple[int, int] | None] = {}
        """The notes that were looked at, in the order of the tree."""
        self._statuses: dict[str, NoteLinkStatus] = {}
        self._vault = vault
        self._legend = legend
        self._strict_breaks = strict_breaks
        self._links = self._marks = self._line = self._containers = 0
        """The last numbers that were given."""
        self._all_marks = 0
        self._found = 0
        self._notes = 0

    def blocks(self) -> Iterator[tuple[Block, ...]]:
        """The whole page, a note a piece, in the order of the tree; notes without high-yield lines are left out."""
        if not self.is_big:
            self._marked = None  # what is known of the others may be a moment old
        yield (self._title(),)
        for number in range(len(self.order)):
            piece = self.piece(number)
            if piece:
                yield piece
        if not self._notes:
            yield self.nothing()

    def has_lines_of(self, path: str) -> bool:
        """True if a note has high-yield lines and is one of the topic."""
        if not self.order.holds(path) or path in self._vault.excluded:
            return False
        if self._marked is not None:
            return bool(self._marked.get(path))
        try:
            return any(True for _ in marked_lines(self._blocks(path), self._legend))
        except UnreadableNoteError:
            return False

    def stretch(self, number: int, above: int, below: int) -> Iterator[tuple[Block, ...]]:
        """Pieces round a note: so many blocks, at least, above it and from it on, as far as there are."""
        last = len(self.order)
        first, before, blocks = min(number, last), list[tuple[Block, ...]](), 0
        while first > 0 and blocks < above:
            first -= 1
            piece = self.piece(first)
            before.append(piece)
            blocks += len(piece)
        self.begins, self.ends = first == 0, False
        if self.begins:
            yield (self._title(),)
        yield from filter(None, reversed(before))
        blocks = 0
        while number < last and blocks < below:
            piece = self.piece(number)
            number += 1
            blocks += len(piece)
            if piece:
                yield piece
        self.ends = number >= last
        if self.begins and self.ends and not self._notes:
            yield self.nothing()

    def _title(self) -> Block:
        """The row above the page; the screen puts the counts behind it once all is there."""
        name = f"{self.NAME} of {self.topic or 'all topics'}"
        return Paragraph(0, 0, None, (Inline(name, 0, style=Style.BOLD),))

    def nothing(self) -> tuple[Block, ...]:
        """The blocks of a page without marks."""
        return (self._paragraph(Inline(self.NOTHING, self._next_line()), inside=None),)

    def piece(self, number: int) -> tuple[Block, ...]:
        """The blocks of one note; none where it has no high-yield line."""
        path = self.order.path(number)
        self._stamps[path] = self._vault.stamp(path)
        if self._marked is not None and not self._marked.get(path):
            return ()
        self._line = number * _LINES
        self._links = self._marks = self._containers = number * _LINKS
        try:
            found = tuple(islice(self._made(path), _LINES - 1))
        except UnreadableNoteError:
            self.skipped.append(path)
            return ()
        self._notes += bool(found)
        return found

    def _made(self, path: str) -> Iterator[Block]:
        """What the page has of a note."""
        return self._note(path, self._blocks(path))

    def _blocks(self, path: str) -> Sequence[Block]:
        """The blocks of a note; none of one that can hold no mark."""
        document = self._vault.marked_document(path, strict_breaks=self._strict_breaks)
        return document.blocks if document is not None else ()

    def differs_in(self, vault: Vault) -> bool:
        """True if another note is in the topic, or one of them is another, or leads elsewhere, in another state."""
        if any(vault.stamp(path) != stamp for path, stamp in self._stamps.items()):
            return True
        if any(status.differs_in(vault) for status in self._statuses.values()):
            return True
        came = [note.path for path, note in vault.notes.items() if self._vault.notes.get(path) is not note]
        others = vault.excluded ^ self._vault.excluded
        if any(path in self._stamps for path in others):
            return True
        came += others & vault.notes.keys()
        if self.topic.startswith("#"):
            return any(path not in self._stamps and vault.has_tag(path, self.topic) for path in came)
        return any(path not in self._stamps and self.order.holds(path) for path in came)

    @property
    def is_big(self) -> bool:
        """True if a stretch of it is laid out at a time."""
        return len(self.order) > WHOLE

    @property
    def marks(self) -> int:
        """Marks on the page so far."""
        return self._all_marks

    @property
    def found(self) -> int:
        """High-yield lines on the page so far."""
        return self._found

    @property
    def notes(self) -> tuple[int, int]:
        """Notes with high-yield lines on the page so far, and all notes of the topic."""
        return self._notes, len(self.order)

    def _note(self, path: str, blocks: Iterable[Block]) -> Iterator[Block]:
        marks: dict[int, Highlight] = {}
        headings: tuple[str, ...] | None = None
        section: Container | None = None
        for marked in marked_lines(blocks, self._legend):
            if headings is None:
                yield self._heading(path)
            if marked.headings != headings:
                section = None
                if marked.headings:
                    line = self._at(path, marked.line)
                    section = self._item(line)
                    yield self._paragraph(Inline(" › ".join(marked.headings), line), inside=section)
            headings = marked.headings
            lines = (each for each in logical_lines(marked.block) if each.line == marked.line)
            logical = next(each for each in lines if each.text == marked.text)
            line = self._at(path, marked.line)
            item = self._item(line, section)
            self._found += 1
            inlines = [self._own(path, inline, line, marks) for inline in logical.inlines]
            arrow = self._link(path, marked.line, "↗", line)
            yield self._paragraph(*inlines, Inline(" ", line), arrow, inside=item)

    def _heading(self, path: str) -> Heading:
        """The row that names a note, and leads to it."""
        line = self._at(path, 1)
        return Heading(line, line, None, NOTE_LEVEL, (self._link(path, 1, self._vault.title(path), line),))

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
                self._all_marks += 1
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
        known = self._statuses.get(origin.note)
        if known is None:
            known = self._statuses[origin.note] = NoteLinkStatus(self._vault, origin.note, quick=True)
        return known
