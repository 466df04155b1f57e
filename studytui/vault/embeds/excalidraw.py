"""Excalidraw: what stands for a drawing, and the texts in the file of one."""

from __future__ import annotations

import json
from collections.abc import Mapping

from studytui.markdown.document import Block, Document, Frontmatter, Inline, Paragraph
from studytui.vault import names

_ENDING = ".excalidraw"
_LARGEST = 16_000_000


def drawing_name(path: str) -> str:
    """The name of a drawing."""
    stem = names.base_name(path)
    for ending in (names.NOTE_SUFFIX, _ENDING):
        stem = stem.removesuffix(ending)
    return stem


def placeholder(path: str, line: int = 0) -> Paragraph:
    """The block that stands for the drawing itself."""
    return Paragraph(line, line, None, (Inline(f"[drawing: {drawing_name(path)}]", line, "embed"),))


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
