"""A vault with one hostile note in it: what is measured of it, on the screen and by commands."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from faults.ground import Ground
from faults.making import WORD, write
from faults.screen import limit
from faults.trials import trial

Make = Callable[[Path], object]
"""Makes the hostile part of a vault: `Big.md` there, and what it needs."""
Making = Callable[[], Make]
"""Gives it only when it is wanted: some are large."""

FIRST = "first of the big note"
"""The first paragraph of a hostile note that has one."""
AROUND = {
    ".obsidian/app.json": "{}\n",
    "Home.md": "---\ndg-home: true\n---\n# Welcome\n\n[[Big]] and [[Other]].\n",
    "Other.md": f"# Other one\n\nUnder a heading a {WORD} hides.\n",
}
FIRST_SECONDS = 3.0
"""How soon a first page must be there, and the first line of a command."""
COMMAND_SECONDS = 10.0


def big(body: str) -> Make:
    """A hostile note with this below its first paragraph."""
    return partial(write_big, text=f"# Big one\n\n{FIRST}\n\n{body}\n")


def write_big(root: Path, text: str) -> None:
    """Write a hostile note."""
    write(root, {"Big.md": text})


def on_screen(ground: Ground, making: Making, *, most: int, looked: float, first: str, opened: bool) -> str:
    """Opens the vault, then the hostile note; keys are answered meanwhile, and words are found."""
    write(ground.vault, AROUND)
    making()(ground.vault)
    ground.seal()
    with ground.open(first=None, most=most) as screen:
        screen.first = screen.until("Welcome", limit(20))
        assert screen.first <= limit(FIRST_SECONDS + 2), f"the first page after {screen.first:.1f} s"
        worst = screen.worst(looked / 2)
        shown = 0.0
        if opened:
            screen.send("tab", "enter")
            shown = screen.until(first, limit(10))
        assert shown <= limit(FIRST_SECONDS), f"the big note is shown after {shown:.1f} s"
        worst = max(worst, screen.worst(looked / 2))
        found = screen.finds(WORD, 60)
    return f"first {screen.first:.1f} s, shown {shown:.1f} s, worst key {worst:.2f} s, found {found:.1f} s"


def by_commands(ground: Ground, making: Making, *, most: int, seconds: float, first_seconds: float) -> str:
    """`show` of the hostile note, `search`, `links` and `check`: each ends in time, the first lines come at once."""
    write(ground.vault, AROUND)
    making()(ground.vault)
    ground.seal()
    told, late = [], []
    for words in (("show", "Big"), ("search", WORD), ("links", "Big"), ("check",)):
        try:
            done = ground.run(*words, seconds=seconds, most=most)
        except AssertionError as error:
            late.append(str(error).split("\n")[0])
            continue
        told.append(f"{words[0]} {done.seconds:.1f} s")
        if words[0] == "search" and (done.status or WORD not in done.out):
            late.append(f"search finds nothing: {done.said}")
        if words[0] == "show" and done.first > limit(first_seconds):
            late.append(f"the first line of show after {done.first:.1f} s")
    assert not late, "; ".join((*late, *told))
    return ", ".join(told)


def hostile(
    name: str, making: Making, *, most: int = 1000, short: tuple[str, ...] = (), seconds: float = COMMAND_SECONDS,
    first: str = FIRST, first_seconds: float = FIRST_SECONDS,
    opened: bool = True,
) -> None:  # fmt: skip
    """Makes the two trials of a hostile note; `short` names those of them, `screen` and `commands`, that are short."""
    trial(
        f"{name}: screen",
        f"a vault with {name} is opened, then that note; c is pressed all the time, a word is searched, q",
        f"shown within {FIRST_SECONDS:.0f} s, keys answered, the word found, at most {most} MB, q ends it",
        long="screen" not in short,
    )(
        partial(
            on_screen, making=making, most=most, looked=1.5 if "screen" in short else 5.0, first=first, opened=opened
        )
    )
    trial(
        f"{name}: commands",
        f"show, search, links and check on a vault with {name}",
        f"each within {seconds:.0f} s, the first line within {first_seconds:.0f} s, at most {most} MB",
        long="commands" not in short,
    )(partial(by_commands, making=making, most=most, seconds=seconds, first_seconds=first_seconds))
