"""A note's bytes -> what the index keeps of it. Runs in worker processes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import Final

from studytui.markdown import Legend, links, logical_lines, marked_lines, parse
from studytui.markdown.document import Block, Container, Document, Frontmatter, Heading
from studytui.markdown.legend import BUCKETS
from studytui.search.fold import fold
from studytui.search.record import (
    BODY,
    HEADING,
    MARKED,
    PATH,
    TAG,
    TITLE,
    Lines,
    Marks,
    Record,
    Span,
    Stamp,
    StoredLink,
)
from studytui.search.wanted import initial_letters, spellings
from studytui.search.words import pairs, words
from studytui.vault import decode

WEIGHTS: Final = {TITLE: 6.0, HEADING: 3.0, MARKED: 1.0, BODY: 1.0, TAG: 1.0, PATH: 0.5}
"""What one occurrence counts. Highlighted text is body text too, so it counts twice."""
SATURATION: Final = 1.2
LENGTH_SHARE: Final = 0.6
USUAL_LENGTH: Final = 200
"""BM25's k1, b and average length in words; fixed, so that a note's postings do not depend on the other notes."""

_EVERY_COLOR: Final = Legend(dict.fromkeys(BUCKETS, "high-yield"))


def digest(data: bytes) -> bytes:
    """What tells whether two contents are equal."""
    return blake2b(data, digest_size=16).digest()


def extract(path: str, data: bytes, stamp: Stamp) -> Record:
    """Reads a note; any bytes give a record."""
    document = parse(decode(data))
    head = document.frontmatter
    lines, inline_tags = _lines(document)
    tags = _unique((*map(storable, head.tags), *inline_tags))
    found = [words(text) for text in lines.texts]
    lines = replace(lines, british=_british(found))
    return Record(
        path=path,
        stamp=stamp,
        digest=digest(data),
        title=storable(head.title) if head.title else None,
        aliases=tuple(map(storable, head.aliases)),
        tags=tags,
        pinned=head.pinned,
        hidden=head.hidden,
        home=head.home,
        properties=tuple(_properties(head)),
        links=tuple(
            StoredLink(link.line, link.target, link.text, link.kind, link.embed) for link in links(document.blocks)
        ),
        marks=_marks(lines),
        lines=lines,
        folded=[f" {' '.join(line)} " for line in found],
        words=_words(path, head, tags, lines, found),
    )


def storable(text: str) -> str:
    """The text without halves of characters, which JSON can spell and no file can hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


def unreadable(path: str, stamp: Stamp, reason: str) -> Record:
    """The record of a note that cannot be read: it is found by its name and says why."""
    return Record(path, stamp, b"", words=_words(path, Frontmatter(), (), Lines(), []), error=reason)


def _lines(document: Document) -> tuple[Lines, list[str]]:
    """The rendered lines, and the tags in them."""
    texts: list[str] = []
    sources: list[int] = []
    blocks: list[int] = []
    levels: dict[int, int] = {}
    tasks: dict[int, str] = {}
    spans: dict[int, list[Span]] = {}
    tags: list[str] = []
    for number, block in enumerate(document.blocks):
        task = _task(block)
        marked = False
        first = len(texts)
        for line in logical_lines(block):
            text = line.text.replace("\n", " ")
            if not text or text.isspace():
                continue
            for run in line.inlines:
                if run.mark is not None:
                    marked = True
                if run.kind == "tag":
                    tags.append(run.text.lstrip("#"))
            if task is not None:
                tasks[len(texts)] = task
            texts.append(text)
            sources.append(line.line)
            blocks.append(number)
        if isinstance(block, Heading):
            levels.update((place, block.level) for place in range(first, len(texts)))
        if marked:
            spans.update(_spans(block, texts, sources, first))
    return Lines(texts, sources, blocks, levels, tasks, spans), tags


def _spans(block: Block, texts: list[str], sources: list[int], place: int) -> Iterable[tuple[int, list[Span]]]:
    """The highlights of a block whose lines begin at this place, by the place of the line."""
    for found in marked_lines((block,), _EVERY_COLOR):
        wanted = (found.line, found.text.replace("\n", " "))
        while (sources[place], texts[place]) != wanted:
            place += 1
        yield place, [Span(mark.start, mark.end, mark.bucket, mark.number) for mark in found.marks]
        place += 1


def _british(lines: Iterable[list[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in {word for line in lines for word in line}:
        form = spellings(word)[-1]
        if form != word:
            found.setdefault(form, []).append(word)
    return found


def _task(block: Block) -> str | None:
    container: Container | None = block.inside
    while container is not None and container.kind != "item":
        container = container.inside
    return container.task if container is not None else None


def _unique(tags: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for tag in tags:
        found.setdefault(tag.casefold(), tag)
    return tuple(found.values())


def _properties(head: Frontmatter) -> Iterable[tuple[str, str | None]]:
    nested = head.values.get("dg-note-properties")
    for values in (head.values, nested if isinstance(nested, Mapping) else {}):
        for name, value in values.items():
            if name == "dg-note-properties":
                continue
            items = value if isinstance(value, list) else [value]
            for item in items or [None]:
                if item is None or item == "":
                    yield storable(str(name).casefold()), None
                elif isinstance(item, bool):
                    yield storable(str(name).casefold()), "true" if item else "false"
                else:
                    yield storable(str(name).casefold()), storable(str(item))


def _marks(lines: Lines) -> Marks:
    highlights = {(span.number, span.bucket) for spans in lines.spans.values() for span in spans}
    buckets = Counter(bucket for _, bucket in highlights)
    held = Counter("+".join(sorted({span.bucket for span in spans})) for spans in lines.spans.values())
    return Marks(buckets, held)


def _words(
    path: str, head: Frontmatter, tags: Iterable[str], lines: Lines, folded: Sequence[list[str]]
) -> dict[str, int]:
    """Each word's flags and its impact: the weighted count, saturated and set against the note's length (BM25F)."""
    folder, _, name = path.rpartition("/")
    fields: dict[int, list[str]] = {TITLE: [], HEADING: [], MARKED: [], BODY: [], TAG: [], PATH: []}
    for title in {name[:-3], head.title or "", *head.aliases}:
        _add(fields[TITLE], title)
        fields[TITLE] += initial_letters(title, fold(title))
    for part in folder.split("/"):
        _add(fields[PATH], part)
    for tag in tags:
        _add(fields[TAG], tag)
    for place, found in enumerate(folded):
        field = fields[HEADING if place in lines.levels else BODY]
        field += found
        if not lines.texts[place].isascii():
            field += pairs(found)
    for place, spans in lines.spans.items():
        for span in spans:
            _add(fields[MARKED], lines.texts[place][span.start : span.end])
    length = 1 - LENGTH_SHARE + LENGTH_SHARE * (len(fields[BODY]) + len(fields[HEADING])) / USUAL_LENGTH
    counts: dict[str, float] = {}
    flags: dict[str, int] = {}
    for flag, held in fields.items():
        weight = WEIGHTS[flag]
        for word, count in Counter(held).items():
            for form in spellings(word):
                counts[form] = counts.get(form, 0.0) + weight * count
                flags[form] = flags.get(form, 0) | flag
    return {
        word: flags[word] | max(1, round(255 * count / (count + SATURATION * length))) for word, count in counts.items()
    }


def _add(field: list[str], text: str) -> None:
    found = words(text)
    field += found
    if not text.isascii():
        field += pairs(found)
