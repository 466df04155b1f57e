"""markdown-it-py, set up for Obsidian: CommonMark, tables, strikethrough and the rules of this room."""

from __future__ import annotations

from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import backtick, emphasis, entity, escape, newline, strikethrough

from studytui.markdown.markdown_it_private import BlockRuler
from studytui.markdown.syntax.admonition import admonition, callout_title
from studytui.markdown.syntax.angle import autolink, html_tag
from studytui.markdown.syntax.attribute import attribute, attribute_line
from studytui.markdown.syntax.bracket_math import bracket_math, bracket_math_block
from studytui.markdown.syntax.comment import comment, comment_block, commented_paragraph
from studytui.markdown.syntax.field import bracketed_field, line_field
from studytui.markdown.syntax.footnote import footnote_definition, footnote_reference, inline_footnote, link_reference
from studytui.markdown.syntax.highlight import highlight, pair_highlights
from studytui.markdown.syntax.html import html_block
from studytui.markdown.syntax.inline_parser import InlineParser
from studytui.markdown.syntax.math import math, math_block
from studytui.markdown.syntax.nesting import flatten
from studytui.markdown.syntax.setext import lheading
from studytui.markdown.syntax.table import table
from studytui.markdown.syntax.tag import tag
from studytui.markdown.syntax.template import template, template_block
from studytui.markdown.syntax.url import url, www
from studytui.markdown.syntax.wikilink import embed, image, link, wikilink

_INLINE = {
    "\n": (newline,),
    "\\": (bracket_math, escape),
    "`": (backtick,),
    "*": (emphasis.tokenize,),
    "_": (emphasis.tokenize,),
    "~": (strikethrough.tokenize,),
    "=": (highlight,),
    "[": (wikilink, footnote_reference, link, bracketed_field),
    "]": (),
    "^": (inline_footnote,),
    "!": (embed, image),
    "<": (template, autolink, html_tag),
    "&": (entity,),
    "#": (tag,),
    "$": (math,),
    "%": (comment,),
    "{": (attribute,),
    ":": (line_field, url),
    "(": (bracketed_field,),
    "w": (www,),
}

_MARKERS = "-+*0123456789"
_STARTS = {
    "nesting": ">" + _MARKERS,
    "callout_title": "[",
    "comment": "%",
    "math": "$",
    "bracket_math": "\\",
    "attribute": "{^",
    "admonition": "`~",
    "fence": "`~",
    "blockquote": ">",
    "hr": "-*_",
    "list": _MARKERS,
    "footnote": "[",
    "reference": "[",
    "template": "<",
    "html_block": "<",
    "heading": "#",
}
"""The characters that a block can begin with; blocks that are not named can begin with any."""


class _Markdown(MarkdownIt):
    """Links keep their address as written: what it means is for the vault to say."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - markdown-it's name
        return url

    def validateLink(self, url: str) -> bool:  # noqa: N802 - markdown-it's name
        return True


@lru_cache(maxsize=1)
def parser() -> MarkdownIt:
    """The parser; it holds no state of a note."""
    md = _Markdown("commonmark", {"maxNesting": 10_000}).enable(["table", "strikethrough"])
    md.inline = InlineParser(_INLINE)
    md.inline.ruler2.enableOnly(["balance_pairs", "strikethrough", "emphasis"])
    md.inline.ruler2.after("emphasis", "highlight", pair_highlights)
    block = md.block.ruler
    interrupts = ["paragraph", "reference", "blockquote", "list"]
    block.before("table", "nesting", flatten)
    block.before("table", "callout_title", callout_title)
    block.before("table", "comment", comment_block, {"alt": interrupts})
    block.before("table", "math", math_block, {"alt": interrupts})
    block.before("table", "bracket_math", bracket_math_block, {"alt": interrupts})
    block.before("table", "template", template_block, {"alt": interrupts})
    block.before("table", "attribute", attribute_line, {"alt": ["blockquote"]})
    block.before("fence", "admonition", admonition, {"alt": interrupts})
    block.at("table", table, {"alt": ["paragraph", "reference"]})
    block.before("reference", "footnote", footnote_definition, {"alt": interrupts[:3]})
    block.at("reference", link_reference)
    block.at("html_block", html_block, {"alt": ["paragraph", "reference", "blockquote"]})
    block.at("lheading", lheading)
    block.at("paragraph", commented_paragraph)
    md.block.ruler = BlockRuler(block, _STARTS)
    return md
