"""Names of notes and folders: how they compare, sort and come apart.

Vault-relative paths use `/` on every system and keep `.md` as on disk.
"""

from __future__ import annotations

from unicodedata import combining, normalize

from studytui.characters import plainly_blank
from studytui.lazy_regex import lazy_regex

NOTE_SUFFIX = ".md"
CANVAS_SUFFIX = ".canvas"

_NOT_IN_SLUG = lazy_regex(r"[\W_]+")
_LOOSE_BLANK = lazy_regex(r"^\s|\s$|\s[/.]|/\s")
_DIGITS = lazy_regex(r"([0-9]+)")


def casefold(name: str) -> str:
    """The form in which names compare (behaviour 2.2): NFC, no case, nothing invisible, all blanks alike."""
    if name.isascii():
        return name.lower()
    return normalize("NFC", normalize("NFC", plainly_blank(name)).casefold())


def fold_name(name: str) -> str:
    """As `casefold`, without the blanks at both ends."""
    return casefold(name).strip()


def fold_path(path: str) -> str:
    """As `casefold`, each segment and the stem of the last one without the blanks at both ends."""
    folded = casefold(path)
    if _LOOSE_BLANK.search(folded) is None:
        return folded
    folded = "/".join(segment.strip() for segment in folded.split("/"))
    stem, dot, ending = folded.rpartition(".")
    return folded if "/" in ending or not stem else f"{stem.rstrip()}{dot}{ending}"


def unaccented(name: str) -> str:
    """As `casefold`, and without accents and other combining marks."""
    if name.isascii():
        return name.lower()
    return "".join(char for char in normalize("NFKD", plainly_blank(name).casefold()) if not combining(char))


def slug_key(segment: str) -> str:
    """The letters and digits of a name in any slug of it: no case, no accents (behaviour 2.3.5)."""
    return _NOT_IN_SLUG.sub("", unaccented(segment))


def is_note_name(name: str) -> bool:
    """True if a file of this name is a note."""
    return name[-3:].lower() == NOTE_SUFFIX


def is_canvas(name: str) -> bool:
    """True if a file of this name is a canvas, which is a note of another format (behaviour 1.9b)."""
    return name[-len(CANVAS_SUFFIX) :].lower() == CANVAS_SUFFIX


def without_suffix(path: str) -> str:
    """The path without its `.md`, in any case; other endings stay."""
    return path[:-3] if is_note_name(path) else path


def base_name(path: str) -> str:
    """The last segment of a path, with its ending."""
    return path.rpartition("/")[2]


def stem(path: str) -> str:
    """The last segment of a path, without `.md` or `.canvas` and the blanks at its ends."""
    name = without_suffix(base_name(path))
    name = name[: -len(CANVAS_SUFFIX)] if is_canvas(name) else name
    return name.strip() or name


def parent(path: str) -> str:
    """The folder of a path, without a final `/`; empty for the root."""
    return path.rpartition("/")[0]


def natural_key(label: str) -> tuple[object, ...]:
    """Sorts labels without case and with numbers as numbers: `2 b` before `10 a` (behaviour 2.5.1)."""
    pieces = _DIGITS.split(unaccented(label))
    numbered: list[object] = []
    for position, piece in enumerate(pieces):
        if position % 2:
            digits = piece.lstrip("0")
            numbered.append((len(digits), digits))
        else:
            numbered.append(piece)
    return (numbered, label)


def nfc(name: str) -> str:
    """The name with composed accents; case stays."""
    return name if name.isascii() else normalize("NFC", name)
