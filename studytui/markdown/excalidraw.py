"""Excalidraw: what can be read of a drawing that is kept as a note, never its data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from studytui.markdown.document import Block, Code, Heading, Inline, Paragraph

_REMARK = "EXCALIDRAW VIEW in the MORE OPTIONS"
"""Of the plugin, to those who open the note as text."""
_SECTIONS = frozenset(("excalidraw data", "text elements", "embedded files", "element links", "drawing"))
_REFERENCES = frozenset(("embedded files", "element links"))
"""Sections whose lines are `id: [[link]]`."""
_DATA = frozenset(("json", "compressed-json"))


class DrawingText:
    """Takes the blocks of a drawing's note in order, leaves those that can be read."""

    def __init__(self) -> None:
        self._section = ""

    def read(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """The writer's own text, the text elements, the links; no data, no remarks of the plugin."""
        for block in blocks:
            if isinstance(block, Heading) and block.inside is None:
                title = "".join(inline.text for inline in block.inlines).strip().casefold()
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
