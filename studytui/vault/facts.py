"""Facts about one note once it is parsed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from studytui.characters import trimmed, visible
from studytui.lazy_regex import lazy_regex
from studytui.markdown import Legend, links, logical_lines, marked_lines, outline
from studytui.markdown.document import Block, Document, Frontmatter, Link, inlines
from studytui.vault import names
from studytui.vault.sections import Section, find_heading

SNIPPET = 200
"""Most characters of a snippet."""

_SENTENCE_END = lazy_regex(r"[.!?…]['\")\]]?\s+")


class HighYield(Struct, frozen=True, gc=False):
    """How much of a note is high-yield."""

    marks: int = 0
    lines: int = 0
    """Logical lines that hold at least one mark."""


class Occurrence(Struct, frozen=True, gc=False):
    """One link of a note, and the text that it stands in."""

    link: Link
    snippet: str
    """The rendered line, or the sentence of it round the link, of at most `SNIPPET` characters."""
    property: str | None = None
    """The property that it stands in, if it stands in one."""


class Facts(Struct, frozen=True):
    """Everything that other notes, lists and checks ask about a note."""

    frontmatter: Frontmatter = field(default_factory=Frontmatter)
    tags: tuple[str, ...] = ()
    """Of the frontmatter, then of the text, each once, without `#`."""
    sections: tuple[Section, ...] = ()
    blocks: tuple[tuple[str, int], ...] = ()
    """Block ids and the first source line of what they name."""
    anchors: tuple[tuple[str, int], ...] = ()
    """Names that tags of HTML give to places, and footnotes (`[^1]`), with their lines."""
    links: tuple[Occurrence, ...] = ()
    """Every link, embed and image, in file order: those of properties come first."""
    high_yield: HighYield = HighYield()
    error: str | None = None
    """Why the note could not be read; everything else is empty then."""

    def line_of(self, subpath: str) -> int | None:
        """The source line of a link's subpath (`H1#H2`, `^id`); None when it is not there."""
        last = subpath.rpartition("#")[2].strip()
        if last.startswith("^"):
            wanted = names.casefold(trimmed(last[1:]))
            return next((line for name, line in self.blocks if names.casefold(name) == wanted), None)
        return find_heading(self.sections, subpath, self.anchors)


def facts_of(text: str, legend: Legend) -> Facts:
    """Parses a note."""
    # The parser is loaded with the first note, not with the vault.
    from studytui.markdown import parse

    return facts_from(parse(text), legend)


def facts_from(document: Document, legend: Legend) -> Facts:
    """The facts of a parsed note."""
    return replace(
        places_in(document),
        frontmatter=document.frontmatter,
        tags=tags_of(document),
        links=(*_in_properties(document.frontmatter), *_occurrences(document.blocks)),
        high_yield=_high_yield(document.blocks, legend),
    )


def places_in(document: Document) -> Facts:
    """Only what `Facts.line_of` asks for."""
    return Facts(
        sections=sections_of(document),
        blocks=tuple((block.name, block.line) for block in document.block_ids),
        anchors=tuple((anchor.name, anchor.line) for anchor in document.anchors),
    )


def sections_of(document: Document) -> tuple[Section, ...]:
    """The headings of a note, as links see them: a formula as it is written."""
    return tuple(
        Section(
            heading.level,
            "".join(inline.source or inline.text for inline in heading.inlines),
            heading.line,
            heading.source,
        )
        for heading in outline(document.blocks)
    )


def _high_yield(blocks: Iterable[Block], legend: Legend) -> HighYield:
    numbers: set[int] = set()
    lines = 0
    for marked in marked_lines(blocks, legend):
        lines += 1
        numbers.update(mark.number for mark in marked.marks)
    return HighYield(len(numbers), lines)


def tags_of(document: Document) -> tuple[str, ...]:
    """The tags of the frontmatter, then of the text, each once in any case."""
    seen: dict[str, str] = {}
    runs = (run for block in document.blocks for run in inlines(block))
    inline = (visible(run.text).lstrip("#") for run in runs if run.kind == "tag")
    for tag in (*document.frontmatter.tags, *inline):
        seen.setdefault(names.casefold(tag), tag)
    return tuple(seen.values())


def _in_properties(frontmatter: Frontmatter) -> Iterator[Occurrence]:
    for found in frontmatter.links:
        text = f"{found.property}: {found.text}"
        at = max(text.find(found.link.text, len(found.property) + 2), 0)
        yield Occurrence(found.link, snippet(text, at, at + len(found.link.text)), found.property)


def _occurrences(blocks: Iterable[Block]) -> tuple[Occurrence, ...]:
    blocks = tuple(blocks)
    snippets: dict[int, str] = {}
    for block in blocks:
        for line in logical_lines(block):
            at, text = 0, line.text
            for run in line.inlines:
                if run.link is not None and run.link.number not in snippets:
                    snippets[run.link.number] = snippet(text, at, at + len(run.text))
                at += len(run.text)
    return tuple(Occurrence(link, snippets.get(link.number) or link.text) for link in links(blocks))


def snippet(text: str, start: int, end: int) -> str:
    """The line if it is short, else the sentence round `start` to `end`, else what fits round it."""
    if len(text) <= SNIPPET:
        return text.strip()
    # A sentence that begins or ends farther away does not fit, and looking for it would cost its length for each link.
    near, far = max(0, start - SNIPPET), min(len(text), end + SNIPPET)
    first = max((match.end() for match in _SENTENCE_END.finditer(text, near, start)), default=near)
    after = _SENTENCE_END.search(text, end, far)
    last = after.end() if after else far
    if last - first > SNIPPET:
        spare = max(0, SNIPPET - (end - start)) // 2
        first, last = max(first, start - spare), min(last, start - spare + SNIPPET, end + spare)
        last = max(last, min(end, first + SNIPPET))
    cut = text[first:last].strip()
    return ("…" if first else "") + cut + ("…" if last < len(text) else "")
