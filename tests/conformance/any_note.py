"""Whole notes made of every construct, nested at random, with words planted in them.

A word that must be seen is `w1x`, `w2x`, … in reading order; one that must not be is `c1x`; that of a footnote, which may be
seen elsewhere, is `f1x`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from random import Random

WIDE = ("漢字", "👩🏽‍⚕️", "e\u0301", "\u202eabc", "\x1b[31m", "\x07", "a\u00adb", "\u200d", "\ufeff")
"""What is hard to measure, or dangerous to print."""
UNPAIRED = ("**", "*", "==", "~~", "`", "<u>", "</span>", "<mark>", "[", "]", "<b", "|", "\\", "&", "{", "> ", "# ")
"""Markup that may find a partner anywhere; none of it can hide a word."""


@dataclass
class Note:
    """A note, and the words in it."""

    text: str
    seen: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)


class Writer:
    """Writes one note; the same seed gives the same one."""

    def __init__(self, seed: int, *, careless: bool) -> None:
        self._random = Random(seed)
        self._careless = careless
        self._numbers = count(1)
        self._note = Note("")
        self._definitions: list[str] = []

    def note(self, blocks: int) -> Note:
        """A note of so many blocks, of which some hold others."""
        lines = self._blocks(blocks, 0)
        self._note.text = "\n".join([*lines, "", *self._definitions, ""])
        return self._note

    def _word(self) -> str:
        word = f"w{next(self._numbers)}x"
        self._note.seen.append(word)
        return word

    def _other(self, letter: str, words: list[str]) -> str:
        words.append(f"{letter}{next(self._numbers)}x")
        return words[-1]

    def _blocks(self, number: int, depth: int) -> list[str]:
        lines: list[str] = []
        for _ in range(number):
            if lines:
                lines.append("")
            lines += self._block(depth)
        return lines

    def _block(self, depth: int) -> list[str]:
        leaves: list[Callable[[], list[str]]] = [
            self._paragraph, self._paragraph, self._heading, self._code, self._math, self._table, self._html, self._comment, self._rule,
        ]  # fmt: skip
        holders: list[Callable[[int], list[str]]] = [
            self._list,
            self._list,
            self._quote,
            self._callout,
            self._details,
            self._embed,
        ]
        if depth < 5 and self._random.random() < 0.5:
            return self._random.choice(holders)(depth + 1)
        return self._random.choice(leaves)()

    def _paragraph(self) -> list[str]:
        return [self._text() for _ in range(self._random.randint(1, 3))]

    def _heading(self) -> list[str]:
        return ["#" * self._random.randint(1, 6) + " " + self._text()]

    def _code(self) -> list[str]:
        fence = self._random.choice(("```", "~~~~"))
        return [f"{fence}text", *(f"  {self._word()} == [[{self._word()}]] <b>" for _ in range(2)), fence]

    def _math(self) -> list[str]:
        return ["$$", rf"\text{{{self._word()}}}", "$$"]

    def _table(self) -> list[str]:
        columns = self._random.randint(1, 4)
        rows = [[self._cell() for _ in range(columns)] for _ in range(self._random.randint(1, 3))]
        grid = [["head"] * columns, ["---"] * columns, *rows]
        return ["| " + " | ".join(row) + " |" for row in grid]

    def _cell(self) -> str:
        texts = [self._inline(1).replace("|", "\\|") for _ in range(self._random.randint(1, 2))]
        return self._random.choice((" ", "<br>")).join(texts)

    def _html(self) -> list[str]:
        return ['<div class="a">', f"<b>{self._word()}</b> <span style='color: red'>{self._word()}</span>", "</div>"]

    def _comment(self) -> list[str]:
        word = self._other("c", self._note.unseen)
        return self._random.choice(([f"%%{word}%%"], ["%%", word, "%%"], [f"<!-- {word} -->"]))

    def _rule(self) -> list[str]:
        return ["***"]

    def _list(self, depth: int) -> list[str]:
        marker = self._random.choice(("- ", "* ", "1. ", "- [ ] ", "- [x] ", "- [?] "))
        indent = " " * (3 if marker[0] == "1" else 2)
        lines: list[str] = []
        for _ in range(self._random.randint(1, 3)):
            lines.append(marker + self._text())
            if self._random.random() < 0.4:
                lines += ["", *_inside(indent, self._blocks(self._random.randint(1, 2), depth)), ""]
        return lines

    def _quote(self, depth: int) -> list[str]:
        return _inside("> ", self._blocks(self._random.randint(1, 2), depth))

    def _callout(self, depth: int) -> list[str]:
        kind, fold = self._random.choice(("note", "WARNING", "my-type")), self._random.choice(("", "+", "-"))
        title = f"[!{kind}]{fold} {self._inline(1)}"
        return _inside("> ", [title, *self._blocks(self._random.randint(1, 2), depth)])

    def _details(self, depth: int) -> list[str]:
        summary = f"<details><summary>{self._word()}</summary>"
        return [summary, "", *self._blocks(1, depth), "", "</details>"]

    def _embed(self, depth: int) -> list[str]:
        """A transclusion as the Digital Garden writes it (behaviour 3)."""
        opening = '<div class="transclusion internal-embed is-loaded"><div class="markdown-embed">'
        return [opening, "", *self._blocks(1, depth), "", "</div></div>"]

    def _text(self) -> str:
        parts = [self._inline(0) for _ in range(self._random.randint(1, 4))]
        if self._random.random() < 0.2:
            parts.append(self._random.choice(WIDE))
        if self._careless and self._random.random() < 0.3:
            parts.append(self._random.choice(UNPAIRED))
        return " ".join(parts)

    def _inline(self, depth: int, outer: str = "") -> str:
        around = ("**{}**", "*{}*", "~~{}~~", "=={}==", "<mark>{}</mark>", "<u>{}</u>", "<kbd>{}</kbd>",
                  "<span style='background:rgba(240, 200, 0, 0.2)'>{}</span>", "<font color='#f00'>{}</font>", "[{}](t.md)")  # fmt: skip
        alone = ("{}", "{}", "{}", "`{}`", "[[t|{}]]", "[[{}]]", "![[{}]]", "![{}](i.png)", "#{}", "x<sub>{}</sub>", "$\\text{{{}}}$",
                 "(key:: {})", "[key:: {}]", "<https://x.org/{}>", "https://x.org/{}", "&lt;{}&gt;")  # fmt: skip
        pick = self._random.random()
        if pick < 0.05:
            return f"%%{self._other('c', self._note.unseen)}%%"
        if pick < 0.1 and depth == 0:
            label = self._other("f", self._note.footnotes)
            self._definitions.append(f"[^{label[1:-1]}]: {label}")
            return f"{self._word()}[^{label[1:-1]}]"
        if pick < 0.5 and depth < 2:
            # The same signs twice are other signs: `~~~~` opens a block of code.
            style = self._random.choice([each for each in around if each != outer])
            return style.format(self._inline(depth + 1, style))
        return self._random.choice(alone).format(self._word())


def _inside(prefix: str, lines: Sequence[str]) -> list[str]:
    return [(prefix + line).rstrip(" ") for line in lines]
