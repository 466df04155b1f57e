"""The browser's side: the words of a note as a browser shows them.

This is markdown-it-py's HTML of the note (CommonMark, tables, strikethrough), read by `html.parser`. Nothing of
studytui takes part in it; what Obsidian's own constructs show is applied to the browser's text by the rules of
behaviour 1 to 4, each a line of `_own_constructs`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass, field
from html.parser import HTMLParser

from markdown_it import MarkdownIt

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_UNSEEN = frozenset(("script", "style", "svg", "template", "head", "noscript", "math", "iframe"))
_LITERAL = frozenset(("code", "pre", "samp", "tt"))

# Noncharacters of Unicode mark what words alone do not tell.
_QUOTE, _ITEM, _TABLE, _ROW, _CELL, _END, _LINK, _NAME = (chr(code) for code in range(0xFDD0, 0xFDD8))

_MARKUP = re.compile(r"[\[\]|%=$^{}#\\!:]")
_COMMENT = re.compile(r"%%.*?%%|(?<!\S)%%.*", re.DOTALL)
_CALLOUT = re.compile(rf"{_QUOTE}\s*\[![^\[\]|]+(?:\|[^\]]*)?\][+-]?")
_TASK = re.compile(rf"{_ITEM}\s*\[.\](?=\s|$)")
_WIKILINK = re.compile(r"(!?)\[\[(?!\[)((?:[^\[\]\n]|\[(?!\[)|\](?!\]))+)\]\]")
_REFERENCE = re.compile(rf"\[{_LINK}([^{_LINK}\n]*){_LINK}\]")
_BLOCK_ID = re.compile(rf"(?<!\S)\^[A-Za-z0-9-]+[ \t]*(?=$|[{_QUOTE}-{_END}])", re.MULTILINE)
_ATTRIBUTE = re.compile(r"\{[ \t]*(?:#[\w-]+|\.block-[\w-]*)[ \t]*\}")
_SIZE = re.compile(r"\d+(?:x\d+)?")
_DEFINITION = re.compile(r"^([ \t>*+-]*\[\^([^\s\[\]<>]+)\]):", re.MULTILINE)
_FOOTNOTE = re.compile(r"\[\^([^\s\[\]<>]+)\]")
_BRACKET = re.compile(r"[\[\]]")
_PICTURE = re.compile(r"\.(?:avif|bmp|gif|jpe?g|png|svg|webp)$", re.IGNORECASE)

_FRONTMATTER = re.compile(r"\ufeff?---[ \t]*\n(?:.*?\n)??---[ \t]*(?:\n|\Z)", re.DOTALL)
_SECOND = re.compile(r"\n*---[ \t]*\n(?:\{\"[^\n]*\}|(?:dg-)?[\w-]+:[^\n]*)\n(?:[^\n]+\n)*?---[ \t]*(?:\n|\Z)")

_WORD = re.compile(r"[^\W_]+|[^\w\s\x00-\x7f]")


@dataclass
class Page:
    """The words of a note as a browser shows them: runs of text, and tables as rows of cells."""

    parts: list[list[str] | PageTable] = field(default_factory=list)

    def words(self, sources: frozenset[int] | None = None) -> list[str]:
        """All words in reading order.

        `sources` are the source lines that the layout shows; where the header of a table is not among them, the table
        stands there as records, each cell behind its column's header.
        """
        found: list[str] = []
        for part in self.parts:
            found += part if isinstance(part, list) else part.words(sources)
        return found


@dataclass
class PageTable:
    """A table; `line` is the source line of its header, or 0 if the table is HTML.

    The names of the columns of an HTML table are not looked for: they stand in a row, or before each cell of a record,
    and its source lines do not tell which.
    """

    line: int
    rows: list[list[list[str]]] = field(default_factory=list)

    def words(self, sources: frozenset[int] | None) -> list[str]:
        """The words, row by row."""
        if not self.line:
            return [word for row in self.rows for cell in row for word in cell]
        header, rows = self.rows[0], [row for row in self.rows[1:] if any(row)]  # `{ .block-…}` leaves an empty row
        if sources is None or self.line in sources or not rows:
            return [word for row in self.rows for cell in row for word in cell]
        return [word for row in rows for name, cell in zip(header, row, strict=False) for word in (*name, *cell)]


def words_of(text: str) -> list[str]:
    """The words of plain text."""
    found = _WORD.findall(unicodedata.normalize("NFKC", text))
    return [word for word in found if word[0].isalnum() or unicodedata.category(word)[0] == "S"]


def page(text: str) -> Page:
    """What a browser shows of a note; `text` is the whole file with newlines as `\\n`."""
    start = _body(text)
    if "excalidraw-plugin" in text[:start]:
        text = text[:start] + _DRAWING.sub("", text[start:])
    # CommonMark would take `[^1]: word` for the definition of a link.
    defined = {match[2].casefold() for match in _DEFINITION.finditer(text)}
    text = _DEFINITION.sub(r"\1\:", text)
    md = _Markdown("commonmark").enable(["table", "strikethrough"])
    tokens = md.parse(text[start:])
    first = text.count("\n", 0, start) + 1
    for token in tokens:
        if token.type == "table_open" and token.map:
            token.attrSet("data-line", str(first + token.map[0]))
    browser = _Browser()
    browser.feed(md.renderer.render(tokens, md.options, {}))
    browser.close()
    return _page(_own_constructs("".join(browser.text), defined))


_DRAWING = re.compile(
    r"^(?:==⚠ .* ⚠==.*|#+ (?:excalidraw data|text elements|embedded files|element links|drawing)[ \t]*$|[0-9a-f]{40}: )",
    re.MULTILINE | re.IGNORECASE,
)
"""What the plugin of drawings writes for those who open its notes as text."""


class _Markdown(MarkdownIt):
    """CommonMark as it is written: markdown-it refuses some schemes, and shows addresses decoded."""

    def validateLink(self, url: str) -> bool:
        return True

    def normalizeLinkText(self, link: str) -> str:
        return link


def _body(text: str) -> int:
    """Where the body begins, behind the frontmatter and one that is left over behind it (behaviour 1.8b)."""
    match = _FRONTMATTER.match(text)
    if match is None:
        return 0
    second = _SECOND.match(text, match.end())
    return second.end() if second else match.end()


class _Browser(HTMLParser):
    """The visible text of HTML, with marks where quotes, items and tables begin."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self._unseen: list[str] = []
        self._literal = 0
        self._tables: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in _UNSEEN:
            self._unseen.append(tag)
        if tag in _LITERAL:
            self._literal += 1
        if self._unseen:
            return
        if tag in BLOCKS:
            self.text.append("\n")
        if tag == "img":
            self.text.append(f" {_alt(values.get('alt') or '')} ")
        elif tag == "a":
            self.text.append(_LINK)
        elif tag == "blockquote":
            self.text.append(_QUOTE)
        elif tag == "li":
            self.text.append(_ITEM)
        elif tag == "table":
            self._tables.append(not self._tables)
            if self._tables[-1]:
                self.text.append(f"{_TABLE}{values.get('data-line') or 0}{_TABLE}")
        elif self._tables and self._tables[-1] and tag in ("tr", "th", "td"):
            self.text.append(_ROW if tag == "tr" else _CELL + _NAME if tag == "th" else _CELL)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._unseen:
            del self._unseen[self._unseen.index(tag) :]
        if tag in _LITERAL and self._literal:
            self._literal -= 1
        if tag in BLOCKS:
            self.text.append("\n")
        elif tag == "a":
            self.text.append(_LINK)
        if tag == "table" and self._tables and self._tables.pop():
            self.text.append(_END)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in _UNSEEN:
            self._unseen.pop()

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.text.append(_MARKUP.sub(" ", data) if self._literal else data)


def _alt(alt: str) -> str:
    """Alt text without size and meta (behaviour 3)."""
    parts = re.split(r"\\?\|", alt)
    if _SIZE.fullmatch(parts[-1].strip()):
        parts.pop()
    return parts[0] if parts else ""


def _own_constructs(text: str, footnotes: Container[str]) -> str:
    """The browser's text as Obsidian shows it."""
    text = _COMMENT.sub(" ", text)  # behaviour 4.4
    text = _CALLOUT.sub("\n", text)  # 4.3
    text = _TASK.sub("\n", text)  # 4.6
    text = _ATTRIBUTE.sub(" ", text)  # 2.3.4, 3
    text = _FOOTNOTE.sub(lambda match: " " if match[1].casefold() in footnotes else match[0], text)  # 4.4
    if "^[" in text:
        text = "\n\n".join(map(_inline_footnotes, text.split("\n\n")))  # 4.4
    text = _BLOCK_ID.sub(" ", text)  # 2.3.3
    text = _REFERENCE.sub(r"[[\1]]", text)  # a wikilink is one even where its brackets name a link definition
    return _WIKILINK.sub(_wikilink, text.replace(_LINK, ""))  # 2.1, 4.8


def _inline_footnotes(block: str) -> str:
    """The text of a block with that of its inline footnotes at its end."""
    start = block.find("^[")
    while start >= 0 and _CELL not in block:
        depth = 0
        for bracket in _BRACKET.finditer(block, start):
            depth += 1 if bracket[0] == "[" else -1
            if depth == 0:
                block = f"{block[:start]} {block[bracket.end() :]} {block[start + 2 : bracket.start()]}"
                break
        else:
            start += 1
        start = block.find("^[", start)
    return block


def _wikilink(match: re.Match[str]) -> str:
    target, _, display = (part.strip() for part in match[2].partition("|"))
    if not match[1]:
        return display or target
    name = target.rpartition("/")[2] if _PICTURE.search(target) else target
    return f" {_alt(display).strip() or name} "


def _page(text: str) -> Page:
    made = Page()
    while text:
        before, opened, rest = text.partition(_TABLE)
        made.parts.append(words_of(before))
        if not opened:
            break
        line, _, rest = rest.partition(_TABLE)
        inner, _, text = rest.partition(_END)
        caption, *written = inner.split(_ROW)
        if line == "0":
            made.parts.append(words_of(caption))
            written = written[1:] if written and _only_names(written[0]) else written
        rows = [[words_of(cell) for cell in row.split(_CELL)[line != "0" :]] for row in written]
        made.parts.append(PageTable(int(line), rows))
    return made


def _only_names(row: str) -> bool:
    """True if all cells of a row are headers."""
    return row.count(_CELL) == row.count(_CELL + _NAME) > 0
