"""Where the marked lines of a note stand: the headings above them, and the items, callouts and leads around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from studytui.markdown import Legend, logical_lines, marked_lines
from studytui.markdown.document import (
    Block,
    Code,
    Container,
    Heading,
    Inline,
    LogicalLine,
    Math,
    Paragraph,
    Rule,
    Table,
    Title,
    containers,
)
from studytui.markdown.lines import Mark
from studytui.study.marks import filled


class Placed(Struct, frozen=True, gc=False):
    """A line with marks, and all that leads to it."""

    block: Block
    line: LogicalLine
    row: int
    """Of a table: the row, 0 for its header."""
    marks: tuple[Mark, ...]
    headings: tuple[str, ...]
    parents: tuple[str, ...]
    above: tuple[int, ...]
    """Source lines of the items around it, innermost first."""
    group: tuple[int, int]
    """Lines of one group follow the same place: the ordinal of its heading, and of its container."""


class Places:
    """Walks over the blocks of a note once, in reading order."""

    def __init__(self, legend: Legend) -> None:
        self._legend = legend
        self._headings: list[tuple[int, int, str]] = []
        self._steps: dict[int, tuple[str, int]] = {}
        """Of a container: the text that stands for it, and its source line."""
        self._leads: dict[int, tuple[str, int]] = {}
        """Of a container (-1: the note): the paragraph that announces what follows in it, and its line."""
        self._sections = 0

    def marked(self, blocks: Iterable[Block]) -> Iterator[Placed]:
        """The lines with high-yield marks; what is embedded is a card of the note that it is from."""
        for block in blocks:
            if any(container.kind == "embed" for container in containers(block.inside)):
                continue
            if isinstance(block, Heading):
                while self._headings and self._headings[-1][0] >= block.level:
                    self._headings.pop()
                self._leads.pop(-1, None)
            yield from self._lines(block)
            self._learn(block)

    def where(self, block: Block, *, first: bool) -> tuple[tuple[str, ...], tuple[str, ...], tuple[int, ...]]:
        """Headings, parents, and the lines of items around a line; `first`: of those of its block."""
        parents: list[str] = []
        above: list[int] = []
        for container in containers(block.inside):
            number = container.number
            step = self._steps.get(number)
            if step is not None and not (isinstance(block, Title) and number == self._innermost(block)):
                own = container.kind == "item" and first and step[1] == block.line
                if not own:
                    parents.append(step[0])
                    above.append(step[1])
            lead = self._leads.get(-1 if container.inside is None else container.inside.number)
            if container.kind == "item" and lead is not None:
                parents.append(lead[0])
                above.append(lead[1])
        return tuple(text for _, _, text in self._headings), tuple(parents[::-1]), tuple(above)

    def _lines(self, block: Block) -> Iterator[Placed]:
        if isinstance(block, Code | Math | Rule):
            return
        found = list(marked_lines((block,), self._legend))
        if not found:
            return
        lines = logical_lines(block)
        at = 0
        for marked in found:
            while (lines[at].line, lines[at].text) != (marked.line, marked.text):
                at += 1
            first = at == 0 or isinstance(block, Table)
            if first and isinstance(block, Paragraph):
                self._learn(block)
            headings, parents, above = self.where(block, first=first)
            yield Placed(block, lines[at], at, marked.marks, headings, parents, above, self._group(block, first))
            at += 1

    def _group(self, block: Block, first: bool) -> tuple[int, int]:
        section = self._headings[-1][1] if self._headings else -1
        if isinstance(block, Heading):
            return (section, -2)
        inside = block.inside
        if inside is not None and inside.kind == "item" and first and self._opens(block, inside):
            inside = inside.inside
        return (section, -1 if inside is None else inside.number)

    def _opens(self, block: Block, item: Container) -> bool:
        step = self._steps.get(item.number)
        return isinstance(block, Paragraph) and (step is None or step[1] == block.line)

    @staticmethod
    def _innermost(block: Block) -> int:
        return -1 if block.inside is None else block.inside.number

    def _learn(self, block: Block) -> None:
        """Remembers a block as context of those that follow."""
        inside = block.inside
        number = self._innermost(block)
        if isinstance(block, Heading):
            self._sections += 1
            self._headings.append((block.level, self._sections, filled(block.inlines)))
        elif isinstance(block, Title):
            self._steps.setdefault(number, (filled(block.inlines), block.line))
        elif inside is not None and inside.kind == "item" and number not in self._steps and _first_line(block):
            self._steps[number] = (_first_line(block), block.line)
        elif self._steps.get(number, ("", 0))[1] != block.line:
            lead = filled(_last_line(block)) if isinstance(block, Paragraph) else ""
            if lead.endswith(":"):
                self._leads[number] = (lead, block.end)
            else:
                self._leads.pop(number, None)


def _first_line(block: Block) -> str:
    if not isinstance(block, Paragraph):
        return ""
    lines = logical_lines(block)
    return filled(lines[0].inlines) if lines else ""


def _last_line(block: Paragraph) -> tuple[Inline, ...]:
    lines = logical_lines(block)
    return lines[-1].inlines if lines else ()
