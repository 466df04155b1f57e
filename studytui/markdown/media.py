"""File type, size and alt text of an embed or image (behaviour 3, 4.8)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote

from studytui.lazy_regex import lazy_regex
from studytui.markdown.file_types import IMAGE, MEDIUM_OF, extension, has_scheme
from studytui.markdown.markdown_it_private import HTML_TAG_RE

_SIZE = lazy_regex(r"(\d{1,5})(?:x\d{1,5})?")
_PLACING = lazy_regex(
    r"(?:[hw]-?)?\d{1,3}%|\d{1,5}px|(?:(?:left|right|cent(?:er|re)|middle|cover|banner|inline|inl[lr]|[hw](?:small|med|full))"
    r"[ -]?)+",
    re.IGNORECASE,
)
_PAGES = lazy_regex(r"https?://(?:www\.)?(?:youtube\.com|youtu\.be|twitter\.com|x\.com)/", re.IGNORECASE)


def is_image(target: str, *, markdown: bool) -> bool:
    """True if `![[target]]`, or `![](target)` for Markdown, is a picture."""
    kind = extension(target)
    medium = MEDIUM_OF.get(kind)
    if medium == IMAGE:
        return True
    if medium is not None or kind == "md" or not markdown:
        return False
    if has_scheme(target):
        return not _PAGES.match(target)
    return target.startswith("/img/")


def without_tags(text: str) -> str:
    """A name or an address as text to read: tags in it are not shown."""
    if "<" not in text:
        return text
    return HTML_TAG_RE.sub("", text).strip() or text.replace("<", "").replace(">", "")


def split_parts(parts: Sequence[str]) -> tuple[str, int | None]:
    """Text and width in pixels of the parts between the pipes; a size is the last part."""
    width = None
    rest = list(parts)
    if rest and (size := _SIZE.fullmatch(rest[-1].strip())):
        width = int(size[1])
        rest.pop()
    return without_tags(" | ".join(part for part in (part.strip() for part in rest) if part)), width


def is_placing(text: str) -> bool:
    """True if an alt text is none, but words of a theme on where and how large to show something."""
    return _PLACING.fullmatch(text) is not None


def page_name(target: str) -> str:
    """The name of a page of another site that nobody has named: its address, of which the last part says nothing."""
    return without_tags(re.sub(r"^https?://(?:www\.)?", "", target, flags=re.IGNORECASE))


def file_name(target: str) -> str:
    """The last part of a path, readable."""
    path = re.split(r"[#?]", target, maxsplit=1)[0].rstrip("/")
    return without_tags(unquote(path.rsplit("/", 1)[-1]) or target)
