"""A note's bytes -> what the index keeps of it. Runs in worker processes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import chain
from typing import Final, NamedTuple

from msgspec.structs import astuple

from studytui.characters import visible
from studytui.markdown import Legend, logical_lines, marked_lines, parse_all, plain
from studytui.markdown.canvas import BrokenCanvasError, read_canvas
from studytui.markdown.document import Block, Code, Container, Document, Frontmatter, Heading, containers
from studytui.markdown.legend import BUCKETS
from studytui.markdown.property_names import fold_key, places
from studytui.search.index.flowcharts import is_flowchart, labelled
from studytui.search.index.flowcharts import shown as shown_of_flowchart
from studytui.search.index.record import (
    BODY,
    HEADING,
    MARKED,
    PATH,
    TAG_FIELD,
    TITLE,
    Abbreviation,
    Lines,
    Marks,
    PackedSpan,
    Record,
    Stamp,
    StoredLink,
)
from studytui.search.text.abbreviations import Definition, defined, definitions, is_short_form, long_key
from studytui.search.text.compounds import compounds, glue, may_hold_compounds
from studytui.search.text.fold import fold
from studytui.search.text.folded_query import initial_letters
from studytui.search.text.spelling import spellings
from studytui.search.text.words import pairs, words
from studytui.vault import decode
from studytui.vault.names import casefold, is_canvas, parent, stem

_LONGEST_PROPERTY: Final = 1_000
"""Characters of a value of a property: what is longer is found by its beginning."""
_EVERY_COLOR: Final = Legend(dict.fromkeys(BUCKETS, "high-yield"))
WEIGHTS: Final = {TITLE: 6.0, HEADING: 3.0, MARKED: 1.0, TAG_FIELD: 1.0, PATH: 0.5}
"""Weight of one occurrence in a field, beside 1 for the body. Highlighted text is body text too, so it counts twice."""
SATURATION: Final = 1.2
LENGTH_SHARE: Final = 0.6
USUAL_LENGTH: Final = 200
"""BM25's k1, b and average length in words; fixed, so that a note's postings do not depend on the other notes."""


def digest(data: bytes) -> bytes:
    """The hash that tells whether two contents are equal."""
    return blake2b(data, digest_size=16).digest()


class Source(NamedTuple):
    """A note as it is on disk."""

    path: str
    data: bytes
    stamp: Stamp


def extract_all(sources: Sequence[Source]) -> list[Record]:
    """The records of notes, in their order: any bytes give one; each step is for all before the next (`parse_all`)."""
    documents = iter(parse_all(decode(source.data) for source in sources if not is_canvas(source.path)))
    read = [_canvas(source) if is_canvas(source.path) else next(documents) for source in sources]
    notes = {at: _Note(sources[at], document) for at, document in enumerate(read) if isinstance(document, Document)}
    for step in (_Note.read, _Note.fold, _Note.weigh):
        for note in notes.values():
            step(note)
    return [
        unreadable(source.path, source.stamp, document) if isinstance(document, str) else notes[at].record()
        for at, (source, document) in enumerate(zip(sources, read, strict=True))
    ]


def _canvas(source: Source) -> Document | str:
    """The text cards of a canvas, or why it can't be read."""
    try:
        return read_canvas(source.data, cards_only=True)
    except BrokenCanvasError as error:
        return str(error)


class _Note:
    """A note on its way to its record; its steps have to be taken in the order that they stand in."""

    def __init__(self, source: Source, document: Document) -> None:
        self._source = source
        self._document = document

    def read(self) -> None:
        """Its lines, links and tags."""
        self._lines, self._searched, self._links, tags = _lines(self._document, canvas=is_canvas(self._source.path))
        self._tags = _unique((*map(storable, self._document.frontmatter.tags), *tags))

    def fold(self) -> None:
        """The words of each line."""
        self._words = [words(text) for text in self._searched]
        self._spaced = [f" {' '.join(line)} " for line in self._words]

    def weigh(self) -> None:
        """The words of all of it."""
        head = self._document.frontmatter
        names = (head.title or "", *head.aliases)
        self._weighed = weigh(self._source.path, names, self._tags, self._lines, self._words, self._spaced)
        self._lines.british = self._weighed.british

    def record(self) -> Record:
        """What the index keeps."""
        path, data, stamp = self._source
        head = self._document.frontmatter
        return Record(
            path=path,
            stamp=stamp,
            digest=digest(data),
            title=storable(head.title) if head.title else None,
            aliases=tuple(map(storable, head.aliases)),
            permalinks=tuple(map(storable, head.permalinks)),
            tags=self._tags,
            pinned=head.pinned,
            hidden=head.hidden,
            home=head.home,
            properties=tuple(_properties(head)),
            links=tuple(self._links),
            marks=_marks(self._lines),
            lines=self._lines,
            folded=self._spaced,
            words=self._weighed.postings,
            compounds=self._weighed.compounds,
            abbreviations=_abbreviations(path, head, self._lines, self._links),
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
    return Record(path, stamp, b"", words=weigh(path, (), (), Lines(), (), ()).postings, error=reason)


def _lines(document: Document, *, canvas: bool) -> tuple[Lines, list[str], list[StoredLink], list[str]]:
    """The rendered lines, after those of properties that hold links; what is searched in them; their links and tags.

    A heading on a card of a `canvas` is none of the cards behind it.
    """
    texts: list[str] = []
    searched: list[str] = []
    sources: list[int] = []
    blocks: list[int] = []
    levels: dict[int, int] = {}
    tasks: dict[int, str] = {}
    spans: dict[int, list[PackedSpan]] = {}
    links: list[StoredLink] = []
    tags: list[str] = []
    seen: set[int] = set()
    known: dict[int, str | None] = {}
    for name, own, shown in map(astuple, document.frontmatter.links):
        links.append(StoredLink(own.line, storable(own.target), storable(own.text), own.kind, own.embed))
        text = storable(f"{name}: {shown}")
        if (sources[-1:], texts[-1:]) != ([own.line], [text]):
            texts.append(text)
            searched.append(text)
            sources.append(own.line)
            blocks.append(len(blocks))
    for number, block in enumerate(document.blocks, len(blocks)):
        task = _task(block.inside, known)
        marked = False
        first = len(texts)
        labels = labelled(block.text) if isinstance(block, Code) and is_flowchart(block) else None
        for line in logical_lines(block):
            for run in line.inlines:
                if run.mark is not None:
                    marked = True
                link = run.link
                if link is not None and link.number not in seen:
                    seen.add(link.number)
                    links.append(StoredLink(link.line, link.target, link.text, link.kind, link.embed))
                if run.kind == "tag":
                    tags.append(visible(run.text).lstrip("#"))
            text = plain(line.inlines).replace("\n", " ")
            text = text if labels is None else shown_of_flowchart(text, labels)
            if not text or text.isspace():
                continue
            if task is not None:
                tasks[len(texts)] = task
            texts.append(text)
            # The names of the columns are read before each cell, and found in the header alone.
            searched.append(" ".join(map(plain, line.cells)) if line.cells else text)
            sources.append(line.line)
            blocks.append(number)
        if isinstance(block, Heading) and (block.inside is None or not canvas):
            levels.update((place, block.level) for place in range(first, len(texts)))
        if marked:
            spans.update(_spans(block, texts, sources, first))
    return Lines(texts, sources, blocks, levels, tasks, spans), searched, links, tags


def _spans(block: Block, texts: list[str], sources: list[int], place: int) -> Iterable[tuple[int, list[PackedSpan]]]:
    """The highlights of a block whose lines begin at this place, by the place of the line."""
    for found in marked_lines((block,), _EVERY_COLOR):
        wanted = (found.line, found.text.replace("\n", " "))
        while (sources[place], texts[place]) != wanted:
            place += 1
        yield place, [PackedSpan(mark.start, mark.end, mark.bucket, mark.number) for mark in found.marks]
        place += 1


def _task(inside: Container | None, known: dict[int, str | None]) -> str | None:
    """The task of the innermost item around a block; `known` keeps those of the containers that were asked for."""
    asked: list[int] = []
    task: str | None = None
    for container in containers(inside):
        if container.kind == "item" or container.number in known:
            task = container.task if container.kind == "item" else known[container.number]
            break
        asked.append(container.number)
    known.update(dict.fromkeys(asked, task))
    return task


def _unique(tags: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for tag in tags:
        found.setdefault(casefold(tag), tag)
    return tuple(found.values())


def _properties(head: Frontmatter) -> Iterable[tuple[str, str | None]]:
    for values in places(head.values):
        for name, value in values.items():
            items = value if isinstance(value, list) else [value]
            for item in items or [None]:
                if item is None or item == "":
                    yield _property_name(name), None
                elif isinstance(item, bool):
                    yield _property_name(name), "true" if item else "false"
                else:
                    yield _property_name(name), storable(_text(item))


def _property_name(name: object) -> str:
    return storable(fold_key(name))


def _text(value: object) -> str:
    """A value of a property in words; of one that holds others, these one after another."""
    parts: list[str] = []
    pending: list[object] = [value]
    length = 0
    while pending and length < _LONGEST_PROPERTY:
        part = pending.pop()
        if isinstance(part, Mapping):
            pending += [each for pair in reversed(tuple(part.items())) for each in reversed(pair)]
        elif isinstance(part, list):
            pending += reversed(part)
        else:
            parts.append(part if isinstance(part, str) else str(part))
            length += len(parts[-1]) + 1
    return " ".join(parts)[:_LONGEST_PROPERTY]


def _marks(lines: Lines) -> Marks:
    highlights = {(span.number, span.bucket) for spans in lines.spans.values() for span in spans}
    buckets = Counter(bucket for _, bucket in highlights)
    held = Counter("+".join(sorted({span.bucket for span in spans})) for spans in lines.spans.values())
    return Marks(buckets, held)


def _abbreviations(path: str, head: Frontmatter, lines: Lines, links: Iterable[StoredLink]) -> tuple[Abbreviation, ...]:
    """The abbreviations that the note defines: in text and names, by an alias of its title, by the text of a link."""
    titles = (head.title or stem(path), *head.aliases)
    found = [definition for text in (*titles, *lines.texts) for definition in definitions(text)]
    pairs = [(alias, title) for title in dict.fromkeys((titles[0], stem(path))) for alias in head.aliases]
    pairs += [(link.text, stem(link.target.partition("#")[0])) for link in links if is_short_form(link.text)]
    found += filter(None, (defined(short, long) for short, long in pairs))
    counted: dict[tuple[str, str], list[Definition]] = {}
    for definition in found:
        counted.setdefault((definition.key, long_key(definition.words)), []).append(definition)
    return tuple(
        Abbreviation(*key, len(same), storable(f"{same[0].short}: {same[0].long}"), " ".join(same[0].words))
        for key, same in counted.items()
    )


class Weighed(NamedTuple):
    """The words of a note."""

    postings: dict[str, int]
    """Each word with where it stands and its impact (`record`); a British word under either spelling."""
    british: dict[str, list[str]]
    """The words that American spelling writes otherwise, by that spelling."""
    compounds: frozenset[tuple[str, ...]]
    """The parts of its compounds."""


def weigh(
    path: str,
    names: Iterable[str],
    tags: Iterable[str],
    lines: Lines,
    folded: Sequence[list[str]],
    spaced: Sequence[str],
) -> Weighed:
    """The words of a note; `folded` are those of each line, `spaced` the same with blanks round them."""
    body: list[str] = []
    places: dict[int, list[str]] = {HEADING: []}
    joined: set[tuple[str, ...]] = set()
    glued: dict[int, list[str]] = {}
    for place, found in enumerate(folded):
        field = places[HEADING] if place in lines.levels else body
        field += found
        text = lines.texts[place]
        if not text.isascii():
            field += pairs(found)
    if may_hold_compounds("\n".join(lines.texts), chain(body, places[HEADING]), "\n".join(spaced)):
        for place, found in enumerate(folded):
            for parts in compounds(lines.texts[place], found, spaced[place]):
                joined.add(parts)
                glued.setdefault(HEADING if place in lines.levels else BODY, []).append(glue(parts))
    length = len(body) + len(places[HEADING])
    body += glued.get(BODY, ())
    places[HEADING] += glued.get(HEADING, ())
    marked = [lines.texts[place][span.start : span.end] for place, spans in lines.spans.items() for span in spans]
    titles = {stem(path), *names}
    places[MARKED] = [word for text in marked for word in _words(text, joined)]
    places[TITLE] = [
        word for title in titles for word in (*_words(title, joined), *initial_letters(title, fold(title)))
    ]
    places[PATH] = [word for part in parent(path).split("/") for word in _words(part, joined)]
    places[TAG_FIELD] = [word for tag in tags for word in _words(tag, joined)]
    counts: dict[str, float] = dict(Counter(body))
    flags = dict.fromkeys(counts, BODY)
    for flag, held in places.items():
        weight = WEIGHTS[flag]
        for word in held:
            counts[word] = counts.get(word, 0.0) + weight
            flags[word] = flags.get(word, 0) | flag
    british: dict[str, list[str]] = {}
    for word in [word for word in counts if spellings(word)[-1] != word]:
        form = spellings(word)[-1]
        british.setdefault(form, []).append(word)
        counts[form] = counts.get(form, 0.0) + counts[word]
        flags[form] = flags.get(form, 0) | flags[word]
    half = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * length / USUAL_LENGTH)
    impacts = {count: max(1, round(255 * count / (count + half))) for count in set(counts.values())}
    postings = {word: flags[word] | impacts[count] for word, count in counts.items()}
    return Weighed(postings, british, frozenset(joined))


def _words(text: str, joined: set[tuple[str, ...]]) -> Sequence[str]:
    """The words of a short text, and its compounds as one; their parts are added to `joined`."""
    found, parted = _parted_words(text)
    joined.update(parted)
    return found


@lru_cache(maxsize=5000)
def _parted_words(text: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The words and the parts of compounds; folders and tags come again with every note."""
    found = words(text)
    parted = tuple(compounds(text, found, f" {' '.join(found)} "))
    return (*found, *(() if text.isascii() else pairs(found)), *map(glue, parted)), parted
