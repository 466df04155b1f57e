"""Numbers of frontmatter, which show as they are written: `007`, `1.30`, `1e5` (behaviour 1.3)."""

from __future__ import annotations

_MOST_DIGITS = 4_000
"""Python reads no whole number of more."""


class WrittenInt(int):
    """A whole number whose text is not as Python would write it."""

    written: str

    def __str__(self) -> str:
        return self.written


class WrittenFloat(float):
    """Any other number whose text is not as Python would write it."""

    written: str

    def __str__(self) -> str:
        return self.written


def number(text: str) -> int | float | str:
    """The value of a number of YAML 1.2 or JSON; its `str` is the text. One that is too long to be read is a text."""
    if len(text) > _MOST_DIGITS:
        return text
    value: WrittenInt | WrittenFloat
    try:
        value = WrittenInt(text, 0) if text[:2] in ("0o", "0x") else WrittenInt(text)
    except ValueError:
        value = WrittenFloat(text)
    value.written = text
    plain = int(value) if isinstance(value, int) else float(value)
    return plain if str(plain) == text else value
