"""A link's target as written, taken apart (behaviour 2.1.2, 2.2.1, 2.2.10)."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

from msgspec import Struct

from studytui.characters import trimmed
from studytui.lazy_regex import lazy_regex
from studytui.markdown.file_types import has_scheme

_ADDRESS = lazy_regex(r"(?:[a-z][a-z0-9+.-]+://|mailto:|obsidian:)", re.IGNORECASE)


class Target(Struct, frozen=True):
    """Path and subpath of a link."""

    path: str
    """Decoded; empty for the note that the link stands in."""
    subpath: str | None
    """Text behind the first `#`: `H1#H2` or `^id`."""
    raw_path: str
    """Before decoding."""


def is_external(target: str, *, markdown: bool) -> bool:
    """True if the target is an address outside any vault.

    A Markdown link with any scheme is one; in a wikilink a colon may be part of a name, so
    only what is clearly an address counts.
    """
    if markdown:
        return target.startswith("//") or has_scheme(target)
    return _ADDRESS.match(target) is not None


def split_target(target: str, *, markdown: bool) -> Target:
    """Splits at the first `#`; a Markdown link's parts are percent-decoded, or kept when that is invalid."""
    raw_path, _, raw_subpath = target.partition("#")
    raw_path, raw_subpath = trimmed(raw_path), trimmed(raw_subpath)
    path, subpath = (_decode(raw_path), _decode(raw_subpath)) if markdown else (raw_path, raw_subpath)
    return Target(path, subpath.strip() or None, raw_path)


def _decode(text: str) -> str:
    if "%" not in text:
        return text
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        return text


def join(folder: str, path: str) -> str | None:
    """The path seen from a folder, without `.` and `..`; None when it leads above the root."""
    joined = posixpath.normpath(posixpath.join(folder, path))
    if joined == ".":
        return ""
    return None if joined == ".." or joined.startswith(("../", "/")) else joined
