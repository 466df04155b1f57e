"""Record of a note in the index: values, and their form on disk."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import msgspec
from msgspec import Struct, field

from studytui.markdown import Legend
from studytui.sqlite import path_of

TITLE = 1 << 12
HEADING = 1 << 15
MARKED = 1 << 14
BODY = 1 << 13
PATH = 1 << 11
TAG_FIELD = 1 << 10
"""Where in a note a word stands. The order of the bits is the order of the tiers (behaviour 6.9)."""
CONTENT = HEADING | MARKED | BODY
IMPACT = 0xFF
"""The low byte of a posting: how much the note is about the word."""


class PackedSpan(NamedTuple):
    """Highlighted characters of a line, of whatever colour."""

    start: int
    end: int
    bucket: str
    number: int
    """Ordinal of the highlight in its note."""


class StoredLink(NamedTuple):
    """An outgoing link, as written; `text` is what it shows."""

    line: int
    target: str
    text: str
    kind: str
    embed: bool


class Abbreviation(NamedTuple):
    """An abbreviation that a note defines, with its long form (`text.abbreviations`)."""

    short: str
    """Its key."""
    long: str
    """The key of the long form."""
    times: int
    written: str
    """Both as they are written: `MI: myocardial infarction`."""
    words: str
    """The folded words of the long form."""


def indexed_path(key: object) -> str:
    """The path of a row; an index may still have one that is no text in the bytes that the disk has for it."""
    try:
        return path_of(key)
    except UnicodeDecodeError:
        assert isinstance(key, bytes)
        return key.decode("utf-8", "surrogateescape")


_quick: Final = msgspec.json.Encoder().encode
_any_text: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def as_json(value: object) -> str:
    """A value as the index stores it."""
    try:
        return _quick(value).decode()
    except UnicodeEncodeError:  # halves of characters, which only the slower one writes
        return _any_text(value)


_AS_IT_IS: Final = 600
"""Bytes that are hardly worth the time: of a short text compression saves a third."""
_SHORT_TEXT: Final = 4096
"""Bytes that a window of 12 bits sees at once."""
_UNPACKED: Final = b"\0"
"""Begins a text that is not compressed; zlib begins with another byte."""
_CHECK: Final = 4
"""Bytes of its check."""


def pack_text(text: str) -> bytes:
    """A text as the index stores it, with its own check: a long one in a third of its size."""
    data = text.encode("utf-8", "surrogatepass")
    if len(data) <= _AS_IT_IS:
        return _UNPACKED + zlib.crc32(data).to_bytes(_CHECK) + data
    if len(data) > _SHORT_TEXT:
        return zlib.compress(data, 1)
    # The usual state takes seven times as long to lay out as a short text to compress.
    squeezer = zlib.compressobj(1, zlib.DEFLATED, wbits=12, memLevel=4)
    return squeezer.compress(data) + squeezer.flush()


def unpack_text(packed: bytes) -> str:
    """The text again; ValueError when it is not what was stored."""
    if packed.startswith(_UNPACKED):
        data = packed[1 + _CHECK :]
        if zlib.crc32(data).to_bytes(_CHECK) != packed[1 : 1 + _CHECK]:
            raise ValueError("a text is damaged")
        return data.decode("utf-8", "surrogatepass")
    try:
        return zlib.decompress(packed).decode("utf-8", "surrogatepass")
    except zlib.error as error:
        raise ValueError(str(error)) from error


class Stamp(Struct, frozen=True, gc=False):
    """Size and time of change of a file, which tell that it may have changed without opening it."""

    size: int
    mtime_ns: int
    ctime_ns: int
    """Moves with every write, also where the times are set back; 0 where the system has none."""


NEVER_READ = Stamp(-1, -1, -1)
"""Of a note that could not be read: the next time it is tried again, whatever its file says."""


class Lines(Struct):
    """The rendered lines of a note: parallel lists, and what only some lines have by their index."""

    texts: Sequence[str] = ()
    sources: Sequence[int] = ()
    """The source line of each, from 1."""
    blocks: Sequence[int] = ()
    """The ordinal of the block that each belongs to."""
    levels: Mapping[int, int] = field(default_factory=dict)
    """Of headings: their level."""
    tasks: Mapping[int, str] = field(default_factory=dict)
    """Of lines of a task: the character between its brackets."""
    spans: Mapping[int, Sequence[PackedSpan]] = field(default_factory=dict)
    british: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Words that American spelling writes otherwise, by that spelling."""


class Marks(Struct, frozen=True):
    """How much of a note is highlighted, so that any legend can be applied to it later."""

    buckets: Mapping[str, int] = field(default_factory=dict)
    """Highlights of each colour bucket."""
    lines: Mapping[str, int] = field(default_factory=dict)
    """Lines by the set of buckets that they hold, written as `red+yellow`."""

    def high_yield(self, legend: Legend) -> tuple[int, int]:
        """High-yield marks, and lines with at least one."""
        wanted = set(filter(legend.is_high_yield, legend.meanings))
        marks = sum(count for bucket, count in self.buckets.items() if bucket in wanted)
        return marks, sum(count for held, count in self.lines.items() if not wanted.isdisjoint(held.split("+")))


class Record(Struct, frozen=True):
    """One note, ready for the index."""

    path: str
    stamp: Stamp
    digest: bytes
    title: str | None = None
    """Frontmatter `title`."""
    aliases: tuple[str, ...] = ()
    permalinks: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    """Of frontmatter and text, each once, without `#`."""
    pinned: bool = False
    hidden: bool = False
    home: bool = False
    properties: tuple[tuple[str, str | None], ...] = ()
    """Name and value, one for each item of a list; None for a property without a value."""
    links: tuple[StoredLink, ...] = ()
    marks: Marks = Marks()
    lines: Lines = field(default_factory=Lines)
    folded: Sequence[str] = ()
    """The lines as words are looked for in them (`lines.spaced`)."""
    words: Mapping[str, int] = field(default_factory=dict)
    """Each word with where it stands and its impact."""
    compounds: frozenset[tuple[str, ...]] = frozenset()
    """The parts of its compounds, of which `words` has the whole."""
    abbreviations: tuple[Abbreviation, ...] = ()
    """Those that it defines."""
    error: str | None = None
    """Why the note could not be read; only its path is indexed then."""
