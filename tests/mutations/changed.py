"""Makes notes and queries: each is known by a seed and its number, and can be made again."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from markdown_it.utils import read_fixture_file

ROOT = Path(__file__).parents[2]
_LONGEST = 20_000
"""Characters of a note, about."""
_CHANGES = 12
"""Most changes of one note."""
_TOKENS = (
    *("\n", "\n\n", "\t", "    ", "  ", " ", "> ", "- ", "1. ", "- [ ] ", "# ", "###### ", "---\n", "===\n", "```", "~~~", "`"),
    *("**", "*", "__", "_", "~~", "==", "=", "%%", "$", "$$", "\\(", "\\)", "\\[", "\\]", "\\", "[[", "]]", "![[", "|", "\\|"),
    *("[", "](", ")", "![", "[^1]", "[^1]: ", "^[", "]: ", "#tag", "^id", "{ #id}", "[!note]- ", "k:: ", "<%", "%>", "&amp;", "&#0;"),
    *("<mark>", "</mark>", '<span style="background:#fff88f">', "</span>", "<div>", "</div>", "<table>", "<td>", "</table>"),
    *("<ol type=a start=3>", "<li>", "</ol>", "<details>", "<summary>", "<script>", "</script>", "<svg>", "<!--", "-->", "<br>"),
    *('<a id="x">', "<pre>", "<img src=x>", "| a | b |\n", "|---|---|\n", "<mark>| a | b |</mark>\n", "==| a |==\n", "$$\n", "%%\n"),
    *("---\ntitle: 007\nup: '[[x]]'\n---\n", '{"a": [', "\\frac{a}{b}", "\\begin{cases}", "\\end{cases}", "\\ce{H2O}", "https://x.org/"),
    *("\r\n", "\r", "\0", "\x1b[31m", "\x85", "\u2028", "\u202e", "\u2066", "\u200b", "\xad", "\ufeff", "\xa0", "\u0301", "漢", "👩‍👩‍👧", "é", "ﷺ"),
)  # fmt: skip
_QUERY_TOKENS = (
    *(" ", "-", "OR ", "(", ")", '"', "/", "[", "]", ":", "<", ">", "=", "\\", "*", "|", "file:", "path:", "tag:#", "line:(", "block:"),
    *("section:(", "task:", "task-todo:", "hy:", "color:yellow ", "heading:", "content:", "match-case:", "foo:", "[up:", "[n:<5]", "/a+/"),
    *("/(a+)+$/", "\n", "\t", "\0", "\u2028", "\xad", "é", "β", "漢字", "ﬁ", "½", "IL-17", "µg", "the", "of", "a", "Ω", "👍", "\ud800", "x" * 300),
)  # fmt: skip
_WORD = re.compile(r"\w+|\W+")


@cache
def notes() -> tuple[str, ...]:
    """What notes are made of: those of the package, and the inputs of the fixtures."""
    fixtures = ROOT / "tests" / "fixtures" / "markdown"
    inputs = [note for path in sorted(fixtures.glob("*.md")) for _, _, note, _ in read_fixture_file(path)]
    whole = [*(ROOT / "notes").rglob("*.md"), *(ROOT / "notes").rglob("*.canvas"), *(fixtures / "notes").rglob("*.md")]
    return (*(path.read_text(encoding="utf-8") for path in sorted(whole)), *inputs)


@cache
def queries() -> tuple[str, ...]:
    """What queries are made of: words, titles and headings of the notes of the package."""
    found = {path.stem for path in (ROOT / "notes").rglob("*.md")}
    for note in notes()[:60]:
        found.update(line.strip("# \n") for line in note.splitlines() if line.startswith("#"))
    return tuple(sorted(filter(None, found)))


def changed_note(seed: int, number: int) -> tuple[str, bytes]:
    """The name and the bytes of a note; the name says whether it is a canvas."""
    chance = random.Random(f"note {seed} {number}")
    text = chance.choice(notes())
    canvas = text.startswith("{") and '"nodes"' in text[:200]
    for _ in range(chance.randint(1, _CHANGES)):
        text = chance.choice(_CHANGED)(text, chance)[:_LONGEST]
    if chance.random() < 0.1 and not canvas:
        # A card of a canvas may be any note.
        text, canvas = json.dumps({"nodes": [{"type": "text", "text": text, "x": 0, "y": 0}]}), True
    encoding = chance.choices(("utf-8", "utf-16", "utf-16-le", "utf-32", "cp1252"), (90, 2, 3, 2, 3))[0]
    data = text.encode(encoding, "replace")
    if chance.random() < 0.1:
        data = _bytes_changed(data, chance)
    return ("n.canvas" if canvas else "n.md"), data


def changed_query(seed: int, number: int) -> str:
    """A query."""
    chance = random.Random(f"query {seed} {number}")
    text = chance.choice(queries())
    for _ in range(chance.randint(0, 6)):
        text = chance.choice(_CHANGED_QUERIES)(text, chance)[:1_000]
    return text


def _place(text: str, chance: random.Random) -> int:
    return chance.randint(0, len(text))


def _stretch(text: str, chance: random.Random) -> tuple[int, int]:
    start = _place(text, chance)
    return start, min(len(text), start + chance.choice((1, 3, 10, 40, 200)))


def _inserted(text: str, chance: random.Random) -> str:
    at = _place(text, chance)
    return text[:at] + chance.choice(_TOKENS) + text[at:]


def _repeated(text: str, chance: random.Random) -> str:
    at = _place(text, chance)
    return text[:at] + chance.choice(_TOKENS) * chance.choice((2, 3, 7, 30, 200, 1_000)) + text[at:]


def _cut(text: str, chance: random.Random) -> str:
    start, end = _stretch(text, chance)
    return text[:start] + text[end:]


def _doubled(text: str, chance: random.Random) -> str:
    start, end = _stretch(text, chance)
    return text[:end] + text[start:end] * chance.choice((1, 2, 20)) + text[end:]


def _moved(text: str, chance: random.Random) -> str:
    start, end = _stretch(text, chance)
    rest = text[:start] + text[end:]
    at = _place(rest, chance)
    return rest[:at] + text[start:end] + rest[at:]


def _spliced(text: str, chance: random.Random) -> str:
    other = chance.choice(notes())
    return text[: _place(text, chance)] + other[_place(other, chance) :]


def _flipped(text: str, chance: random.Random) -> str:
    if not text:
        return text
    at = chance.randrange(len(text))
    return text[:at] + chr(chance.choice((chance.randint(1, 126), chance.randint(0x80, 0xD7FF)))) + text[at + 1 :]


def _prefixed(text: str, chance: random.Random) -> str:
    before = chance.choice(("> ", "- ", "  ", "\t", "    ", ">> ", "1. ", "==", "<mark>", "| "))
    lines = text.split("\n")
    start = chance.randint(0, len(lines))
    end = min(len(lines), start + chance.randint(1, 12))
    return "\n".join([*lines[:start], *(before + line for line in lines[start:end]), *lines[end:]])


def _joined(text: str, chance: random.Random) -> str:
    return text.replace(
        chance.choice(("\n\n", "\n", " ", "]]", "</")), chance.choice(("\n", "", " ", "\r", "\n\n")), 20
    )


def _wrapped(text: str, chance: random.Random) -> str:
    start, end = _stretch(text, chance)
    opening, closing = chance.choice((("==", "=="), ("<mark>", "</mark>"), ("[[", "]]"), ("%%", "%%"), ("$", "$"), ("`", "`"),
                                      ("\\(", "\\)"), ("<div>\n", "\n</div>"), ("```\n", "\n```"), ("> [!tip] ", "\n")))  # fmt: skip
    return text[:start] + opening + text[start:end] + closing + text[end:]


_Change = Callable[[str, random.Random], str]
_CHANGED: tuple[_Change, ...] = (
    *(_inserted, _inserted, _inserted, _repeated, _cut, _cut, _doubled, _moved),
    *(_spliced, _flipped, _prefixed, _joined, _wrapped, _wrapped),
)


def _bytes_changed(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 5)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed[chance.randint(0, 1) :])


def _query_inserted(text: str, chance: random.Random) -> str:
    at = _place(text, chance)
    return text[:at] + chance.choice(_QUERY_TOKENS) + text[at:]


def _query_spliced(text: str, chance: random.Random) -> str:
    words = _WORD.findall(text) + _WORD.findall(chance.choice(queries()))
    chance.shuffle(words)
    return "".join(words[: chance.randint(1, 12)])


def _query_slipped(text: str, chance: random.Random) -> str:
    if len(text) < 3:
        return text
    at = chance.randrange(len(text) - 2)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


_CHANGED_QUERIES: tuple[_Change, ...] = (
    _query_inserted,
    _query_inserted,
    _query_spliced,
    _query_slipped,
    _cut,
    _flipped,
)
