"""Transclusion, a page with what it embeds: blocks of a note in, blocks with frames of other notes in their places out.

Embedded text is for reading only. Counts, outline, search, links and cards see the note's own
blocks, which is why this is no part of parsing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from studytui.markdown.document import (
    Block,
    Code,
    Container,
    Document,
    Frontmatter,
    Inline,
    Link,
    Paragraph,
    Style,
    Title,
    containers,
    cut_at_breaks,
)
from studytui.markdown.endnotes import FootnoteTexts
from studytui.markdown.frontmatter import is_drawing
from studytui.markdown.lines import stripped
from studytui.markdown.renumber import Grafts
from studytui.vault import names
from studytui.vault.embeds.link_status import NoteLinkStatus, Origin
from studytui.vault.encoding import decode
from studytui.vault.errors import UnreadableNoteError
from studytui.vault.links.resolve import Resolution
from studytui.vault.sections import footnote_of
from studytui.vault.vault import Vault

if TYPE_CHECKING:
    from studytui.layout.protocols import LinkStatus
    from studytui.vault.embeds.excerpt import Excerpt, Excerpts

DEEPEST_EMBED = 4
"""Frames inside frames; what is deeper is a link (behaviour 3)."""
MOST_EMBEDS = 250
"""Embeds of one page that are looked into."""
MOST_BLOCKS = 5_000
"""Blocks of other notes on one page."""
MOST_BYTES = 1_000_000
"""Bytes of other notes that one page may have parsed."""

FIRST = 1_000_000_000
"""Numbers of embedded containers, links and marks begin here: the note's own are below."""

_NO_QUERIES = "queries are not run here"
_PIECE = 400
"""Blocks that are handed on together, at most."""


class _Frame(Struct, frozen=True):
    """The page itself, or an embed in it, while it is expanded."""

    note: str
    chain: tuple[tuple[str, int], ...] = ()
    """Each note outside it and the line there that leads here, the page first."""
    host: int | None = None
    """The line of the page that leads here."""


class _Embed(Struct, frozen=True):
    """An embed that becomes a frame, and what goes into it."""

    inline: Inline
    link: Link
    inside: Container | None
    path: str
    title: str
    excerpt: Excerpt


class _RefusedError(Exception):
    """Why an embed stays a link, in a word or two for its reader."""


class Embedding:
    """One page: expands its embeds, and answers for its links as `LinkStatusOf` and `Origins` do.

    Frames go four deep, and never into a text that holds the embed which leads there. The number
    of embeds, their blocks and the bytes read for them are bounded for the page as a whole;
    what is beyond that stays a link.
    """

    def __init__(
        self,
        vault: Vault,
        note: str,
        frontmatter: Frontmatter | None = None,
        *,
        quick: bool = False,
        strict_breaks: bool = False,
    ) -> None:
        """A page.

        Args:
            vault: Where embedded notes come from.
            note: The note, or another file whose blocks are shown.
            frontmatter: Of the note: that of a drawing says so.
            quick: As in `Vault.resolve`.
            strict_breaks: As in `markdown.parse`.
        """
        self.note = note
        self._vault = vault
        self._drawing = self._drawing_of(note, frontmatter or Frontmatter())
        self._quick = quick
        self._strict_breaks = strict_breaks
        self._grafts = Grafts(FIRST)
        self._statuses: dict[str, NoteLinkStatus] = {}
        self._sources: dict[str, Excerpts] = {}
        self._stamps: dict[str, tuple[int, int] | None] = {}
        """Stamps of the files of embeds when they were read, or could not be."""
        self._led: dict[tuple[str, str, bool], str | None] = {}
        """Where embeds led: note, target and whether it is a wikilink -> path."""
        self._texts = FootnoteTexts()
        self._framed: list[FootnoteTexts] = []
        """The footnotes of the page itself, and of each frame."""
        self._embeds = MOST_EMBEDS
        self._blocks = MOST_BLOCKS
        self._bytes = MOST_BYTES

    # Links

    def origin_of(self, link: Link) -> Origin | None:
        """The note that an embedded link stands in; None for the page's own."""
        note = self._grafts.origins.get(link.number)
        return None if note is None else Origin(note, None, link)

    def link_status(self, link: Link) -> LinkStatus:
        """The status of a link, seen from the note that it stands in."""
        return self._around(link).link_status(link)

    def image_missing(self, link: Link) -> bool:
        """True if an image is not there, seen from the note that it stands in."""
        return self._around(link).image_missing(link)

    def _around(self, link: Link) -> NoteLinkStatus:
        note = self._grafts.origins.get(link.number, self.note)
        known = self._statuses.get(note)
        if known is None:
            known = self._statuses[note] = NoteLinkStatus(self._vault, note, quick=self._quick)
        return known

    def differs_in(self, vault: Vault) -> bool:
        """True if what the page takes from elsewhere is something else in another state of the vault."""
        return (
            any(vault.stamp(path) != stamp for path, stamp in self._stamps.items())
            or any(
                self._shown(vault, vault.resolve(note, target, markdown=not wiki, quick=self._quick)) != path
                for (note, target, wiki), path in self._led.items()
            )
            or any(status.differs_in(vault) for status in self._statuses.values())
        )

    # Blocks

    def expand(self, blocks: Iterable[Block]) -> Iterator[tuple[Block, ...]]:
        """The next blocks of the page with what they embed, in pieces: one ends where a frame begins.

        The texts of footnotes are kept back until `finish`.
        """
        if self._drawing is not None:
            blocks, self._drawing = chain((self._drawing,), blocks), None
        # The cards of a canvas have each its own.
        return self._expand(self._texts.body(blocks) if names.is_note_name(self.note) else blocks)

    def finish(self) -> Iterator[tuple[Block, ...]]:
        """The texts of the page's footnotes; call once, after the last block."""
        return self._expand(self._texts.below())

    def footnote(self, label: str) -> tuple[Block, ...]:
        """The text of a footnote of the page or of a frame, by itself; nothing if it has not come yet."""
        found = (texts.named(label) for texts in (self._texts, *self._framed))
        return next((blocks for blocks in found if blocks), ())

    def keeps(self, line: int) -> bool:
        """True if the text of a footnote on this source line of the page is kept back."""
        return self._texts.holds(line)

    def _expand(self, blocks: Iterable[Block]) -> Iterator[tuple[Block, ...]]:
        ready: list[Block] = []
        # What is under way, outermost first: the page, then frames inside each other, each with what is left of it.
        # A paragraph that was cut is one more, whose parts are not looked into again.
        work: list[tuple[_Frame, Iterator[Block | _Embed], bool]] = [(_Frame(self.note), iter(blocks), False)]
        while work:
            frame, rest, cut = work[-1]
            block = next(rest, None)
            if block is None:
                work.pop()
            elif isinstance(block, _Embed):
                if frame.host is None and ready:
                    yield tuple(ready)
                    ready = []
                work.append(self._open(block, frame, ready))
            elif not cut and isinstance(block, Paragraph) and any(run.kind == "embed" for run in block.inlines):
                work.append((frame, self._split(block, frame), True))
            else:
                if isinstance(block, Code) and block.info.strip() == "base":
                    ready.append(Paragraph(block.line, block.line, block.inside, _base(block.line)))
                ready.append(block)
                if len(ready) >= _PIECE:
                    yield tuple(ready)
                    ready = []
        if ready:
            yield tuple(ready)

    @staticmethod
    def _drawing_of(path: str, frontmatter: Frontmatter) -> Block | None:
        """The block that stands for a drawing; None of a note that is none."""
        if not is_drawing(frontmatter):
            return None
        from studytui.vault.embeds.excalidraw import placeholder

        return placeholder(path)

    # One embed

    def _split(self, block: Paragraph, frame: _Frame) -> Iterator[Block | _Embed]:
        """A paragraph, cut where an embed becomes a frame; text on both sides of it is text before and after."""
        text: list[Inline] = []
        for line in cut_at_breaks(block.inlines, keep=True):
            alone = all(inline.kind in ("embed", "break") or not inline.text.strip() for inline in line)
            for inline in line:
                if inline.kind != "embed" or inline.link is None:
                    text.append(inline)
                    continue
                try:
                    path, title, excerpt = self._find(inline, inline.link, block.inside, frame)
                except _RefusedError as refused:
                    text.append(inline)
                    if alone and refused.args:
                        text.append(Inline(f" ({refused})", inline.line, style=Style.ITALIC))
                    continue
                yield from _paragraph(block, text)
                text = []
                yield _Embed(inline, inline.link, block.inside, path, title, excerpt)
        yield from _paragraph(block, text)

    def _open(self, found: _Embed, frame: _Frame, ready: list[Block]) -> tuple[_Frame, Iterator[Block | _Embed], bool]:
        """Begins a frame with its title; the rest of it is what is to come."""
        inline = found.inline
        host = inline.line if frame.host is None else frame.host
        container = self._grafts.container("embed", inline.line, found.inside, origin=found.path, host=host)
        title = replace(inline, kind="text", text=found.title)
        ready.append(Title(inline.line, inline.line, container, (title,)))
        inner = _Frame(found.path, (*frame.chain, (frame.note, inline.line)), host)
        return inner, self._content(found.excerpt, container, found.link), False

    def _find(self, embed: Inline, link: Link, inside: Container | None, frame: _Frame) -> tuple[str, str, Excerpt]:
        """The file that is embedded, its frame's title, and what of it."""
        found = self._vault.resolve_link(frame.note, link, quick=self._quick)
        path = self._led[frame.note, link.target, link.kind == "wiki"] = self._shown(self._vault, found)
        if path is None:
            raise _RefusedError(_NO_QUERIES) if _ends(link, ".base") else _RefusedError
        if sum(container.kind == "embed" for container in containers(inside)) >= DEEPEST_EMBED:
            raise _RefusedError
        if self._embeds <= 0 or self._blocks <= 0:
            raise _RefusedError("too much is embedded on this page")
        self._embeds -= 1
        source = self._source(path)
        excerpt = source.find(found.subpath if found.note is not None else None)
        if excerpt is None:
            raise _RefusedError(f"no such {_kind_of(found.subpath or '')} there")
        for note, line in (*frame.chain, (frame.note, embed.line)):
            if note == path and excerpt.first <= line <= excerpt.last:
                raise _RefusedError("embeds itself")
        return path, self._title(embed, link, path, found.subpath, source), excerpt

    @staticmethod
    def _shown(vault: Vault, found: Resolution) -> str | None:
        """The path in the vault of the note, or the drawing, that an embed leads to."""
        file = found.file
        if found.note is not None or file is None or file.suffix.lower() != ".excalidraw":
            return found.note
        return file.relative_to(vault.root).as_posix() if file.is_relative_to(vault.root) else None

    def _source(self, path: str) -> Excerpts:
        from studytui.vault.embeds.excerpt import Excerpts

        known = self._sources.get(path)
        if known is not None:
            return known
        self._stamps[path] = self._vault.stamp(path)
        try:
            data = self._vault.data(path, self._bytes + 1)
        except UnreadableNoteError as error:
            raise _RefusedError(f"can't be read: {error.reason}") from error
        if len(data) > self._bytes:
            raise _RefusedError("too much is embedded on this page")
        self._bytes -= len(data)
        known = self._sources[path] = Excerpts(self._parse(path, data))
        return known

    def _parse(self, path: str, data: bytes) -> Document:
        if path.lower().endswith(".canvas"):
            from studytui.markdown.canvas import canvas_document

            return canvas_document(data)
        if not names.is_note_name(path):
            from studytui.vault.embeds.excalidraw import drawing_file

            return drawing_file(path, data)
        from studytui.markdown import parse

        document = parse(decode(data), strict_breaks=self._strict_breaks)
        drawing = self._drawing_of(path, document.frontmatter)
        return document if drawing is None else replace(document, blocks=(drawing, *document.blocks))

    def _title(self, inline: Inline, link: Link, path: str, subpath: str | None, source: Excerpts) -> str:
        """The words that the link gives, else the note's title and the heading."""
        from studytui.markdown.media import file_name
        from studytui.markdown.syntax.wikilink import shown_text

        if inline.text.strip() and inline.text not in (shown_text(link.target), file_name(link.target)):
            return inline.text
        if not names.is_note_name(path):
            kind = names.base_name(path).rpartition(".")[2].lower()
            return f"{'drawing' if kind == 'excalidraw' else kind}: {names.base_name(path).rpartition('.')[0]}"
        parts = [part.strip() for part in (subpath or "").split("#")]
        frontmatter = source.document.frontmatter
        title = frontmatter.title or names.stem(path)
        if is_drawing(frontmatter):
            title = title.removesuffix(".excalidraw")
        return " › ".join([title, *(part for part in parts if part and not part.startswith("^"))])

    def _content(self, excerpt: Excerpt, container: Container, link: Link) -> Iterator[Block]:
        blocks = self._excerpted(excerpt, container, link)
        if not names.is_note_name(container.origin):
            return blocks
        texts = FootnoteTexts(container)
        self._framed.append(texts)
        return texts.ordered(blocks)

    def _excerpted(self, excerpt: Excerpt, container: Container, link: Link) -> Iterator[Block]:
        for part in excerpt.parts:
            for block in self._grafts.graft(part.blocks, container, depth=part.depth):
                if self._blocks <= 0:
                    yield Paragraph(0, 0, container, (Inline("… the rest is in the note itself", 0, link=link),))
                    return
                self._blocks -= 1
                yield block


def _kind_of(subpath: str) -> str:
    if footnote_of(subpath) is not None:
        return "footnote"
    return "block" if subpath.rpartition("#")[2].strip().startswith("^") else "heading"


def _paragraph(block: Paragraph, text: list[Inline]) -> Iterator[Paragraph]:
    """The rest of a paragraph between frames, without the blanks and breaks around it."""
    inlines = tuple(text)
    if inlines == block.inlines:
        yield block
        return
    kept = list(stripped(inlines))
    if not kept:
        return
    if kept[0].kind == "text":
        kept[0] = replace(kept[0], text=kept[0].text.lstrip())
    if kept[-1].kind == "text":
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip())
    yield replace(block, line=kept[0].line, end=kept[-1].line, inlines=tuple(kept))


def _ends(link: Link, ending: str) -> bool:
    return link.target.partition("#")[0].strip().lower().endswith(ending)


def _base(line: int) -> tuple[Inline, ...]:
    return (Inline("[base]", line, "embed"), Inline(f" ({_NO_QUERIES})", line, style=Style.ITALIC))
