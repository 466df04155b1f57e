"""File types and addresses: the one list of what is an image, a sound, a film (behaviour 4.8)."""

from __future__ import annotations

import re

from studytui.lazy_regex import lazy_regex

IMAGE = "image"
_ENDINGS = {
    IMAGE: ("avif", "bmp", "gif", "jpeg", "jpg", "png", "svg", "webp"),
    "pdf": ("pdf",),
    "audio": ("flac", "m4a", "mp3", "ogg", "wav", "3gp"),
    "video": ("mkv", "mov", "mp4", "ogv", "webm"),
    "canvas": ("canvas",),
    "base": ("base",),
}
MEDIUM_OF = {ending: medium for medium, endings in _ENDINGS.items() for ending in endings}
"""File type -> medium, for all file types that Obsidian embeds and that are no notes (behaviour 4.8)."""

_SCHEME = lazy_regex(r"[a-z][a-z0-9+.-]+:", re.IGNORECASE)


def extension(target: str) -> str:
    """The file type of a target, lower case, without dot; empty when it has none."""
    path = re.split(r"[#?]", target, maxsplit=1)[0]
    name = path.rsplit("/", 1)[-1]
    return name.rsplit(".", 1)[-1].lower() if "." in name else ""


def shown_target(target: str) -> str:
    """The text of a link that has none of its own: `a/b/Note#H` -> `a/b/Note › H`; a `#` at the end is a name's."""
    parts = [part.strip() for part in target.split("#")]
    hashes = target[len(target.rstrip("# ")) :].replace(" ", "")
    return " › ".join(part for part in parts if part) + hashes


def has_scheme(target: str) -> bool:
    """True for an absolute URI: a scheme, a colon, and the rest."""
    return _SCHEME.match(target) is not None
