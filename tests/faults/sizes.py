"""Terminals of odd sizes, and sizes that change all the time."""

from __future__ import annotations

import random
from functools import partial

from faults.ground import Ground
from faults.making import SMALL, WORD, many
from faults.screen import limit, named
from faults.trials import trial


def tiny(ground: Ground, size: tuple[int, int]) -> str:
    """Starts at a size where nothing can be read, walks through the dialogs, and is then made larger."""
    ground.write(SMALL)
    with ground.open(first=None, size=size) as screen:
        screen.until(named("it paints", lambda: b"\x1b[?1049h" in bytes(screen.raw)), limit(20))
        screen.settle()
        for keys in (
            ("/", "escape"),
            ("?", "escape"),
            ("o", "escape"),
            ("b", "escape"),
            ("t", "escape"),
            ("c", "escape"),
        ):
            screen.press(*keys, quiet=0.1)
        screen.press("m", "f", "escape", "H", "backspace", "v", "z", "tab", "K", "escape", quiet=0.05)
        screen.resize(120, 40)
        screen.until("Welcome", limit(5))
        screen.settle()
        return f"key {screen.key():.2f} s after it was made larger"


for size in ((1, 1), (10, 3), (2, 40), (200, 1), (20, 5)):
    trial(
        f"{size[0]}x{size[1]}",
        f"started in a terminal of {size[0]} columns and {size[1]} rows; dialogs are opened; then 120x40",
        "no crash; a key is answered at 120x40",
        long=True,
    )(partial(tiny, size=size))


@trial("500x200", "started in a terminal of 500 columns and 200 rows", "a key is answered within 5 s", long=True)
def huge(ground: Ground) -> str:
    ground.write(SMALL)
    with ground.open(size=(500, 200)) as screen:
        screen.settle(0.5)
        return f"key {screen.key(5):.2f} s"


@trial(
    "3,000 resizes",
    "3,000 changes of size between 1x1 and 300x60 while notes are indexed",
    "no crash; a key is answered within 5 s, and all is found",
    long=True,
)
def resized(ground: Ground) -> str:
    ground.write(dict(many(2000)))
    chance = random.Random(3)
    with ground.open() as screen:
        for _ in range(3000):
            screen.resize(chance.choice((1, 10, 40, 80, 120, 300)), chance.choice((1, 3, 10, 24, 60)))
            screen.pump(0.003)
        screen.resize(120, 40)
        screen.until("Welcome", limit(10))
        key = screen.key(5)
        screen.finds(WORD, 60)
    return f"key {key:.2f} s afterwards"
