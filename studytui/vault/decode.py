"""Bytes of a note to text: any encoding, one kind of newline, nothing lost."""

from __future__ import annotations

import codecs

LONGEST_NOTE = 8_000_000
"""Bytes of a note that are read where all of it would be held: twenty bytes of memory go with each."""

_BYTES_AS_CP1252 = "studytui.cp1252"


def decode(data: bytes) -> str:
    """UTF-8 or, by its byte order mark, UTF-16; bytes that are neither are read as Windows-1252; newlines become `\\n`.

    A single odd byte does not turn the rest of a UTF-8 note into gibberish: only the bytes that
    cannot be UTF-8 are read as Windows-1252 (the few it leaves undefined as Latin-1).
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", "replace")
    else:
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8", _BYTES_AS_CP1252)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def beginning(data: bytes, limit: int = LONGEST_NOTE) -> bytes:
    """At most so many bytes of a note, to the end of a line where one is near."""
    if len(data) <= limit:
        return data
    end = data.rfind(b"\n", limit - limit // 10, limit) + 1
    if end and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data[:end]
    end = limit - limit % 2  # UTF-16 has two bytes a unit
    while end < len(data) and limit - end < 4 and data[end] & 0xC0 == 0x80:
        end -= 1  # inside a character of UTF-8
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
