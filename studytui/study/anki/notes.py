"""Cards as notes of Anki: what is asked of one line is one note, with its deck, tags and fields."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import NamedTuple
from urllib.parse import quote

from msgspec import Struct

from studytui.lazy_regex import lazy_regex
from studytui.markdown import Document, Inline, Legend
from studytui.study.anki.html import Cloze, line_html, text_html
from studytui.study.anki.lines import Line, Pair, lines_of
from studytui.study.anki.media import Pictures
from studytui.study.anki.models import ModelKind
from studytui.study.card import place_of
from studytui.study.collect import Progress
from studytui.study.deck import DeckCard
from studytui.study.marks import answer_in
from studytui.vault import UnreadableNoteError, Vault
from studytui.vault.facts import tags_of
from studytui.vault.names import is_canvas, parent

_STEP = 50
"""Notes between two times that progress is told."""
_BLANKS = lazy_regex(r"[\s\x00-\x1f\x7f\"]+")


class Draft(Struct, frozen=True):
    """One note of Anki, before it has an id there."""

    kind: ModelKind
    cards: tuple[str, ...]
    """The ids of its cards; of clozes in the order of their numbers."""
    fields: tuple[str, ...]
    """As the note type has them, without the last, which is the id."""
    deck: str
    tags: tuple[str, ...]
    note: str
    line: int
    summary: str
    """Question in plain text, for a list."""


class Drafts(Struct, frozen=True):
    """Notes of Anki in reading order, and what could not be made into one."""

    notes: tuple[Draft, ...]
    known: int
    """Cards that were left out since Anki has them already."""
    stale: tuple[str, ...]
    """Notes of the vault that cannot be read, or changed while this was at work."""


class _Here(NamedTuple):
    vault: Vault
    note: str
    title: str
    document: Document
    legend: Legend
    picture: Callable[[Inline], str | None]
    numbers: Mapping[str, int]
    deck: str
    tags: tuple[str, ...]


def drafts_of(
    vault: Vault,
    deck: Sequence[DeckCard],
    numbers: Mapping[str, int],
    pictures: Pictures,
    *,
    strict_breaks: bool = False,
    known: bool = False,
    progress: Progress | None = None,
) -> Drafts:
    """Makes notes of Anki of the cards of a deck. `numbers` are those of clozes, by card; `known`: also those that
    plugins have already put into Anki.
    """
    made: list[Draft] = []
    stale: list[str] = []
    left_out = 0
    groups = [(note, list(group)) for note, group in groupby(deck, key=lambda each: each.note)]
    for done, (note, cards) in enumerate(groups, 1):
        if progress is not None and (done % _STEP == 0 or done == len(groups)):
            progress(done, len(groups))
        wanted = cards if known else [each for each in cards if each.card.known_as != "anki"]
        left_out += len(cards) - len(wanted)
        if not wanted:
            continue
        try:
            text = "" if is_canvas(note) else vault.text(note)  # what plugins read is in notes alone
            document = vault.document(note, strict_breaks=strict_breaks)
        except UnreadableNoteError:
            stale.append(note)
            continue
        found = lines_of(document, text, vault.legend, wanted)
        if found.lost:
            stale.append(note)
        here = _Here(
            vault, note, vault.title(note), document, vault.legend,
            partial(pictures.named, note), numbers, deck_name(vault, note),
            _tags(note, tags_of(document)),
        )  # fmt: skip
        order = {each.id: place for place, each in enumerate(wanted)}
        drafts = [*(_of_line(here, line) for line in found.marked), *(_of_pair(here, pair) for pair in found.pairs)]
        made += sorted(drafts, key=lambda draft: min(order[card] for card in draft.cards))
    return Drafts(tuple(made), left_out, tuple(stale))


def deck_name(vault: Vault, note: str) -> str:
    """The deck of a note: its folders, as `USMLE::Neurology`; at the top of the vault the vault's name."""
    steps = [_name(step) for step in parent(note).split("/") if step] or [_name(vault.root.name or "studytui")]
    return "::".join(steps)


def _name(step: str) -> str:
    """One step of the name of a deck, without what parts steps and what Anki drops."""
    return unicodedata.normalize("NFC", _BLANKS.sub(" ", step).replace("::", ":\u200b:")).strip() or "-"


def _tags(note: str, own: Iterable[str]) -> tuple[str, ...]:
    """The topic as a tag, then the note's own: `USMLE::Neurology t1`."""
    found: dict[str, str] = {}
    for written in (parent(note), *own):
        tag = "::".join(_BLANKS.sub("_", step.strip()) for step in written.split("/") if step.strip())
        tag = unicodedata.normalize("NFC", re.sub(r":{3,}", "::", tag)).strip(":")
        if tag:
            found.setdefault(tag.casefold(), tag)
    return tuple(found.values())


def _of_line(here: _Here, line: Line) -> Draft:
    cards = sorted(line.cards, key=lambda pair: here.numbers.get(pair[0].id, 1))
    first = cards[0][0].card
    source = _source(here, first.headings)
    if first.kind == "line":
        asked = text_html(first.front)
        return _draft(here, "basic", [cards[0][0]], (asked, _html(here, line, ()), "", "", source))
    clozes = [
        Cloze(*answer_in(line.asked.source, blank), here.numbers.get(each.id, 1), blank.hint or "")
        for each, blanks in cards
        for blank in blanks
    ]
    place = place_of(here.title, first.headings, first.parents)
    return _draft(here, "cloze", [each for each, _ in cards], (_html(here, line, clozes), text_html(place), source))


def _html(here: _Here, line: Line, clozes: Sequence[Cloze]) -> str:
    """The line; numbers and hints of its marks, and what is written behind these, are no text of it."""
    dropped = list(line.asked.dropped)
    for blank in line.asked.blanks:
        start, end = answer_in(line.asked.source, blank)
        dropped += [(blank.start, start), (end, blank.end)]
    shown = line_html(
        line.inlines, here.legend, here.picture, clozes=clozes, dropped=[pair for pair in dropped if pair[0] < pair[1]]
    )
    return f"{text_html(line.around[0])}{shown}{text_html(line.around[1])}"


def _of_pair(here: _Here, pair: Pair) -> Draft:
    first = next((each for each in pair.cards if each.card.kind == "basic"), pair.cards[0])
    question, answer = _joined(here, pair.question), _joined(here, pair.answer)
    if not question or not answer:
        question, answer = text_html(first.card.text), text_html(first.card.back or "…")
    place = text_html(place_of(here.title, first.card.headings, ()))
    fields = (question, answer, place, "1" if len(pair.cards) > 1 else "", _source(here, first.card.headings))
    return _draft(here, "basic", list(pair.cards), fields)


def _joined(here: _Here, lines: Iterable[tuple[Inline, ...]]) -> str:
    return "<br>".join(line_html(line, here.legend, here.picture) for line in lines)


def _draft(here: _Here, kind: ModelKind, cards: Sequence[DeckCard], fields: tuple[str, ...]) -> Draft:
    composed = tuple(unicodedata.normalize("NFC", field) for field in fields)  # as Anki keeps them
    first = cards[0]
    identities = tuple(each.id for each in cards)
    return Draft(kind, identities, composed, here.deck, here.tags, here.note, first.card.line, first.card.front)


def _source(here: _Here, headings: Sequence[str]) -> str:
    """The note, as a link that opens it in Obsidian; no line number, which edits elsewhere in the note change."""
    location = here.vault.location
    path = (location.prefix + here.note).removesuffix(".md")
    place = f"{path}#{headings[-1]}" if headings else path
    address = f"obsidian://open?vault={_quoted(location.outer.name)}&file={_quoted(place)}"
    return f'<a href="{text_html(address)}">{text_html(here.note.removesuffix(".md"))}</a>'


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="replace")
