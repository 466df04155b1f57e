"""What kind of file or page a link or an embed leads to, when it is no note (behaviour 3, 4.8)."""

from __future__ import annotations

import re

from studytui.markdown.document import Link

_MEDIA = {
    "pdf": ("pdf",),
    "audio": ("flac", "m4a", "mp3", "ogg", "wav", "3gp"),
    "video": ("mkv", "mov", "mp4", "ogv", "webm"),
    "canvas": ("canvas",),
    "base": ("base",),
}
_MEDIUM_OF = {ending: medium for medium, endings in _MEDIA.items() for ending in endings}
_PLAYERS = re.compile(
    r"https?://(?:www\.|player\.|m\.)?(?:youtube(?:-nocookie)?\.com|youtu\.be|vimeo\.com)/", re.IGNORECASE
)

ICONS = {"pdf": "▤", "audio": "♪", "video": "►"}
"""Text characters of one cell that common terminal fonts have."""


def medium(link: Link) -> str:
    """`pdf`, `audio`, `video`, `canvas` or `base`, by the file's ending; else `embed`."""
    return _MEDIUM_OF.get(link.target.partition("#")[0].strip().rpartition(".")[2].lower(), "embed")


def icon(link: Link) -> str:
    """What stands before the text of a link to a document, a sound or a film; empty for any other link."""
    if link.kind == "autolink":
        return ""
    found = ICONS.get(medium(link), "")
    return found or (ICONS["video"] if link.kind == "markdown" and _PLAYERS.match(link.target) else "")
