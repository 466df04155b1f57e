"""Places that HTML names: `<a id="x">`, `<a name="x">`, `id=` of any element (behaviour 2.3.6)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from markdown_it.token import Token

from studytui.lazy_regex import lazy_regex
from studytui.markdown.document import Anchor
from studytui.markdown.html_elements import parse_tag
from studytui.markdown.markdown_it_private import HTML_TAG_RE

_NAMING = lazy_regex(r"\b(?:id|name)\s*=", re.IGNORECASE)
_COMMENT = lazy_regex(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_NAMES_SOMETHING_ELSE = frozenset(("button", "iframe", "input", "meta", "param", "select", "textarea"))


def in_text(tokens: Iterable[Token], line: int) -> Iterator[Anchor]:
    """The places of the inline tokens of a text that begins on `line`."""
    for token in tokens:
        if token.type == "html_inline":
            yield from _of_tag(token.content, line + (token.map[0] if token.map else 0))


def in_block(content: str, line: int) -> Iterator[Anchor]:
    """The places of an HTML block that begins on `line`."""
    if _NAMING.search(content) is None:
        return
    content = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), content)
    pos = 0
    for tag in HTML_TAG_RE.finditer(content):
        line += content.count("\n", pos, tag.start())
        pos = tag.start()
        yield from _of_tag(tag[0], line)


def _of_tag(source: str, line: int) -> Iterator[Anchor]:
    if "=" not in source:
        return
    tag = parse_tag(source)
    if "id" not in tag.attributes and "name" not in tag.attributes:
        return
    names = (tag.attributes.get("id"), None if tag.name in _NAMES_SOMETHING_ELSE else tag.attributes.get("name"))
    yield from (Anchor(name.strip(), line) for name in dict.fromkeys(names) if name and name.strip())
