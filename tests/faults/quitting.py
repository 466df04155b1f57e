"""`q` while something is at work: the program ends at once, whatever that is."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from faults.frontmatter import lists, with_block
from faults.ground import Ground
from faults.hostile import AROUND, big
from faults.making import many, numbered, paragraphs, write
from faults.screen import SEARCH, Screen, limit, named
from faults.trials import trial

Begin = Callable[[Screen], object]


def _follow(screen: Screen) -> None:
    screen.send("tab", "enter")


def _query(screen: Screen) -> None:
    screen.search_box()
    screen.pour(b"/(a+)+$/")
    screen.settle(9, 0.1)
    screen.close(SEARCH)


def _notes(root: Path) -> None:
    write(root, dict(many(2000)))


def _tower(root: Path) -> None:
    big("a" * 5000 + "!\n\n" + "a" * 5000 + "!")(root)


WORK: Mapping[str, tuple[Callable[[Path], object], Begin | None, Sequence[float]]] = {
    "2,000 notes are indexed": (_notes, None, (0.0, 0.2, 0.5, 1.0, 2.0)),
    "the high-yield page of 2,000 notes is made": (_notes, lambda screen: screen.send("H"), (0.2, 1.0, 2.0)),
    "a note of 8 MB is read": (lambda root: big(paragraphs(8))(root), _follow, (0.3, 1.0, 3.0)),
    "a note of 50 MB is read": (lambda root: big(paragraphs(50))(root), _follow, (1.0, 4.0)),
    "a line with 8,000 links is read": (
        lambda root: big(numbered(8000, "some words of text and [[Other|name #]]", " "))(root), _follow, (0.3, 1.0, 3.0)
    ),
    "a line of 5 MB with 70,000 links is read": (
        lambda root: big(numbered(70_000, "some words of text and [[Other|name #]]", " "))(root), _follow, (1.0, 5.0)
    ),
    "500 diagrams are drawn": (
        lambda root: big(numbered(500, "```mermaid\ngraph LR\nA# --> B#\n```\n"))(root), _follow, (0.3, 1.0)
    ),
    "a YAML bomb is read": (lambda root: with_block(lists)(root), None, (0.2, 1.0, 2.0)),
    "an expression without end is searched": (_tower, _query, (0.0, 0.5)),
}  # fmt: skip


def at_work(ground: Ground, name: str, moments: Sequence[float]) -> str:
    fill, begin, _ = WORK[name]
    write(ground.vault, AROUND)
    fill(ground.vault)
    ground.seal()
    for moment in moments:
        shutil.rmtree(ground.home)  # neither an index nor a last place
        ground.home.mkdir()
        try:
            with ground.open(first=None) as screen:
                screen.until("Welcome", limit(20))
                screen.settle(0.1, 1)
                if begin is not None:
                    begin(screen)
                screen.settle(9, moment)
        except AssertionError as error:
            raise AssertionError(f"q {moment:.1f} s after the begin: {error}") from error
    return f"{len(moments)} times"


for name, work in WORK.items():
    moments = work[2]
    trial(
        f"q while {name}, at {len(moments)} moments",
        f"q {', '.join(map(str, moments))} s after {name}",
        "ends within 2 s each time, no processes left",
        long=True,
    )(partial(at_work, name=name, moments=moments))


@trial(
    "q before the first page",
    "q as soon as the program paints, and some hundredths of a second later, twelve times",
    "ends within 2 s each time, no processes left",
    long=True,
)
def at_the_start(ground: Ground) -> str:
    ground.write(dict(many(2000)))
    for step in range(12):
        with ground.open(first=None) as screen:
            screen.until(named("it paints", lambda: b"\x1b[?1049h" in bytes(screen.raw)), limit(20))
            screen.settle(9, 0.03 * step)
    return "12 of 12"
