"""Text of a note as HTML of an Anki field: escaped, with clozes, and without what Anki would take for its own."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from itertools import pairwise
from urllib.parse import urlsplit

from msgspec import Struct

from studytui.lazy_regex import lazy_regex
from studytui.markdown.colors import bucket
from studytui.markdown.document import Inline, Style
from studytui.markdown.legend import Legend

APART = "<span></span>"
"""Keeps characters apart that would mean something to Anki together. It shows nothing, outlives an edit in Anki, and
ends a text for MathJax, which reads on over `<wbr>` and comments."""
_JOINED = lazy_regex(r"(?<=\{)(?=\{)|(?<=\})(?=\})|(?<=:)(?=:)|(?<=\\)(?=[()\[\]])")
"""Between signs of clozes and of MathJax."""
_CALLS = lazy_regex(r"(?<=\[)(?=/?(?:sound:|anki:|latex\]|\$\$?\]))", re.IGNORECASE)
"""Inside `[sound:…]`, `[anki:…]`, `[latex]` and `[$]`."""
_CONTROLS = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "\N{SYMBOL FOR DELETE}", 0x09: " "}
_CONTROLS |= dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")
_CONTROLS.pop(0x0A)
_STYLES = (
    (Style.BOLD, "b"),
    (Style.ITALIC, "i"),
    (Style.STRIKE, "s"),
    (Style.UNDERLINE, "u"),
    (Style.SUB, "sub"),
    (Style.SUP, "sup"),
    (Style.KBD, "kbd"),
    (Style.SMALL, "small"),
)
_SCHEMES = ("http", "https", "mailto")

Picture = Callable[[Inline], str | None]
"""The name among Anki's media of what an `image` shows; None where its alt text stands for it."""


class Cloze(Struct, frozen=True):
    """A stretch of a line that a card asks."""

    start: int
    end: int
    number: int
    hint: str = ""


def text_html(text: str) -> str:
    """Plain text as HTML; newlines are line breaks."""
    shown = escape(text.translate(_CONTROLS), quote=False)
    return _CALLS.sub(APART, _JOINED.sub(APART, shown)).replace("\n", "<br>")


def line_html(
    inlines: Sequence[Inline],
    legend: Legend,
    picture: Picture,
    *,
    clozes: Iterable[Cloze] = (),
    dropped: Iterable[tuple[int, int]] = (),
) -> str:
    """A line with its styles, colours, formulas and pictures; `clozes` and what is `dropped` are characters of it."""
    asked = sorted(clozes, key=lambda cloze: cloze.start)
    out = _Field()
    inside: Cloze | None = None
    next_one = 0
    for start, end, inline, whole in _pieces(inlines, asked, sorted(dropped)):
        while next_one < len(asked) and asked[next_one].end <= start:
            next_one += 1
        cloze = asked[next_one] if next_one < len(asked) else None
        if cloze is not None and not cloze.start <= start < end <= cloze.end:
            cloze = None
        if cloze is not inside:
            out.mark("")
            out.turn(inside, cloze)
            inside = cloze
        out.mark("" if inline.mark is None or legend.meaning(inline.mark) == "ignore" else inline.mark.bucket)
        out.piece(_tagged(inline), _content(inline, whole, picture))
    out.mark("")
    out.turn(inside, None)
    return "".join(out.parts).strip()


class _Field:
    """HTML as it grows; keeps signs of clozes apart also where runs meet."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._marked = ""

    def add(self, html: str) -> None:
        if self.parts and _meet(self.parts[-1][-1], html):
            self.parts.append(APART)
        self.parts.append(html)

    def turn(self, before: Cloze | None, behind: Cloze | None) -> None:
        """Ends a cloze, and begins another."""
        if before is not None:
            if before.hint:
                self.add(f"::{text_html(before.hint)}")
            self.add("}}")
        if behind is not None:
            self.add(f"{{{{c{behind.number}::")

    def mark(self, bucket: str) -> None:
        """Begins a mark of this colour, or ends the one that is open."""
        if bucket != self._marked:
            self.parts += ["</span>"] if self._marked else []
            if bucket:
                self.add(f'<span class="mark {bucket}">')
            self._marked = bucket

    def piece(self, tags: tuple[str, str], content: str) -> None:
        if content:
            self.add(f"{tags[0]}{content}{tags[1]}")


def _meet(last: str, html: str) -> bool:
    """True if a character and what follows it would mean something to Anki."""
    if last in "{}:":
        return last == html[0]
    return (last == "\\" and html[0] in "()[]") or (last == "[" and _CALLS.match(f"[{html}", 1) is not None)


def _pieces(
    inlines: Sequence[Inline], asked: Sequence[Cloze], dropped: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, Inline, bool]]:
    """The runs of a line cut where clozes begin and end, without what is dropped, and whether each is a whole run."""
    edges = {edge for cloze in asked for edge in (cloze.start, cloze.end)}
    cuts = sorted(edges | {edge for pair in dropped for edge in pair})
    at = next_one = 0
    for inline in inlines:
        first, at = at, at + len(inline.text)
        inner = [first, *cuts[bisect_right(cuts, first) : bisect_left(cuts, at)], at]
        for start, end in pairwise(inner):
            while next_one < len(dropped) and dropped[next_one][1] <= start:
                next_one += 1
            gone = next_one < len(dropped) and dropped[next_one][0] <= start
            if start < end and not gone:
                whole = (start, end) == (first, at)
                yield start, end, inline if whole else _part(inline, start - first, end - first), whole


def _part(inline: Inline, start: int, end: int) -> Inline:
    return Inline(
        inline.text[start:end], inline.line, inline.kind, inline.style, inline.mark, inline.link, inline.color
    )


def _content(inline: Inline, whole: bool, picture: Picture) -> str:
    if inline.kind == "break":
        return "<br>"
    if inline.kind == "math" and whole:
        return _formula(inline.source if inline.source is not None else inline.text)
    if inline.kind == "image" and whole:
        name = picture(inline)
        if name is not None:
            width = f' width="{inline.width}"' if inline.width else ""
            return f'<img src="{escape(name)}"{width}>'
    return text_html(inline.text)


def _formula(latex: str) -> str:
    """LaTeX for Anki's MathJax; blanks mean nothing there, and part what would end a cloze."""
    latex = re.sub(r"(?<=\{)(?=\{)|(?<=\})(?=\})|(?<=:)(?=:)", " ", latex.strip())
    return rf"\({escape(latex.translate(_CONTROLS), quote=False)}\)" if latex else ""


def _tagged(inline: Inline) -> tuple[str, str]:
    """The opening and closing tags round a run."""
    tags: list[tuple[str, str]] = []
    address = _address(inline)
    if address:
        tags.append((f'<a href="{escape(address)}">', "</a>"))
    if inline.color is not None and bucket(inline.color) != "grey":
        tags.append((f'<span class="ink {bucket(inline.color)}">', "</span>"))
    if inline.kind == "code":
        tags.append(("<code>", "</code>"))
    tags += [(f"<{tag}>", f"</{tag}>") for style, tag in _STYLES if inline.style & style]
    return "".join(opened for opened, _ in tags), "".join(closed for _, closed in reversed(tags))


def _address(inline: Inline) -> str:
    """The address of a link to the web; those to notes lead nowhere in Anki."""
    link = inline.link
    if link is None or link.kind == "wiki" or inline.kind == "image":
        return ""
    try:
        return link.target if urlsplit(link.target).scheme.lower() in _SCHEMES else ""
    except ValueError:
        return ""
