"""Inline tokens -> runs of text that are set alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from markdown_it.token import Token

from studytui.formulas import display_formula, inline_formula
from studytui.markdown.build.footnote_numbers import Footnotes
from studytui.markdown.build.runs import Element, OpenLink, OpenMark, Run, Setting
from studytui.markdown.build.token_text import last_closes, plain_tokens
from studytui.markdown.colors import DEFAULT, bucket
from studytui.markdown.document import SEPARATORS, Footnote, Highlight, Inline, InlineKind, Link, Style
from studytui.markdown.html_elements import BLOCKS, CELLS, DROPPED, ELEMENTS, LISTS, Tag, parse_tag
from studytui.markdown.html_lists import Numbering, numbering_of
from studytui.markdown.media import file_name, is_image, is_placing, page_name, split_parts, without_tags
from studytui.markdown.syntax.wikilink import shown_text

_SETS = {
    "strong_open": (Style.BOLD, 1),
    "strong_close": (Style.BOLD, -1),
    "em_open": (Style.ITALIC, 1),
    "em_close": (Style.ITALIC, -1),
    "s_open": (Style.STRIKE, 1),
    "s_close": (Style.STRIKE, -1),
}
_ATOMS: dict[str, InlineKind] = {"code_inline": "code", "tag": "tag", "field": "field"}
_ENCLOSING = frozenset((*_SETS, "html_inline", "link_open", "link_close", "mark_open", "mark_close"))
_PLAYERS = frozenset(("audio", "embed", "iframe", "source", "video"))
_styles: dict[int, Style] = {}
"""Bits -> `Style`: making a flag of bits anew takes longer than all the rest of an inline."""


class InlineBuilder:
    """Builds the inlines of one document: it numbers its links and highlights."""

    def __init__(self, *, strict_breaks: bool = False, separators: bool = False) -> None:
        self.strict_breaks = strict_breaks
        self.separators = separators
        """True if the text may hold separators of Unicode, which break a row and are no newlines."""
        self.block_ids: list[str] = []
        """Ids met since they were last taken, in order."""
        self.footnotes = Footnotes()
        self.paragraph = False
        """True if the text of a paragraph is read, which can be taken apart."""
        self.plugin_elements: set[str] = set()
        """Names of elements of plugins, such as the `<grid drag="…">` of slides, that the note has."""
        self._links = 0
        self._marks = 0

    def build(self, tokens: Sequence[Token], line: int, marks: Iterable[list[object]] = ()) -> tuple[Inline, ...]:
        """The inlines of one block whose text begins on `line`.

        Its first highlights are `marks`, each one with others that have the same list: those of other cells of a row.
        """
        if len(tokens) == 1 and tokens[0].type == "text" and not self.separators:
            text = tokens[0].content
            return (Inline(text, line),) if text else ()
        reading = _Reading(self, line, marks)
        reading.read(tokens)
        if self.separators:
            while reading.runs and reading.runs[-1].kind == "break":
                reading.runs.pop()
        return self._finish(reading.runs)

    def next_link(self) -> int:
        """The ordinal of the next link."""
        self._links += 1
        return self._links - 1

    def _finish(self, runs: list[Run]) -> tuple[Inline, ...]:
        texts: dict[int, list[str]] = {}
        marked = False
        for run in runs:
            if run.mark is not None:
                marked = True
                if run.kind != "break" and (run.kind in ("image", "embed") or not run.text.isspace()):
                    run.mark.used = True
            if isinstance(run.link, OpenLink):
                texts.setdefault(run.link.number, []).append(run.text)
        made = []
        for text, line, kind, style, mark, link, color, width, source, footnote in runs:
            highlight = None
            if marked and mark is not None and mark.used:
                highlight = mark.made
                if highlight is None:
                    highlight = mark.made = Highlight(self._marks, bucket(mark.color), mark.color)
                    self._marks += 1
            if isinstance(link, OpenLink):
                if link.made is None:
                    shown = " ".join("".join(texts[link.number]).split("\n"))
                    link.made = Link(link.number, link.target, shown, link.line, link.kind)
                link = link.made
            flags = _styles.get(style)
            if flags is None:
                flags = _styles[style] = Style(style)
            made.append(Inline(text, line, kind, flags, highlight, link, color, width, source, footnote))
        return tuple(made)


class _Reading:
    """One pass over the tokens of a block."""

    def __init__(self, builder: InlineBuilder, line: int, marks: Iterable[list[object]] = ()) -> None:
        self.runs: list[Run] = []
        self._shared = iter(marks)
        self._builder = builder
        self._base = self._line = line
        self._texts: list[str] = []
        self._setting = Setting()
        self._apart: InlineKind | None = None
        self._hidden_behind = -1
        """How many runs stand before an element of a plugin, the last one so far."""
        self._dropping: str | None = None
        self._numbers: list[Numbering | None] = []
        """Of the HTML lists that are open."""

    def read(self, tokens: Sequence[Token]) -> None:
        """Reads all tokens; what is still open ends here."""
        closes: dict[str, int] | None = None
        for index, token in enumerate(tokens):
            kind = token.type
            if token.map and self._base + token.map[0] != self._line:
                self._flush()
                self._line = self._base + token.map[0]
            if self._dropping is not None and kind not in _ENCLOSING:
                continue
            if kind == "text" or kind == "text_special":
                self._texts.append(token.content)
            elif kind == "html_inline":
                if closes is None:
                    closes = last_closes(tokens)
                self._html(parse_tag(token.content), token.content, hides=index < closes.get(token.content, 0))
            elif kind in _SETS:
                self._flush()
                self._setting.add(*_SETS[kind])
            elif kind == "softbreak" or kind == "hardbreak":
                self._break(soft=kind == "softbreak")
            elif kind == "math_inline":
                self._math(token.content, apart=token.markup == "$$")
            elif kind in _ATOMS:
                self._add(token.content, _ATOMS[kind])
            elif kind == "template":
                self._add(f"[template: {token.content}]", "code")
            elif kind == "footnote":
                self._add_footnote(self._builder.footnotes.refer(token.content))
            elif kind == "inline_footnote":
                self._add_footnote(self._builder.footnotes.inline(token.content, self._line))
            elif kind == "link_open":
                self._open_link(token)
            elif kind == "link_close":
                self._close("[")
            elif kind == "mark_open":
                self._open("==", Element(mark=self._mark(DEFAULT)))
            elif kind == "mark_close":
                self._close("==")
            elif kind == "embed":
                self._embed(token.meta["target"], token.meta["parts"], "wiki")
            elif kind == "image":
                alt = plain_tokens(token.children or ()).replace("\\|", "|")
                self._embed(str(token.attrs.get("src", "")), alt.split("|"), "markdown")
            elif kind == "block_id" and token.content:
                self._builder.block_ids.append(token.content)
        self._flush()
        if len(self.runs) == self._hidden_behind:
            while self.runs and self.runs[-1].kind == "break":
                self.runs.pop()

    def _flush(self) -> None:
        """The text so far becomes a run, as it is set here."""
        if self._texts:
            text = "".join(self._texts)
            self._texts.clear()
            if text and not (self._apart and text.isspace()):
                self._add(text, self._setting.kind)

    def _math(self, latex: str, *, apart: bool) -> None:
        shown = inline_formula(latex)
        if shown is None or shown == latex:
            # Between `$$` what has rows stands apart from the text around it, as it does everywhere.
            apart = apart and self._builder.paragraph and len(display_formula(latex) or ()) > 1
            self._flush()
            if apart and self.runs:
                self._apart = "break"
            self._add(latex, "math")
            if apart:
                self._apart = "break"
        else:
            self._add(shown, "math", source=latex)

    def _add(
        self,
        text: str,
        kind: InlineKind,
        link: Link | None = None,
        width: int | None = None,
        source: str | None = None,
    ) -> None:
        self._flush()
        if self._apart is not None:
            self._keep_apart()
        setting = self._setting
        inside = link or setting.link
        if isinstance(inside, OpenLink) and not text.isspace():
            inside.shown = True
        if self._builder.separators and kind in ("text", "code"):
            *before, text = SEPARATORS.split(text)
            for part in before:
                if part:
                    self.runs.append(Run(part, self._line, kind, setting.style, setting.mark, inside, setting.color))
                self.runs.append(Run("\n", self._line, "break", link=setting.link))
            if not text:
                return
        self.runs.append(Run(text, self._line, kind, setting.style, setting.mark, inside, setting.color, width, source))

    def _add_footnote(self, footnote: Footnote) -> None:
        # In brackets, so that the number is never glued to a word, nor read as a power.
        self._add(f"[{footnote.number}]", "footnote")
        self.runs[-1] = self.runs[-1]._replace(footnote=footnote)

    def _keep_apart(self) -> None:
        """Sets what follows apart from what stands before, when block-level HTML came between them."""
        kind, self._apart = self._apart, None
        if self.runs and self.runs[-1].kind != "break":
            if kind == "break":
                self._break(soft=False)
            else:
                self.runs.append(Run(" ", self._line))

    def _break(self, *, soft: bool) -> None:
        if soft and self._builder.strict_breaks:
            if self.runs or self._texts:
                self._texts.append(" ")
            self._flush()
        else:
            self._flush()
            if self._apart is not None and not self.runs:
                return  # nothing stands before it
            self._apart = None
            self.runs.append(Run("\n", self._line, "break", link=self._setting.link))

    def _open(self, name: str, element: Element) -> None:
        self._flush()
        self._setting.open(name, element)

    def _close(self, name: str) -> None:
        """Closes an element; a closing tag with nothing open is dropped."""
        element = self._setting.innermost(name)
        if element is None:
            return
        self._flush()
        if element.link is not None and not element.link.shown and self._dropping is None:
            # A link without text of its own (an image, or nothing) shows where it leads, or it could not be followed.
            if self.runs and self.runs[-1].kind in ("image", "embed"):
                self.runs.append(Run(" ", self._line, mark=self._setting.mark))
            if target := without_tags(element.link.target):
                self._add(target, "text")
        self._setting.close(name)

    def _open_link(self, token: Token) -> None:
        target = token.meta["target"] if token.meta else str(token.attrs.get("href", ""))
        kind: Literal["wiki", "markdown", "autolink"] = (
            "wiki" if token.info == "wiki" else "autolink" if token.info == "autolink" else "markdown"
        )
        self._open("[", Element(link=OpenLink(self._builder.next_link(), target, self._line, kind)))

    def _embed(self, target: str, parts: Sequence[str], kind: Literal["wiki", "markdown"]) -> None:
        image = is_image(target, markdown=kind == "markdown")
        alt, width = split_parts(parts)
        if image:
            # Between name and size, pictures may have words on how to place them (behaviour 3).
            alt = alt.split(" | ")[0]
        if kind == "markdown" and not image and "://" in target:
            name = page_name(target)
        else:
            name = file_name(target) if image or kind == "markdown" else shown_text(target)
        text = f"{name} ({alt})" if is_placing(alt) else alt or name
        self._add_link("image" if image else "embed", text, target, kind, width)

    def _add_link(
        self,
        kind: InlineKind,
        text: str,
        target: str,
        written: Literal["wiki", "markdown"] = "markdown",
        width: int | None = None,
    ) -> None:
        self._flush()
        link = Link(self._builder.next_link(), target, text, self._line, written, embed=kind != "text")
        self._add(text, kind, link, width)

    def _html(self, tag: Tag, source: str, *, hides: bool) -> None:
        """Reads a tag; `hides` says that the text of the element is not shown."""
        name, source_of_media = tag.name, tag.attributes.get("src")
        if self._dropping is not None:
            if tag.kind == "close" and name == self._dropping:
                self._dropping = None
            return
        if name in BLOCKS or (name in CELLS and tag.kind == "open"):
            self._flush()
            self._apart = "break" if name in BLOCKS or self._apart == "break" else "text"
        if name == "hr":
            self._flush()
            self._apart = "break"
        if name in LISTS or name == "li":
            self._list(tag)
        if name and name not in ELEMENTS:
            self._unknown(tag, source)
        elif tag.kind == "close":
            self._close(name)
        elif hides:
            self._flush()
            self._dropping = name
            if name == "svg":
                self._add("[drawing]", "text")
        elif name == "br":
            self._break(soft=False)
        elif name == "img" and source_of_media:
            width = tag.attributes.get("width", "").removesuffix("px")
            alt = without_tags(tag.attributes.get("alt", "")) or file_name(source_of_media)
            pixels = int(width) if width.isdecimal() and len(width) < 6 else None
            self._add_link("image", alt, source_of_media, width=pixels)
        elif name == "input" and tag.attributes.get("type", "").lower() == "checkbox":
            self._texts.append("☑" if "checked" in tag.attributes else "☐")
        elif name in _PLAYERS and source_of_media:
            # A player of another site: the end of its address says nothing.
            address = source_of_media.removeprefix("https://").removeprefix("http://")
            named = file_name(address) if address == source_of_media else without_tags(address)
            self._add_link("text", without_tags(tag.attributes.get("title", "")).strip() or named, source_of_media)
            self._apart = self._apart or "text"  # words for whoever cannot play it
        elif tag.kind == "open" and name not in DROPPED:
            if "excalidraw" in tag.attributes.get("id", "").lower():
                self._add("[drawing]", "text")
            self._open(name, self._element(tag))

    def _unknown(self, tag: Tag, source: str) -> None:
        """A name that HTML does not have is a placeholder that somebody wrote, unless it has attributes."""
        named = self._builder.plugin_elements
        if tag.kind != "close" and ('="' in source or "='" in source):
            named.add(tag.name)
        elif tag.kind != "close" or tag.name not in named:
            self._texts.append(source)
            return
        self._flush()
        self._hidden_behind = len(self.runs)
        if not self.runs:
            self._apart = "break"

    def _list(self, tag: Tag) -> None:
        """A list of HTML inside a line: its items stand on lines of their own, behind bullets or numbers."""
        if tag.name in LISTS:
            if tag.kind == "open":
                self._numbers.append(numbering_of(tag))
            elif self._numbers:
                self._numbers.pop()
        elif tag.kind == "open":
            numbers = self._numbers[-1] if self._numbers else None
            self._keep_apart()
            self._apart = None
            self.runs.append(Run("• " if numbers is None else f"{numbers.take(tag)}. ", self._line))

    def _mark(self, color: str) -> OpenMark:
        shared = next(self._shared, None)
        if shared is None:
            return OpenMark(color)
        if not shared:
            shared.append(OpenMark(color))
        mark = shared[0]
        assert isinstance(mark, OpenMark)
        return mark

    def _element(self, tag: Tag) -> Element:
        href = tag.attributes.get("href") if tag.name == "a" else None
        return Element(
            style=tag.style,
            mark=self._mark(tag.mark) if tag.mark else None,
            link=OpenLink(self._builder.next_link(), href, self._line, "markdown") if href else None,
            color=tag.color,
            code=tag.name in ("code", "samp", "tt"),
        )
