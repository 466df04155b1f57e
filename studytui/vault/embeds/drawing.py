"""Excalidraw: what can be read of a drawing, never its data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from studytui.markdown.document import Block, Code, Document, Frontmatter, Heading, Inline, Paragraph
from studytui.vault import names

_REMARK = "EXCALIDRAW VIEW in the MORE OPTIONS"
"""Of the plugin, to those who open the note as text."""
_SECTIONS = frozenset(("excalidraw data", "text elements", "embedded files", "element links", "drawing"))
_REFERENCES = frozenset(("embedded files", "element links"))
"""Sections whose lines are `id: [[link]]`."""
_DATA = frozenset(("json", "compressed-json"))
_ENDING = ".excalidraw"
_LARGEST = 16_000_000


def drawing_name(path: str) -> str:
    """What a drawing is called."""
    stem = names.base_name(path)
    for ending in (names.NOTE_SUFFIX, _ENDING):
        stem = stem.removesuffix(ending)
    return stem


def placeholder(path: str, line: int = 0) -> Paragraph:
    """What stands for the drawing itself."""
    return Paragraph(line, line, None, (Inline(f"[drawing: {drawing_name(path)}]", line, "embed"),))


class DrawingNote:
    """Takes the blocks of a drawing's note in order, leaves those that can be read."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._begun = False
        self._section = ""

    def read(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """The placeholder, the writer's own text, the text elements, the links; no data, no remarks of the plugin."""
        if not self._begun:
            self._begun = True
            yield placeholder(self._path)
        for block in blocks:
            if isinstance(block, Heading) and block.inside is None:
                title = names.fold("".join(inline.text for inline in block.inlines).strip())
                if title in _SECTIONS:
                    self._section = title
                    continue
            if self._section == "drawing" or (isinstance(block, Code) and block.info.strip() in _DATA):
                continue
            if isinstance(block, Paragraph):
                if any(_REMARK in inline.text for inline in block.inlines):
                    continue
                if self._section in _REFERENCES:
                    yield from _links_only(block)
                    continue
            yield block


def _links_only(block: Paragraph) -> Iterator[Paragraph]:
    kept: list[Inline] = []
    for inline in block.inlines:
        if inline.link is not None or (kept and inline.kind == "break" and kept[-1].kind != "break"):
            kept.append(inline)
    if kept and kept[-1].kind == "break":
        kept.pop()
    if kept:
        yield replace(block, inlines=tuple(kept))


def drawing_file(path: str, data: bytes) -> Document:
    """The texts of an `.excalidraw` file; one that can't be read says so."""
    blocks: list[Block] = [placeholder(path, 1)]
    try:
        if len(data) > _LARGEST:
            raise ValueError("too large to be read here")
        value = json.loads(data)
        elements = value.get("elements") if isinstance(value, Mapping) else None
        if not isinstance(elements, list):
            raise ValueError("no drawing of Excalidraw")
        for element in elements:
            if isinstance(element, Mapping) and element.get("type") == "text" and not element.get("isDeleted"):
                text = element.get("text")
                if isinstance(text, str) and text.strip():
                    blocks.append(_text(text.strip(), len(blocks) + 1))
    except (ValueError, RecursionError) as error:
        problem = "broken" if isinstance(error, RecursionError | json.JSONDecodeError | UnicodeDecodeError) else error
        blocks.append(_text(f"this drawing can't be shown: {problem}", 2))
    return Document(Frontmatter(), tuple(blocks))


def _text(text: str, line: int) -> Paragraph:
    inlines: list[Inline] = []
    for part in text.split("\n"):
        if inlines:
            inlines.append(Inline("\n", line, "break"))
        if part:
            inlines.append(Inline(part, line))
    return Paragraph(line, line, None, tuple(inlines))
