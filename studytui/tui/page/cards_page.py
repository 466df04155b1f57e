"""The page of a topic's cards: question, answer and a link to its line for each, drawn as review draws it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from studytui.markdown import marks_possible, parse
from studytui.markdown.document import Block, Container, Highlight, Inline, Paragraph, Row, Style, Table
from studytui.study.card import Card
from studytui.study.cards import cards_of
from studytui.study.faces import faces_of
from studytui.study.plugins import cards_possible
from studytui.tui.page.topic_page import TopicPage
from studytui.vault.names import is_canvas

_ELSEWHERE = {"anki": "in Anki", "sr": "in Spaced Repetition"}


class CardsPage(TopicPage):
    """A topic page of cards in place of lines (behaviour 7.4k)."""

    NAME = "Cards"
    NOTHING = "no cards under this topic"

    def _made(self, path: str) -> Iterator[Block]:
        text = None
        if is_canvas(path):
            document = self._vault.document(path, strict_breaks=self._strict_breaks)
        else:
            text = self._vault.text(path)
            if not marks_possible(text) and not cards_possible(text):
                return
            document = parse(text, strict_breaks=self._strict_breaks)
        cards = cards_of(document, self._vault.title(path), self._legend, text=text)
        if not cards:
            return
        yield self._heading(path)
        for card in cards:
            self._found += 1
            # Their place begins with the title, which stands above.
            faces = faces_of(card, "", document, self._legend)
            yield from self._card(path, card, faces.question, faces.back)

    def _card(self, path: str, card: Card, question: Iterable[Block], back: Iterable[Block]) -> Iterator[Block]:
        marks: dict[int, Highlight] = {}
        line = self._at(path, card.line)
        item = self._item(line)
        place, *asked = question
        assert isinstance(place, Paragraph)
        arrow = self._link(path, card.line, "↗", line)
        elsewhere = f"  {_ELSEWHERE[card.known_as]}" if card.known_as else ""
        named = place.inlines if place.inlines[0].text else ()
        ends: tuple[Inline, ...] = (Inline(" ", line), arrow, Inline(elsewhere, line, style=Style.SMALL))
        if named or not asked or not isinstance(asked[0], Paragraph):
            yield self._paragraph(*(replace(each, line=line) for each in named), *ends, inside=item)
            ends = ()
        for block in asked:
            yield self._drawn(path, block, line, item, marks, ends)
            ends = ()
        answer = self._item(line, item)
        for block in back:
            yield self._drawn(path, block, line, answer, marks)

    def _drawn(
        self, path: str, block: Block, line: int, inside: Container, marks: dict[int, Highlight],
        behind: tuple[Inline, ...] = (),
    ) -> Block:  # fmt: skip
        """A block of a face as one of this page."""

        def own(inlines: Iterable[Inline]) -> tuple[Inline, ...]:
            # A blank is nothing to stop at here: its answer stands below it.
            plain = (replace(each, kind="text") if each.kind == "blank" else each for each in inlines)
            return tuple(self._own(path, inline, line, marks) for inline in plain)

        if isinstance(block, Table):
            header, *rows = (Row(line, tuple(map(own, row.cells))) for row in (block.header, *block.rows))
            return replace(block, line=line, end=line, inside=inside, header=header, rows=tuple(rows))
        assert isinstance(block, Paragraph)
        return self._paragraph(*own(block.inlines), *behind, inside=inside)
