"""Syntax that other plugins write into notes: cards of Spaced Repetition, and ids that tell what is a card already.

The tag for cards is `#flashcards`, or one below it. All of it stands on lines of the source, which blank lines part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from studytui.lazy_regex import lazy_regex
from studytui.markdown.document import Code, Document, Heading, Inline, Math, Paragraph, inlines, logical_lines
from studytui.study.card import Card, Kind, KnownAs, place_of
from studytui.study.marks import filled

TAG = "flashcards"
_COMMENT = lazy_regex(
    r"<!--\s*(?:(SR:)!.*?|ID:\s*\d+\s*|(?P<asks>(?:(?!-->).)*?)\s[bc]:\d{6,}\s*)-->", re.IGNORECASE | re.DOTALL
)
"""`<!--SR:!…-->`, `<!--ID: 1700000000000-->` of Obsidian_to_Anki, and `<!-- question b:ID -->` or `c:ID`."""
_BRACKETED = lazy_regex(r"\s*(?:[-*+]\s+|\d+[.)]\s+|>\s*)*[\[(]")
_MARKS = ("cloze", "line")
_SEPARATOR = lazy_regex(r":::?")


def cards_possible(text: str) -> bool:
    """True if a text can hold what is a card without a mark; quick, and never wrong when it says no."""
    return TAG in text.casefold() or _COMMENT.search(text) is not None


def sr_comments(text: str) -> Iterator[tuple[range, str]]:
    """The Spaced Repetition plugin's comments: the lines that each may be about, and what follows `SR:`."""
    if "<!--" not in text:
        return
    written = _lines(text)
    runs = list(_runs(written, 0))
    last = 0
    for found in _COMMENT.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        run = next((run for run in runs if line in run), range(line, line + 1))
        if found[1]:
            inside = found[0].removeprefix("<!--").removesuffix("-->").strip()
            yield range(max(last + 1, run.start), line + 1), inside.partition(":")[2]
        last = line


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def is_tagged(document: Document) -> bool:
    """True if the note carries the tag for cards."""
    tags = [*document.frontmatter.tags]
    for block in document.blocks:
        tags += (inline.text.lstrip("#") for inline in inlines(block) if inline.kind == "tag")
    return any(tag.casefold() == TAG or tag.casefold().startswith(f"{TAG}/") for tag in tags)


def inline_footnotes(document: Document) -> Mapping[str, str]:
    """The texts of `^[hint]`, by their labels."""
    found: dict[str, str] = {}
    for block in document.blocks:
        inside = block.inside
        if inside is not None and inside.kind == "footnote" and inside.label.startswith("inline "):
            found.setdefault(inside.label, filled(block.inlines) if isinstance(block, Paragraph) else "")
    return found


class _Shown(Struct, frozen=True):
    """A line of the source as it is shown."""

    text: str
    headings: tuple[str, ...]
    separator: tuple[int, int] | None = None
    """Where `::` or `:::` stands in the text, or what stands for it."""
    code: bool = False


def with_plugins(document: Document, title: str, text: str, cards: list[Card], *, tagged: bool) -> list[Card]:
    """The cards, with those of the plugin where the note is tagged; what is a card elsewhere is told, or added."""
    comments = list(_comments(text))
    if not tagged and not comments:
        return cards
    written = _lines(text)
    shown = _shown(document, written)
    first = document.frontmatter.end
    runs = list(_runs(written, first))
    if tagged:
        own = [card for run in runs for card in _questions(run, shown, title)]
        taken = {line for card in own for line in range(card.line, card.end + 1)}
        cards = [card for card in cards if card.line not in taken] + own
    for line, known_as, asks in comments:
        if line in shown and shown[line].code:
            continue
        run = next((run for run in runs if line in run), range(line, line + 1))
        before = [other for other, _, _ in comments if other < line and other in run]
        cards = _tell(cards, range(max(before, default=run.start - 1) + 1, line + 1), known_as, asks, shown, title)
    return sorted(cards, key=lambda card: (card.line, card.ordinal))


def _comments(text: str) -> Iterator[tuple[int, KnownAs, str]]:
    """The lines of comments that make something a card, whose it is, and the question if it stands in the comment."""
    if "<!--" not in text:
        return
    for found in _COMMENT.finditer(text):
        yield text.count("\n", 0, found.start()) + 1, "sr" if found[1] else "anki", (found["asks"] or "").strip()


def _runs(written: list[str], first: int) -> Iterator[range]:
    """Lines (from 1) between blank ones."""
    start: int | None = None
    for line, content in enumerate([*written[first:], ""], first + 1):
        if content.strip() and start is None:
            start = line
        elif not content.strip() and start is not None:
            yield range(start, line)
            start = None


def _shown(document: Document, written: list[str]) -> dict[int, _Shown]:
    found: dict[int, _Shown] = {}
    headings: list[tuple[int, str]] = []
    for block in document.blocks:
        if isinstance(block, Heading):
            while headings and headings[-1][0] >= block.level:
                headings.pop()
        code = isinstance(block, Code | Math)
        for line in logical_lines(block):
            path = tuple(text for _, text in headings)
            parted = None if code else separator(line.inlines, written[line.line - 1])
            text = line.text if code else line.text.rstrip()
            found.setdefault(line.line, _Shown(text, path, parted, code))
        if isinstance(block, Heading):
            headings.append((block.level, filled(block.inlines)))
    return found


def separator(runs: tuple[Inline, ...], written: str) -> tuple[int, int] | None:
    """Where question and answer part: at colons outside of marks and code, or at those of an inline field.

    These are characters of the line as it is shown; `written` is the line of the source.
    """
    at = 0
    for place, run in enumerate(runs):
        if run.kind == "field" and place == 0 and run.text.endswith(":") and not _BRACKETED.match(written):
            return len(run.text) - 1, len(run.text)
        if run.kind == "text" and run.mark is None:
            found = _SEPARATOR.search(run.text)
            if found is not None:
                return at + found.start(), at + found.end()
        at += len(run.text)
    return None


def _questions(run: range, shown: Mapping[int, _Shown], title: str) -> Iterator[Card]:
    """The plugin's cards in lines between blank ones: one of several lines, or one a line."""
    here = (line for line in run if line in shown and not shown[line].code)
    bar = next((line for line in here if shown[line].text in ("?", "??")), None)
    if bar is not None:
        before, behind = _texts(range(run.start, bar), shown), _texts(range(bar + 1, run.stop), shown)
        if before and behind:
            yield from _both(before, behind, shown[bar], title, run, both=shown[bar].text == "??")
            return
    for line in run:
        written = shown.get(line)
        if written is not None and written.separator is not None:
            start, end = written.separator
            question, answer = written.text[:start].strip(), written.text[end:].strip()
            if question and answer:
                yield from _both(question, answer, written, title, range(line, line + 1), both=end - start == 3)


def _both(question: str, answer: str, here: _Shown, title: str, lines: range, *, both: bool) -> Iterator[Card]:
    place = place_of(title, here.headings, ())
    pairs: list[tuple[Kind, str, str]] = [("basic", question, answer)]
    if both:
        pairs.append(("reversed", answer, question))
    for ordinal, (kind, asked, given) in enumerate(pairs):
        front = f"{place}: {asked}"
        first, last = lines.start, lines.stop - 1
        yield Card(kind, first, last, here.headings, (), asked, front, given, first, ordinal=ordinal)


def _texts(lines: Iterable[int], shown: Mapping[int, _Shown]) -> str:
    return "\n".join(shown[line].text for line in lines if line in shown).strip()


def _tell(
    cards: list[Card], lines: range, known_as: KnownAs, asks: str, shown: Mapping[int, _Shown], title: str
) -> list[Card]:
    """Says of the cards that a comment at the end of these lines is about what they are; makes one if there is none."""
    about = [card for card in cards if card.line in lines]
    last = max((card.end for card in about), default=0)
    if about:
        # The plugin takes the clozes of all lines up to its comment for one card.
        all_marks = known_as == "sr" and any(card.end == last and card.kind in _MARKS for card in about)
        chosen = {id(card) for card in about if card.end >= last or (all_marks and card.kind in _MARKS)}
        return [replace(card, known_as=known_as) if id(card) in chosen else card for card in cards]
    text = _texts(lines, shown) or asks
    there = next((shown[line] for line in reversed(lines) if line in shown), _Shown(text, ()))
    question, answer = asks or there.text, text if asks else ""
    if there.separator is not None and not asks:
        question, answer = there.text[: there.separator[0]].strip(), there.text[there.separator[1] :].strip()
    front = f"{place_of(title, there.headings, ())}: {question}"
    line = lines.stop - 1
    known = Card("basic", line, line, there.headings, (), question, front, answer, line, known_as=known_as)
    return [*cards, known] if text else cards
