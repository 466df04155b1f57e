"""The cards of a note by two rules (behaviour 7.4): a marked phrase is a blank, a marked line follows its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from studytui.markdown import Legend
from studytui.markdown.document import Document, Table
from studytui.study import plugins
from studytui.study.card import Card, Kind, place_of
from studytui.study.marks import Asked, Blank, asked_of
from studytui.study.places import Placed, Places
from studytui.study.tables import marked_cells

FOLLOWS = " … what follows?"
Group = tuple[int, int, tuple[str, ...]]
"""Key that lines share which follow the same place."""


def cards_of(
    document: Document, title: str, legend: Legend, *, text: str | None = None, sections: bool = False
) -> list[Card]:
    """Every card of a note in reading order.

    `text` is its source: with it, question and answer of the Spaced Repetition plugin are read where the note carries
    the tag for cards, and what is a card already elsewhere is told (`known_as`). `sections` asks for whole sections
    too.
    """
    maker = CardMaker(document, title, legend)
    cards = maker.marked()
    if text is not None:
        cards = plugins.with_plugins(document, title, text, cards, tagged=maker.tagged)
    if sections:
        cards = sorted([*cards, *section_cards(cards, title)], key=lambda card: (card.line, card.kind != "section"))
    return cards


class CardMaker:
    """Makes the cards of the marks of one note."""

    def __init__(self, document: Document, title: str, legend: Legend) -> None:
        self._document = document
        self._title = title
        self._legend = legend
        self.tagged = plugins.is_tagged(document)
        self._hints: Mapping[str, str] | None = plugins.inline_footnotes(document) if self.tagged else None
        self._roots: dict[int, int] = {}
        """Of each line with cards: the root of its siblings."""
        self._follow: Counter[Group] = Counter()

    def marked(self) -> list[Card]:
        """The cards, each of which knows how many others follow its place."""
        found: list[tuple[Card, Group | None]] = []
        for placed in Places(self._legend).marked(self._document.blocks):
            found += self._row(placed) if isinstance(placed.block, Table) else self._line(placed)
        return [self._counted(card, group) for card, group in found]

    def _counted(self, card: Card, group: Group | None) -> Card:
        total = self._follow[group] if group is not None else 0
        if group is None or total < 2:
            return card
        return replace(card, places=total, front=f"{card.front} ({card.place} of {total})")

    def _line(self, placed: Placed) -> list[tuple[Card, Group | None]]:
        asked = asked_of(placed.line.inlines, placed.marks, hints=self._hints)
        if asked.pictured or not asked.blanks:
            return []
        if len(asked.questions()) > 1 or not asked.whole:
            return [(card, None) for card in self._clozes(placed, asked, placed.parents)]
        return [self._follows(placed, asked, placed.parents)]

    def _follows(self, placed: Placed, asked: Asked, parents: tuple[str, ...]) -> tuple[Card, Group | None]:
        """The card of a line that is asked from its place."""
        group = (*placed.group, parents)
        self._follow[group] += 1
        front = place_of(self._title, placed.headings, parents) + FOLLOWS
        card = self._card("line", placed, parents, asked.text, front, asked.text, asked.blanks)
        return replace(card, place=self._follow[group]), group

    def _clozes(
        self, placed: Placed, asked: Asked, parents: tuple[str, ...], first: int = 0, around: tuple[str, str] = ("", "")
    ) -> list[Card]:
        """A card for each blank, or number, of a line or cell; `around` is what is shown before and behind it."""
        place = place_of(self._title, placed.headings, parents)
        before, behind = around
        cards = []
        for ordinal, blanks in enumerate(asked.questions(), first):
            front = f"{place}: {before}{asked.with_blanks(blanks)}{behind}"
            back = "\n".join(blank.answer for blank in blanks)
            card = self._card("cloze", placed, parents, f"{before}{asked.text}{behind}", front, back, blanks)
            hint = next((blank.hint for blank in blanks if blank.hint), None)
            cards.append(replace(card, ordinal=ordinal, hint=hint))
        return cards

    def _card(
        self, kind: Kind, placed: Placed, parents: tuple[str, ...], text: str, front: str, back: str,
        blanks: Sequence[Blank],
    ) -> Card:  # fmt: skip
        spans = tuple((blank.start, blank.end) for blank in blanks)
        line = placed.line.line
        root = self._root(placed)
        colors = tuple(dict.fromkeys(blank.color for blank in blanks))
        return Card(kind, line, line, placed.headings, parents, text, front, back, root, spans=spans, colors=colors)

    def _root(self, placed: Placed) -> int:
        line = placed.line.line
        if line not in self._roots:
            self._roots[line] = next((self._roots[above] for above in placed.above if above in self._roots), line)
        return self._roots[line]

    def _row(self, placed: Placed) -> list[tuple[Card, Group | None]]:
        """The marked cells of a row: each from the heads of its row and column, the head of a row from the others."""
        found: list[tuple[Card, Group | None]] = []
        for cell in marked_cells(placed, self._legend, self._hints):
            asked, parents, first = cell.asked, (*placed.parents, *cell.heads), len(found)
            if cell.around is not None or not asked.whole or len(asked.questions()) > 1:
                clozes = self._clozes(placed, asked, parents, first, cell.around or ("", ""))
                found += [(card, None) for card in clozes]
            elif cell.named:
                front = f"{place_of(self._title, placed.headings, parents)}?"
                group = (*placed.group, parents)
                self._follow[group] += 1
                card = self._card("line", placed, parents, asked.text, front, asked.text, asked.blanks)
                found.append((replace(card, ordinal=first, place=self._follow[group]), group))
            else:
                card, shared = self._follows(placed, asked, parents)
                found.append((replace(card, ordinal=first), shared))
        return found


def section_cards(cards: Iterable[Card], title: str) -> list[Card]:
    """A card for each heading that high-yield lines stand under: all of these are its answer."""
    found: dict[tuple[str, ...], list[Card]] = {}
    for card in cards:
        if card.kind in ("cloze", "line") and card.headings:
            found.setdefault(card.headings, []).append(card)
    return [_section(title, headings, held) for headings, held in found.items()]


def _section(title: str, headings: tuple[str, ...], cards: list[Card]) -> Card:
    lines = {card.line: card.text for card in cards}
    text = "\n".join(lines.values())
    front = f"{place_of(title, headings[:-1], ())}: {headings[-1]}?"
    first, last = min(lines), max(lines)
    return Card("section", first, last, headings, (), text, front, text, first)
