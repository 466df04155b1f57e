"""What a note holds, as studytui reads it and as comrak does, which knows the constructs of Obsidian.

Both are lists of plain values: links, marks, headings, callouts, footnotes, comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import unquote

from studytui.markdown import Heading, Title, links, logical_lines, parse
from studytui.markdown.callout_types import default_title
from studytui.markdown.document import Block, Document, containers, inlines
from studytui.markdown.frontmatter import split_frontmatter

KINDS = ("link", "embed", "mark", "heading", "callout", "reference", "definition", "comment")
_DEFAULT = "#ffd00066"
_BLANKS = re.compile(r"\s+")
_LEAST_HIDDEN = 8
"""Characters of a comment that are looked for in what is shown."""


class Found(NamedTuple):
    """One thing in a note."""

    kind: str
    value: str


def same_text(text: str) -> str:
    """A text without what the two may write differently: blanks, and how a link shows its `#`."""
    return _BLANKS.sub("", text.replace(" › ", "#")).strip()


def body_of(text: str) -> str:
    """The note without its frontmatter."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    return text[split_frontmatter(text)[1] :]


def ours(body: str) -> list[Found]:
    """As studytui reads the text."""
    document = parse("\n" + body)  # so that a rule at its beginning is no frontmatter
    return [*_links(document), *_marks(document), *_blocks(document)]


def _links(document: Document) -> Iterator[Found]:
    for link in links(document.blocks):
        if link.kind != "autolink":
            yield Found("embed" if link.embed else "link", address(link.target))


def address(target: str) -> str:
    """An address, however it is encoded."""
    return same_text(unquote(target))


def _marks(document: Document) -> Iterator[Found]:
    marks: dict[int, list[str]] = {}
    for block in document.blocks:
        for run in inlines(block):
            if run.mark is not None and run.mark.color == _DEFAULT:
                marks.setdefault(run.mark.number, []).append(run.source or run.text)
    yield from (Found("mark", same_text("".join(parts))) for parts in marks.values())


def _blocks(document: Document) -> Iterator[Found]:
    seen: set[int] = set()
    for block in document.blocks:
        if isinstance(block, Heading):
            yield Found("heading", f"{block.level} {_text(block)}")
        for container in containers(block.inside):
            if container.number in seen:
                break
            seen.add(container.number)
            if container.kind == "callout":
                title = _text(block) if isinstance(block, Title) and block.inside is container else ""
                title = "" if title == same_text(default_title(container.callout)) else title
                yield Found("callout", f"{container.callout}{container.fold} {title}")
            elif container.kind == "footnote" and " " not in container.label:
                yield Found("definition", container.label)
        for run in inlines(block):
            if run.footnote is not None and " " not in run.footnote.label:
                yield Found("reference", run.footnote.label)


def _text(block: Block) -> str:
    return same_text("".join(run.source or run.text for run in inlines(block)))


def shown(body: str) -> str:
    """All that studytui shows of a text, without blanks."""
    document = parse("\n" + body)
    return same_text(" ".join(line.text for block in document.blocks for line in logical_lines(block)))


def theirs(body: str) -> list[Found]:
    """As comrak reads the text."""
    import comrak

    extensions = comrak.ExtensionOptions(
        strikethrough=True,
        table=True,
        tasklist=True,
        footnotes=True,
        inline_footnotes=True,
        ofm_callouts=True,
        ofm_comments=True,
        highlight=True,
        math_dollars=True,
        wikilinks_title_after_pipe=True,
    )
    root = comrak.parse_document(body, extension_options=extensions)
    lines = body.encode("utf-8", "replace").split(b"\n")
    found: list[Found] = []
    waiting: list[Any] = [root]
    while waiting:
        node = waiting.pop()
        waiting += reversed(node.children)
        found += _found(node, lines)
    return found


def _found(node: Any, lines: list[bytes]) -> Iterator[Found]:
    value = node.node_value
    inner = getattr(value, "value", None)
    match type(value).__name__:
        case "WikiLink":
            # It knows no escaped pipe, as the Digital Garden writes all of them.
            yield Found("embed" if inner.embed else "link", address(inner.url.partition("|")[0].rstrip("\\ ")))
        case "Link" if not _is_autolink(node, lines):
            yield Found("link", address(inner.url))
        case "Image":
            yield Found("embed", address(inner.url))
        case "Highlight":
            yield Found("mark", _inner_text(node))
        case "Heading":
            yield Found("heading", f"{inner.level} {_inner_text(node)}")
        case "Callout":
            fold = {"Expanded": "+", "Collapsed": "-"}.get(str(inner.fold).rpartition(":")[2], "")
            kind = inner.callout_type.lower()
            title = next((child for child in node.children if type(child.node_value).__name__ == "CalloutTitle"), None)
            words = "" if title is None else _inner_text(title)
            yield Found("callout", f"{kind}{fold} {'' if words == same_text(default_title(kind)) else words}")
        case "FootnoteReference" if not inner.name.startswith("__inline"):
            yield Found("reference", inner.name)
        case "FootnoteDefinition" if not inner.name.startswith("__inline"):
            yield Found("definition", inner.name)
        case "CommentInline" | "MultilineComment" if len(same_text(inner.literal)) >= _LEAST_HIDDEN:
            yield Found("comment", same_text(inner.literal))


def _is_autolink(node: Any, lines: list[bytes]) -> bool:
    """True if it is an address between angle brackets; columns count bytes."""
    start = node.sourcepos.start
    return lines[start.line - 1][start.column - 1 : start.column] == b"<"


def _inner_text(node: Any) -> str:
    parts: list[str] = []
    waiting = [*reversed(node.children)]
    while waiting:
        child = waiting.pop()
        value = child.node_value
        match type(value).__name__:
            case "WikiLink" if "|" in value.value.url:
                parts.append(value.value.url.rpartition("|")[2])
                continue
            case "Text":
                parts.append(value.value)
            case "Code" | "Math":
                parts.append(value.value.literal)
            case "SoftBreak" | "LineBreak":
                parts.append(" ")
        waiting += reversed(child.children)
    return same_text("".join(parts))
