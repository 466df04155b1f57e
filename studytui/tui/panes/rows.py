"""Rows of a list that know where they lead, also when the list is filled anew before a choice of one is heard of."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual.content import Content
from textual.widgets.option_list import Option

Value = TypeVar("Value")


class Row(Option, Generic[Value]):
    """An option with its value; one without a value can't be chosen."""

    def __init__(self, content: Content, value: Value | None) -> None:
        super().__init__(content, disabled=value is None)
        self.value = value


def value_of(option: Option | None) -> object:
    """The value of an option; None for one without."""
    return option.value if isinstance(option, Row) else None
