"""Makes text from a note harmless: nothing that steers a terminal gets through, and nothing disappears."""

from __future__ import annotations

from studytui.lazy_regex import lazy_regex

TAB = 4
"""Columns between tab stops in code."""

SYMBOL = "\N{REPLACEMENT CHARACTER}"
"""Stands for what has no picture of its own: C1, bidi overrides and isolates, separators, lone surrogates."""

_UNSAFE = lazy_regex("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

_SYMBOLS: dict[int, str] = {code: chr(0x2400 + code) for code in range(0x20)}
_SYMBOLS[0x7F] = "\N{SYMBOL FOR DELETE}"
_SYMBOLS |= dict.fromkeys([*range(0x80, 0xA0), *range(0x2028, 0x202F), *range(0x2066, 0x206A)], SYMBOL)
_SYMBOLS |= dict.fromkeys(range(0xD800, 0xE000), SYMBOL)
_INLINE = _SYMBOLS | {0x09: " ", 0x0A: " "}


def clean(text: str) -> str:
    """Text without control characters, as long as before: offsets into it stay true.

    Tabs and newlines become blanks; everything else unsafe becomes a visible symbol of one cell.
    """
    if text.isprintable() or _UNSAFE.search(text) is None:
        return text
    return text.translate(_INLINE)


def clean_code(text: str) -> str:
    """One line of code without control characters, its tabs expanded to every fourth column."""
    if text.isprintable() or _UNSAFE.search(text) is None:
        return text
    return text.expandtabs(TAB).translate(_SYMBOLS)
