from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest

from studytui.markdown import Legend, parse
from studytui.study.card import Card
from studytui.study.cards import cards_of


@pytest.fixture
def cards() -> Callable[..., list[Card]]:
    """The cards of a text, as a note called Note has it."""

    def make(text: str, **options: object) -> list[Card]:
        text = textwrap.dedent(text)
        return cards_of(parse(text), "Note", Legend(), text=text, **options)

    return make
