"""The rows above a note's body: title, tags, properties, and a warning where its frontmatter was not understood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from studytui.layout.line import Line, Span
from studytui.layout.properties import HEADER_LINE, properties
from studytui.layout.wrap import cells
from studytui.markdown.document import Block, Container, Frontmatter, Heading, Inline, Paragraph, Style, Title


def header(
    frontmatter: Frontmatter, title: str, first: Iterable[Block] = (), note: str | None = None
) -> tuple[Block, ...]:
    """Blocks to lay out before the note's own, without a source line (behaviour 9.1, 1.2, 4.12).

    Args:
        frontmatter: Of the note.
        title: Frontmatter `title`, else the file's stem.
        first: The first blocks of the body: a note that begins with its own title does not get it twice.
        note: Its path in the vault, if its permalink is to be shown, where that says more than the path.
    """
    blocks: list[Block] = []
    if not _begins_with(title, first):
        blocks.append(_paragraph(Inline(title, HEADER_LINE, style=Style.BOLD)))
    if frontmatter.tags:
        inlines: list[Inline] = []
        for tag in frontmatter.tags:
            if inlines:
                inlines.append(Inline(" ", HEADER_LINE))
            inlines.append(Inline(f"#{tag}", HEADER_LINE, "tag"))
        if blocks:
            title_inlines = (Inline(title, HEADER_LINE, style=Style.BOLD), Inline("  ", HEADER_LINE), *inlines)
            blocks = [_paragraph(*title_inlines)]
        else:
            blocks.append(_paragraph(*inlines))
    blocks += properties(frontmatter, note)
    if frontmatter.error is not None:
        warning = Container(-1, "callout", HEADER_LINE, callout="warning")
        blocks.append(Title(HEADER_LINE, HEADER_LINE, warning, (Inline("frontmatter not understood", HEADER_LINE),)))
        blocks.append(Paragraph(HEADER_LINE, HEADER_LINE, warning, (Inline(frontmatter.error, HEADER_LINE),)))
    return tuple(blocks)


def with_backlinks(lines: Sequence[Line], count: int, width: int) -> tuple[int, Line] | None:
    """The row of the header that says how many notes link here, and which one it is; None where none has room.

    Args:
        lines: The first rows of the page; one of them may say another number.
        count: Of backlinks.
        width: Columns that a row may take.
    """
    chosen: int | None = None
    for row, line in enumerate(lines):
        roles = {span.role for span in line.spans}
        if line.source is not None or not roles & {"bold", "tag", "properties"} or roles & {"callout", "gap"}:
            break
        # The rows of the title are one logical line, those of the compact properties the next.
        if chosen is not None and line.logical not in (lines[chosen].logical, lines[0].logical + 1):
            break
        chosen = row
    if chosen is None:
        return None
    line = lines[chosen]
    said = next((span.start for span in line.spans if span.role == "backlinks"), None)
    if said is not None:
        text = line.text[:said].rstrip(" ")
        line = replace(line, text=text, spans=tuple(span for span in line.spans if span.end <= len(text)))
    says = f"  · {count} backlink" if count == 1 else f"  · {count} backlinks"
    if count and cells(line.text + says) <= width:
        start, text = len(line.text) + 2, line.text + says
        line = replace(line, text=text, spans=(*line.spans, Span(start, len(text), "backlinks")))
    return None if line is lines[chosen] else (chosen, line)


def _paragraph(*inlines: Inline) -> Paragraph:
    return Paragraph(HEADER_LINE, HEADER_LINE, None, inlines)


def _begins_with(title: str, first: Iterable[Block]) -> bool:
    block = next(iter(first), None)
    return (
        isinstance(block, Heading)
        and "".join(inline.text for inline in block.inlines).strip().casefold() == title.strip().casefold()
    )
