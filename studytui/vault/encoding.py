"""The bytes of a note -> text (behaviour 1.1b)."""

from __future__ import annotations

import codecs
from unicodedata import category

LONGEST_NOTE = 8_000_000
"""Bytes of a note that are read where all of it is kept in memory, which takes twenty bytes for each."""

_BYTES_AS_CP1252 = "studytui.cp1252"
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins as the mark of UTF-16 does
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8"),
)
_LOOKED_AT = 4096
"""Bytes by which the encoding is known; so many of a note are read for its frontmatter."""
_FEWEST = 4
"""Characters without which nothing is UTF-16 or UTF-32 by its looks: `a` and a NUL are a text as well."""
_USUAL = 0.3
"""Share of characters that have a NUL in UTF-16, at least, in any text that is mostly Latin."""


def encoding_of(data: bytes) -> tuple[str, int]:
    """How a note, or the beginning of one, is encoded, and the length of its byte order mark.

    UTF-16 and UTF-32 without a mark are known by their NULs, of which text in another encoding has none.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    start = data[:_LOOKED_AT]
    if b"\0" not in start:
        return "utf-8", 0
    whole = len(data) <= _LOOKED_AT
    for width in (4, 2):
        readings = [(_read(start, f"utf-{8 * width}-{order}", width, whole=whole), order) for order in ("le", "be")]
        text, order = max(readings, key=lambda reading: (bool(reading[0]), _latin(reading[0])))
        if text and _is_likely(text, start, width):
            return f"utf-{8 * width}-{order}", 0
    return "utf-8", 0


def _read(start: bytes, encoding: str, width: int, *, whole: bool) -> str:
    """The bytes as text, or nothing if they can't be read so."""
    if len(start) < _FEWEST * width or (whole and len(start) % width):
        return ""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(start, final=whole)
    except UnicodeDecodeError:
        return ""
    return "" if "\0" in text else text


def _latin(text: str) -> int:
    """Of two readings the right one has more of these, were they only blanks and newlines."""
    return sum(character < "\u0100" for character in text)


def _is_likely(text: str, start: bytes, width: int) -> bool:
    if width == 4 or _latin(text) >= _USUAL * len(text):
        return True
    # Other scripts have NULs only in blanks and newlines; in UTF-8 they would be nonsense.
    return any(map(text.count, " \n\r")) and not _is_utf_8(start) and all(map(_is_text, text))


def _is_utf_8(start: bytes) -> bool:
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return False
    return all(character == "\0" or _is_text(character) for character in text)


def _is_text(character: str) -> bool:
    return character.isprintable() or character.isspace() or category(character) == "Cf"


def decode(data: bytes) -> str:
    """UTF-8, UTF-16 or UTF-32; bytes that are none of these are read as Windows-1252; newlines become `\\n`.

    A single odd byte does not turn the rest of a UTF-8 note into gibberish: only the bytes that
    cannot be UTF-8 are read as Windows-1252 (the few it leaves undefined as Latin-1).
    """
    encoding, mark = encoding_of(data)
    text = data[mark:].decode(encoding, _BYTES_AS_CP1252 if encoding == "utf-8" else "replace")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def beginning(data: bytes, limit: int = LONGEST_NOTE) -> bytes:
    """At most so many bytes of a note, to the end of a line where one is near."""
    if len(data) <= limit:
        return data
    if encoding_of(data)[0] != "utf-8":
        return data[: limit - limit % 4]
    end = data.rfind(b"\n", limit - limit // 10, limit) + 1
    if end:
        return data[:end]
    end = limit
    while end < len(data) and limit - end < 4 and data[end] & 0xC0 == 0x80:
        end -= 1  # inside a character
    return data[:end]


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    odd = error.object[error.start : error.end]
    return "".join(_cp1252(byte) for byte in odd), error.end


def _cp1252(byte: int) -> str:
    try:
        return bytes((byte,)).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


codecs.register_error(_BYTES_AS_CP1252, _as_cp1252)
