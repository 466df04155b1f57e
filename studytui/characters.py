"""Characters that no reader can tell apart: those that do not show, and blanks of all kinds (behaviour 6.10b)."""

from __future__ import annotations

from typing import Final

from studytui.lazy_regex import lazy_regex

_INVISIBLE: Final = (
    (0x00AD, 0x00AD),  # soft hyphen
    (0x034F, 0x034F),
    (0x061C, 0x061C),
    (0x180B, 0x180F),
    (0x200B, 0x200F),  # zero-width, direction marks
    (0x202A, 0x202E),
    (0x2060, 0x206F),  # word joiner, isolates
    (0xFE00, 0xFE0F),  # chooses the look of the character before
    (0xFEFF, 0xFEFF),  # byte order mark
    (0xFFF9, 0xFFFB),
    (0xE0000, 0xE0FFF),
)
_BLANKS: Final = (*range(0x2000, 0x200B), 0xA0, 0x1680, 0x202F, 0x205F, 0x3000)
_CLASS: Final = "".join(f"{chr(low)}-{chr(high)}" for low, high in _INVISIBLE)
_ANY: Final = lazy_regex(f"[{_CLASS}]")
_AT_THE_ENDS: Final = lazy_regex(rf"\A[\s{_CLASS}]+|[\s{_CLASS}]+\Z")
_TO_BLANKS: Final = dict.fromkeys(_BLANKS, " ")


def visible(text: str) -> str:
    """The text without invisible characters."""
    return text if text.isascii() else _ANY.sub("", text)


def visible_places(text: str) -> list[int]:
    """Where in `text` each character of `visible(text)` stands."""
    hidden = set() if text.isascii() else {match.start() for match in _ANY.finditer(text)}
    return [at for at in range(len(text)) if at not in hidden]


def plainly_blank(text: str) -> str:
    """The text as `visible`, with every kind of blank as the plain one."""
    return text if text.isascii() else visible(text).translate(_TO_BLANKS)


def trimmed(text: str) -> str:
    """The text without blanks and invisible characters at its ends."""
    return text.strip() if text.isascii() else _AT_THE_ENDS.sub("", text)
