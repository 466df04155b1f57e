"""Numbers of the items of an HTML list: `<ol type="a" start="3">`, `<li value="7">` (behaviour 4.10)."""

from __future__ import annotations

import re

from msgspec import Struct

from studytui.lazy_regex import lazy_regex
from studytui.markdown.html_elements import Tag

_NUMBER = lazy_regex(r"[+-]?[0-9]{1,9}")
_STYLE = lazy_regex(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
_KINDS = {
    "decimal": "1",
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
}
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_MOST_ROMAN = 3999


class Numbering(Struct):
    """The numbers of an ordered list that is open."""

    next: int
    kind: str
    """`1`, `a`, `A`, `i` or `I`."""
    step: int

    def take(self, item: Tag) -> str:
        """The number of the next item, as it is written before it, without the dot."""
        value = _integer(item.attributes.get("value", ""))
        number = self.next if value is None else value
        self.next = number + self.step
        return written(number, _kind(item) or self.kind)


def numbering_of(tag: Tag) -> Numbering | None:
    """The numbers of a list; None when its items have bullets."""
    if tag.name != "ol":
        return None
    start = _integer(tag.attributes.get("start", ""))
    # How many items there are is not known yet: counted down is only from a number that is given.
    step = -1 if "reversed" in tag.attributes and start is not None else 1
    return Numbering(1 if start is None else start, _kind(tag) or "1", step)


def written(number: int, kind: str) -> str:
    """A number in digits, letters or as a Roman one; in digits where it has no other form."""
    text = ""
    if kind in "aA" and number > 0:
        while number:
            number, letter = divmod(number - 1, 26)
            text = chr(ord("a") + letter) + text
    elif kind in "iI" and 0 < number <= _MOST_ROMAN:
        for value, letters in _ROMAN:
            times, number = divmod(number, value)
            text += letters * times
    else:
        return str(number)
    return text.upper() if kind.isupper() else text


def _integer(text: str) -> int | None:
    found = _NUMBER.match(text.strip())
    return int(found[0]) if found else None


def _kind(tag: Tag) -> str | None:
    style = _STYLE.search(tag.attributes.get("style", ""))
    named = _KINDS.get(style[1].lower()) if style else None
    kind = tag.attributes.get("type", "").strip()
    return named or (kind if kind in ("1", "a", "A", "i", "I") else None)
