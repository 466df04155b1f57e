"""Hostile notes: huge, deep, wide, or made of what costs the most to read."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from faults.ground import Ground
from faults.hostile import AROUND, FIRST, Make, big, hostile
from faults.making import WORD, Content, numbered, paragraphs, write
from faults.screen import limit
from faults.trials import trial

FEW_MEGABYTES = 400
"""So much memory may be held for the first lines of a note of tens of megabytes."""


def and_files(body: str, files: Iterable[tuple[str, Content]]) -> Make:
    """A hostile note, and other files that it leads to or that lead to it."""

    def make(root: Path) -> None:
        big(body)(root)
        write(root, dict(files))

    return make


def canvas(cards: int) -> str:
    """A canvas of so many cards."""
    nodes = [
        {"id": f"n{number}", "type": "text", "text": f"card {number}", "x": number, "y": 0, "width": 10, "height": 10}
        for number in range(cards)
    ]
    edges = [{"id": f"e{number}", "fromNode": f"n{number}", "toNode": f"n{number + 1}"} for number in range(cards - 1)]
    return json.dumps({"nodes": nodes, "edges": edges})


def _deep_folders(root: Path) -> None:
    big("a note")(root)
    folder = root
    for _ in range(300):
        folder /= "f"
    folder.mkdir(parents=True)
    write(folder, {"Deepest.md": "# Deepest\n\na wombat\n"})


def ring() -> Iterator[tuple[str, Content]]:
    """A thousand notes, each of which embeds the next, and the last the first."""
    for number in range(1000):
        yield f"Ring {number}.md", f"ring {number}\n\n![[Ring {(number + 1) % 1000}]]\n"


def twos() -> Iterator[tuple[str, Content]]:
    """Thirty notes, each of which embeds the next twice."""
    for number in range(30):
        yield f"Two {number}.md", f"two {number}\n\n![[Two {number + 1}]]\n\n![[Two {number + 1}]]\n"


def backlinks() -> Iterator[tuple[str, Content]]:
    """Five thousand notes that lead to the hostile one."""
    for number in range(5000):
        yield f"From/Note {number}.md", f"# From {number}\n\nleads to [[Big]]\n"


def columns() -> str:
    """A table that is much wider than any screen."""
    head = "| " + numbered(2000, "c#", " | ") + " |\n|" + "---|" * 2000 + "\n"
    return head + numbered(50, "| " + "v | " * 2000)


def _empty(root: Path) -> None:
    write(root, {"Big.md": b""})


NOTES: Mapping[str, Callable[[], Make]] = {
    "5 MB without a blank": lambda: big("x" * 5_000_000),
    "a table of 5,000 rows": lambda: big(
        "| a | b | c |\n|---|---|---|\n" + numbered(5000, "| row # | [[Other]] | ==#== |")
    ),
    "a table of 2,000 columns": lambda: big(columns()),
    "20,000 links": lambda: big(numbered(20_000, "- [[Other|link #]]")),
    "5,000 backlinks": lambda: and_files("a note", backlinks()),
    "10,000 headings": lambda: big(numbered(10_000, "## Heading #\n\ntext #\n")),
    "3,000 footnotes": lambda: big(numbered(3000, "text #[^#]\n") + "\n\n" + numbered(3000, "[^#]: footnote #\n")),
    "2,000 images": lambda: big(numbered(2000, "![[picture #.png]]\n\n![alt #](picture%20#.png)\n")),
    "500 Mermaid diagrams": lambda: big(numbered(500, "```mermaid\ngraph LR\nA# --> B#\nB# --> C#\n```\n")),
    "2,000 formulas": lambda: big(numbered(2000, "$$\\frac{a_#}{b^#} + \\sqrt{x}$$\n")),
    "a formula 3,000 deep": lambda: big("$$" + "\\frac{1}{" * 3000 + "x" + "}" * 3000 + "$$"),
    "embeds of two to the 30th": lambda: and_files("![[Two 0]]", twos()),
    "a ring of 1,000 embeds": lambda: and_files("![[Ring 0]]", ring()),
    "an embedded canvas of 5,000 cards": lambda: and_files("![[Board.canvas]]", [("Board.canvas", canvas(5000))]),
    "5,000 callouts": lambda: big(numbered(5000, "> [!note]- Callout #\n> text #\n")),
    "30,000 lines of code": lambda: big(
        "```python\n" + numbered(30_000, "def function_#(x): return x + # # a remark") + "\n```"
    ),
    "5,000 > in a row": lambda: big("> " * 5000 + "deep"),
    "a list 1,500 deep": lambda: big("\n".join("\t" * depth + f"- depth {depth}" for depth in range(1500))),
    "20,000 <div": lambda: big("<div>\n" * 20_000 + "in the middle\n"),
    "100,000 marks and brackets": lambda: big("==a " * 50_000 + "\n\n" + "[[" * 50_000 + "\n\n" + "**_" * 50_000),
    "300 folders deep": lambda: _deep_folders,
    "NUL bytes": lambda: big("\0" * 100_000 + "\n\nand text\n"),
    "an empty note": lambda: _empty,
}
SHORT: Mapping[str, tuple[str, ...]] = {
    "embeds of two to the 30th": ("commands",),
}

for name, make in NOTES.items():
    hostile(name, make, short=SHORT.get(name, ()), first="Big.md" if name == "an empty note" else FIRST)

hostile("a note that is a FIFO", lambda: lambda root: os.mkfifo(root / "Big.md"), opened=False, short=("commands",))
hostile("a note of 8 MB", lambda: big(paragraphs(8)), seconds=30)
hostile("a note of 50 MB", lambda: big(paragraphs(50)), seconds=120)
hostile(
    "a line of 5 MB with 70,000 links",
    lambda: big(numbered(70_000, "some words of text that is long and [[Other|name #]]", " ")),
    seconds=30,
)
hostile(
    "a line of 340 KB with 8,000 links",
    lambda: big(numbered(8000, "some words of text and [[Other|name #]]", " ")),
    seconds=5,
)


def begins_at_once(ground: Ground) -> str:
    """The first lines of a large note come at once, through a pipe that takes no more than them."""
    write(ground.vault, AROUND)
    big(paragraphs(20))(ground.vault)
    ground.seal()
    done = ground.run("show", "Big", shell='"$@" | head -5', most=FEW_MEGABYTES)
    assert FIRST in done.out, done.err
    assert done.seconds <= limit(3), f"`show | head -5` takes {done.seconds:.1f} s, {done.peak} MB"
    return f"{done.seconds:.1f} s"


trial(
    "show of 20 MB | head",
    "`show` of a note of 20 MB into a pipe that takes five lines",
    f"they come and it ends within 3 s, at most {FEW_MEGABYTES} MB",
    long=True,
)(begins_at_once)


def crowded(ground: Ground, notes: int) -> str:
    """A folder of very many notes is opened in the topics."""
    write(ground.vault, AROUND)
    write(ground.vault, {f"Crowd/Note {number:05}.md": f"note {number}\n" for number in range(notes)})
    ground.seal()
    with ground.open() as screen:
        worst = screen.worst(5)
        screen.finds(WORD, 180)
        floor = max(0.1, *(screen.key() for _ in range(3)))
        screen.press("t", "home")
        screen.send("right")
        took = screen.until("Note 00001", limit(20))
        screen.press("escape")
        key = screen.key()
    assert took <= limit(0.3 + floor), f"rows after {took:.2f} s (another key {floor:.2f} s); worst key {worst:.2f} s"
    return f"rows after {took:.2f} s, the next key {key:.2f} s, worst key {worst:.2f} s"


for notes in (3000, 40_000):
    trial(
        f"{notes:,} notes in one folder",
        f"a vault with a folder of {notes:,} notes is opened, later that folder",
        "its rows are there 0.3 s later than another key's answer",
        long=True,
    )(partial(crowded, notes=notes))
