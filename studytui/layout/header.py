"""The rows above a note's body: title, tags, and a warning where its frontmatter was not understood."""

from __future__ import annotations

from collections.abc import Iterable

from studytui.markdown.document import Block, Container, Frontmatter, Heading, Inline, Paragraph, Style, Title

HEADER_LINE = 0
"""No line of the file: the rows come out without a source line."""


def header(frontmatter: Frontmatter, title: str, first: Iterable[Block] = ()) -> tuple[Block, ...]:
    """Blocks to lay out before the note's own, without a source line (behaviour 9.1, 1.2).

    Args:
        frontmatter: Of the note.
        title: Frontmatter `title`, else the file's stem.
        first: The first blocks of the body: a note that begins with its own title does not get it twice.
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
    if frontmatter.error is not None:
        warning = Container(-1, "callout", HEADER_LINE, callout="warning")
        blocks.append(Title(HEADER_LINE, HEADER_LINE, warning, (Inline("frontmatter not understood", HEADER_LINE),)))
        blocks.append(Paragraph(HEADER_LINE, HEADER_LINE, warning, (Inline(frontmatter.error, HEADER_LINE),)))
    return tuple(blocks)


def _paragraph(*inlines: Inline) -> Paragraph:
    return Paragraph(HEADER_LINE, HEADER_LINE, None, inlines)


def _begins_with(title: str, first: Iterable[Block]) -> bool:
    block = next(iter(first), None)
    return (
        isinstance(block, Heading)
        and "".join(inline.text for inline in block.inlines).strip().casefold() == title.strip().casefold()
    )
