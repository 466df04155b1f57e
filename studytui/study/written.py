"""A line that was read, written as Markdown again: what it shows, its marks, styles, formulas, pictures and links."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from studytui.lazy_regex import lazy_regex
from studytui.markdown import Legend
from studytui.markdown.document import Inline, Style

_SPECIAL = lazy_regex(
    r"([\\`*\[\]$^]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|~(?=~)|(?<=~)~|=(?==)|(?<==)=|%(?=%)|(?<=%)%"
    r"|#(?=[\w/])|&(?=#?\w+;)|\{(?=\s*[#.:]))"
)
"""Signs to escape, as they would be markup; one that is none where it stands stays as it is."""
_STARTS_A_BLOCK = lazy_regex(r"(?=>|[-+#]+(?:\s|$))|(?<=\d)(?=[.)](?:\s|$))")
"""Before the sign at the start of a text that would make it an item, a quote, a heading or a rule."""
_SIGNS = ((Style.ITALIC, "*", "i"), (Style.BOLD, "**", "b"), (Style.STRIKE, "~~", "s"))
_TAGS = (
    (Style.UNDERLINE, "u"),
    (Style.SUB, "sub"),
    (Style.SUP, "sup"),
    (Style.KBD, "kbd"),
    (Style.SMALL, "small"),
)
_IN_LINK = str.maketrans({"|": "¦", "[": "(", "]": ")", "\n": " "})
_NOT_IN_HEADING = lazy_regex(r"[#^|\[\]%]+")


def escaped(text: str) -> str:
    """Plain text as Markdown that shows it, wherever in a line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def written(inlines: Sequence[Inline], legend: Legend) -> str:
    """A line as Markdown for an item of a list: read again it shows the same, with the same high-yield marks."""
    parts: list[str] = []
    for _, group in groupby(inlines, key=lambda inline: inline.mark):
        runs = list(group)
        inside = "".join(map(_run, runs))
        if not inside.strip() or runs[0].mark is None or legend.meaning(runs[0].mark) == "ignore":
            parts.append(inside)
            continue
        before, behind = _around(inside)
        core = inside[len(before) : len(inside) - len(behind)]
        if runs[0].mark.bucket == "yellow":
            signs = ("==", "==") if _stands_alone(parts, core) else ("<mark>", "</mark>")
        else:
            signs = (f'<mark style="background:{runs[0].mark.color}">', "</mark>")
        parts.append(f"{before}{signs[0]}{core}{signs[1]}{behind}")
    text = "".join(parts).strip()
    number = re.match(r"\d*", text)
    first = _STARTS_A_BLOCK.match(text, number.end() if number is not None else 0)
    return text if first is None else f"{text[: first.start()]}\\{text[first.start() :]}"


def link_to(note: str, headings: Sequence[str], text: str) -> str:
    """A wikilink to a note, or to the innermost heading there."""
    steps = [" ".join(_NOT_IN_HEADING.sub(" ", heading).split()) for heading in headings]
    target = note.removesuffix(".md") + "".join(f"#{step}" for step in steps[-1:] if step)
    return f"[[{target}|{' '.join(text.translate(_IN_LINK).split()) or target}]]"


def _around(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _stands_alone(before: Sequence[str], core: str) -> bool:
    """True if `==` is safe around a text: neither joined to another mark, nor beside an equals sign."""
    last = before[-1][-1:] if before else ""
    return last not in ("=", "\\", ">") and "=" not in core[:2] + core[-2:] and "<" not in core[:1] + core[-1:]


def _run(inline: Inline) -> str:
    text = _content(inline)
    before, behind = _around(text)
    core = text.strip()
    if not core:
        return text
    simple = core[0].isalnum() and core[-1].isalnum()
    for style, tag in _TAGS:
        if inline.style & style:
            core, simple = f"<{tag}>{core}</{tag}>", False
    for style, sign, tag in _SIGNS:
        if inline.style & style:
            core = f"{sign}{core}{sign}" if simple else f"<{tag}>{core}</{tag}>"
    return f"{before}{core}{behind}"


def _content(inline: Inline) -> str:
    link = inline.link
    if inline.kind in ("image", "embed") and link is not None:
        size = f"|{inline.width}" if inline.width else ""
        return f"![[{link.target}{size}]]" if link.kind == "wiki" else f"![{escaped(inline.text)}](<{link.target}>)"
    if inline.kind == "math":
        return f"${(inline.source if inline.source is not None else inline.text).strip()}$"
    if inline.kind == "code":
        ticks = "`" * (max((len(run) for run in re.findall("`+", inline.text)), default=0) + 1)
        return f"{ticks} {inline.text} {ticks}" if "`" in inline.text else f"`{inline.text}`"
    text = _SPECIAL.sub(r"\\\1", inline.text)
    if link is None or inline.kind == "footnote":
        return text
    before, behind = _around(text)
    if link.kind == "wiki":
        shown = " ".join(inline.text.translate(_IN_LINK).split())
        return f"{before}[[{link.target}|{shown}]]{behind}" if shown else text
    return f"{before}[{text.strip()}](<{link.target}>){behind}"
