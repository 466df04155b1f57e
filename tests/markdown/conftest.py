"""How the fixtures of this room write a document down: one line a leaf block."""

from __future__ import annotations

from pathlib import Path

import pytest

from studytui.markdown import Code, Container, Document, Heading, Inline, Math, Rule, Style, Table

FIXTURES = Path(__file__).parents[1] / "fixtures" / "markdown"


def write_inlines(inlines: tuple[Inline, ...]) -> str:
    return "".join(map(_inline, inlines))


def _inline(inline: Inline) -> str:
    if inline.kind == "break":
        return "⏎"
    words = [] if inline.kind == "text" else [inline.kind]
    words += [str(flag.name).lower() for flag in Style if flag in inline.style and flag.value]
    if inline.mark is not None:
        words.append(f"{inline.mark.bucket}#{inline.mark.number}")
    if inline.color is not None:
        words.append(f"color={inline.color}")
    if inline.footnote is not None:
        words.append(f"{inline.footnote.label}@{inline.footnote.occurrence}")
    if inline.width is not None:
        words.append(f"width={inline.width}")
    if inline.source is not None:
        words.append(f"={inline.source}")
    if inline.link is not None:
        kind = "" if inline.link.kind == "wiki" else inline.link.kind + ":"
        words.append(f"->{kind}{inline.link.target}")
        if inline.link.text != inline.text:
            words.append(f"shown={inline.link.text}")
    return f"{{{' '.join(words)}|{inline.text}}}" if words else inline.text


def _chain(inside: Container | None) -> str:
    names = []
    while inside is not None:
        name = str(inside.kind)
        if inside.kind == "item":
            task = "" if inside.task is None else f"[{inside.task}]"
            name = inside.marker + task + ("loose" if inside.loose else "")
        elif inside.kind == "footnote":
            name = f"footnote:{inside.label}={inside.marker}"
        elif inside.kind in ("callout", "details"):
            name = f"{inside.kind}:{inside.callout}{inside.fold}"
        names.append(name)
        inside = inside.inside
    return "".join(f"{name} > " for name in reversed(names))


def write_document(document: Document) -> str:
    """Leaves, then block ids."""
    rows = []
    for block in document.blocks:
        lines = str(block.line) if block.end == block.line else f"{block.line}-{block.end}"
        kind = type(block).__name__.lower()
        start = f"{lines} {_chain(block.inside)}{kind}"
        if isinstance(block, Code):
            rows.append(f"{start} {block.info}@{block.first}: " + block.text.replace("\n", "⏎"))
        elif isinstance(block, Math):
            shown = " => " + "⏎".join(block.shown) if block.shown else ""
            rows.append(f"{start}: " + block.text.replace("\n", "⏎") + shown)
        elif isinstance(block, Rule):
            rows.append(start)
        elif isinstance(block, Table):
            rows.append(f"{start} " + " ".join(align or "-" for align in block.align))
            rows += [
                f"  {row.line} | " + " | ".join(map(write_inlines, row.cells)) for row in (block.header, *block.rows)
            ]
        else:
            level = str(block.level) if isinstance(block, Heading) else ""
            rows.append(f"{start}{level}: {write_inlines(block.inlines)}")
    rows += [f"^{block_id.name} {block_id.line}" for block_id in document.block_ids]
    return "\n".join(rows)


@pytest.fixture
def written() -> object:
    """The function that writes a document down."""
    return write_document
