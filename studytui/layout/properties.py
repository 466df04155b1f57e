"""The properties of a note in its header: one compact row, and the writer's own below it (behaviour 4.12)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from studytui.layout.folds import PROPERTIES
from studytui.lazy_regex import lazy_regex
from studytui.markdown.document import Block, Container, Frontmatter, Inline, Paragraph, Title
from studytui.markdown.property_links import LINK, link_of
from studytui.markdown.property_names import fold_key, places

HEADER_LINE = 0
"""No line of the file: the rows come out without a source line."""

_DATES = ("created", "updated", "modified", "date")
_ELSEWHERE = frozenset(("title", "tags", "tag", "aliases", "alias", "permalink", *_DATES))
_INTERNAL = frozenset(
    (
        *("pinned", "hide", "hideinfiletree", "hideingraph", "metatags", "contentclasses", "noteicon"),
        *("cssclass", "cssclasses", "publish"),
    )
)
_GARDEN = lazy_regex(r"(?i:dg-)|dg[A-Z]")
_COMPACT = 150
"""Characters; beyond them aliases stand with the rest."""
_MOST, _LONGEST = 20_000, 100_000
"""Values inside a value, and characters: an alias of YAML may hold itself, or ten of one that holds ten of another."""


def properties(frontmatter: Frontmatter, note: str | None = None) -> tuple[Block, ...]:
    """Blocks of the compact row and, where there is more, of the rest, which starts folded on the screen.

    `note` is the note's path in the vault, if its permalink is wanted: one that repeats it says nothing.
    """
    writer = _Writer()
    compact = [*_compact(frontmatter, note)]
    own = [*_own(frontmatter.values)]
    if not compact and not own:
        return ()
    if sum(len(name) + len(value) for name, value in compact) > _COMPACT and frontmatter.aliases:
        own = [compact[0], *own]
        del compact[0]
    inside = Container(PROPERTIES, "properties", HEADER_LINE, fold="-" if own else "")
    blocks: list[Block] = [Title(HEADER_LINE, HEADER_LINE, inside, tuple(writer.joined(compact, " · ")))]
    if own:
        blocks.append(Paragraph(HEADER_LINE, HEADER_LINE, inside, tuple(writer.joined(own, None))))
    return tuple(blocks)


def _compact(frontmatter: Frontmatter, note: str | None) -> Iterator[tuple[str, str]]:
    if frontmatter.aliases:
        yield "aliases: ", ", ".join(frontmatter.aliases)
    for place in _places(frontmatter.values):
        for date in _DATES:
            for key, value in place.items():
                if fold_key(key) == date and _is_date(value) and str(value).strip():
                    yield f"{date} ", str(value).strip()
    for permalink in frontmatter.permalinks[:1]:
        if note is not None and not _repeats(permalink, note):
            yield "", permalink


def _repeats(permalink: str, note: str) -> bool:
    """True if a permalink is the path of the note, or of a vault around it (behaviour 1.7)."""
    link, path = (
        f"/{unicodedata.normalize('NFC', text).strip('/').casefold()}" for text in (permalink, note.removesuffix(".md"))
    )
    return len(path) > 1 and link.endswith(path)


def _is_date(value: object) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


def _places(values: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    """The properties themselves, then those that the Digital Garden puts together (behaviour 1.4)."""
    beside, *together = places(values)
    yield beside
    known = set(map(fold_key, beside))
    for place in together:
        yield {key: value for key, value in place.items() if fold_key(key) not in known}


def _own(values: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for place in _places(values):
        for key, value in place.items():
            folded = fold_key(key)
            hidden = folded in _INTERNAL or (folded in _ELSEWHERE and (folded not in _DATES or _is_date(value)))
            text = "" if hidden or _GARDEN.match(key) else flat(value)
            if text:
                yield f"{key}: ", text


def flat(value: object) -> str:
    """A value on one line: lists with commas, mappings in braces, check boxes, no newlines."""
    texts: list[str] = []
    pending: list[object] = [value]
    seen = length = 0
    while pending:
        part = pending.pop()
        seen += 1
        length += len(texts[-1]) if texts else 0
        if seen > _MOST or length > _LONGEST:
            texts.append("…")
            break
        match part:
            case _Text(text):
                texts.append(text)
            case Mapping():
                pairs = [[_Text(f"{key}: "), inner] for key, inner in part.items()]
                pending += reversed([_Text("{"), *_between(pairs), _Text("}")])
            case list() | tuple() | set():
                items = _between([[inner] for inner in part])
                pending += reversed(items if part is value else [_Text("["), *items, _Text("]")])
            case bool():
                texts.append("☑" if part else "☐")
            case None:
                pass
            case _:
                texts.append(" ".join(str(part).split()))
    return "".join(texts)


class _Text:
    __match_args__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


def _between(groups: Sequence[Sequence[object]]) -> list[object]:
    return [part for at, group in enumerate(groups) for part in ([_Text(", "), *group] if at else group)]


class _Writer:
    """Numbers the links of properties, downwards from -1: those of the body count up from 0."""

    def __init__(self) -> None:
        self._links = 0

    def joined(self, pairs: Sequence[tuple[str, str]], between: str | None) -> Iterator[Inline]:
        """The pairs one after another, with a text or a break between them."""
        for at, (name, value) in enumerate(pairs):
            if at:
                yield Inline(between, HEADER_LINE) if between is not None else Inline("\n", HEADER_LINE, "break")
            yield from self._inlines(name, value)

    def _inlines(self, name: str, value: str) -> Iterator[Inline]:
        done = 0
        before = name
        for match in LINK.finditer(value):
            text = before + value[done : match.start()]
            if text:
                yield Inline(text, HEADER_LINE)
            yield self._link(match)
            before, done = "", match.end()
        text = before + value[done:]
        if text:
            yield Inline(text, HEADER_LINE)

    def _link(self, match: re.Match[str]) -> Inline:
        self._links -= 1
        link = link_of(match, self._links, HEADER_LINE)
        return Inline(link.text, HEADER_LINE, link=link)
