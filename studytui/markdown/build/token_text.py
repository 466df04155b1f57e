"""Questions to inline tokens: what they say as plain text, and where elements end."""

from __future__ import annotations

from collections.abc import Iterable

from markdown_it.token import Token

from studytui.markdown.html_elements import DROPPED, parse_tag
from studytui.markdown.syntax.wikilink import shown_text


def last_closes(tokens: Iterable[Token]) -> dict[str, int]:
    """Opening tag of a script and the like -> where its last closing tag stands; one never closed hides nothing."""
    closes: dict[str, int] = {}
    opens: dict[str, str] = {}
    for index, token in enumerate(tokens):
        if token.type == "html_inline":
            tag = parse_tag(token.content)
            if tag.name in DROPPED:
                if tag.kind == "close":
                    closes[tag.name] = index
                elif tag.kind == "open":
                    opens[token.content] = tag.name
    return {source: closes.get(name, 0) for source, name in opens.items()}


def plain_tokens(tokens: Iterable[Token]) -> str:
    """The text of inline tokens."""
    parts = []
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif token.type == "image":
            parts.append(plain_tokens(token.children or ()))
        elif token.type == "embed":
            parts.append(shown_text(token.meta["target"]))
        elif token.type not in ("html_inline", "comment", "block_id"):
            parts.append(token.content)
    return "".join(parts)
