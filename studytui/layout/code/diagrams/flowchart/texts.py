"""Labels of a flowchart as they are read: without quotes, tags, entities, icons and signs of Markdown."""

from __future__ import annotations

import html
import re

from studytui.lazy_regex import lazy_regex

_BREAK = lazy_regex(r"\s*(?:<br\s*/?\s*>|</br>|\\n)\s*", re.IGNORECASE)
_TAG = lazy_regex(
    r"</?(?:b|big|center|code|del|div|em|font|h\d|hr|i|img|ins|li|mark|ol|p|s|small|span|strike|strong|sub|sup|u|ul)"
    r"(?:\s+[a-z][^<>]*)?\s*/?>|<a\s+href[^<>]*>|</a>",
    re.IGNORECASE,
)
_ENTITY = lazy_regex(r"#(\d+|[A-Za-z]\w*);")
_ICON = lazy_regex(r"\bfa[bklrs]?:fa-[\w-]+[ \t]*")
_STRONG = lazy_regex(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_SLANTED = lazy_regex(r"(?<![\w*])([*_])(?=\S)([^*_]+?)(?<=\S)\1(?![\w*])")
_BLANKS = lazy_regex(r"[^\S\n]+")


def shown(text: str) -> str:
    """The text of a label, with `\\n` for each break."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1].strip()
        if len(text) > 1 and text[0] == text[-1] == "`":
            text = text[1:-1]
            text = _SLANTED.sub(r"\2", _STRONG.sub(r"\2", text))
    text = _TAG.sub("", _BREAK.sub("\n", _ICON.sub("", text)))
    text = html.unescape(_ENTITY.sub(_entity, text))
    lines = (_BLANKS.sub(" ", line).strip() for line in text.replace("\t", " ").split("\n"))
    return "\n".join(lines).strip("\n")


def _entity(match: re.Match[str]) -> str:
    return f"&#{match[1]};" if match[1].isdecimal() else f"&{match[1]};"
