"""A settings file that is damaged, odd, huge, or no file: it is said, and the program starts."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from faults.ground import Ground
from faults.making import SMALL, Damage, garbage, instead
from faults.screen import limit, named
from faults.trials import trial

Text = str | bytes

GARBAGE: Mapping[str, Text] = {
    "garbage": garbage(3000),
    "zeroed": bytes(500),
    "cut": 'theme = "dark"\nreading_width = ',
    "a text": "This is no settings file.\n" * 50,
    "values of wrong kinds": "theme = 7\nreading_width = 'x'\nimages = []\nlegend = 3\nkeys = 'q'\nmouse = {}\n",
    "keys of a later version": 'colours_of_the_moon = true\n[moon]\nphase = "new"\n',
    "UTF-16": 'theme = "dark"\n'.encode("utf-16"),
    "50,000 brackets": "a = " + "[" * 50_000,
    "50,000 tables in tables": "[" + ".".join("a" * 50_000) + "]\n",
    "huge numbers": f"reading_width = {10**40}\n",
    "negative numbers": "reading_width = -7\n",
    "keys that are none": '[keys]\ntopics = "no such key,,, \\u0000"\nno_such_command = "t"\nquit = ""\n',
    "one key for everything": '[keys]\ntopics = "j"\nbookmark = "j"\nhigh_yield = "j"\n',
    "a theme that is none": 'theme = "no such theme \\u001b[31m"\n',
    "the same key twice": 'theme = "dark"\ntheme = "light"\n',
    "10 MB": b"# a comment\n" * 900_000,
}
QUIET = ("10 MB",)
"""What there is nothing to say about."""
SHORT = ("garbage",)


def starts(ground: Ground, damage: Damage, *, said: bool) -> str:
    ground.write(SMALL)
    damage(ground.config)
    with ground.open(first=None) as screen:
        screen.first = screen.until("Welcome", limit(10))
        if said:
            screen.until(named("a word about it", lambda: _complains(screen.said())), limit(6))
        screen.key()
    return f"first page after {screen.first:.1f} s"


def _complains(said: str) -> bool:
    return any(word in said for word in ("config.toml", "theme", "keys"))


def _put(text: Text) -> Damage:
    data = text.encode() if isinstance(text, str) else text
    return lambda file: file.write_bytes(data)


def _close(file: Path) -> None:
    file.write_text("")
    file.chmod(0)


for name, text in GARBAGE.items():
    trial(
        f"settings: {name}",
        f"config.toml holds {name}",
        "it starts" if name in QUIET else "it starts and says what is wrong",
        long=name not in SHORT,
    )(partial(starts, damage=_put(text), said=name not in QUIET))

trial("settings: empty", "config.toml is empty", "it starts", long=True)(partial(starts, damage=_put(""), said=False))

for kind in ("a FIFO", "a folder", "a link to itself"):
    trial(
        f"settings: {kind}",
        f"in the place of config.toml is {kind}",
        "it starts and says so",
        long=kind != "a FIFO",
    )(partial(starts, damage=instead(kind), said=True))

trial("settings: endless", "config.toml is a link to /dev/zero", "it starts and says so", needs=("Linux",), long=True)(
    partial(starts, damage=lambda file: file.symlink_to("/dev/zero"), said=True)
)

trial(
    "settings: unreadable",
    "config.toml may not be read",
    "it starts and says so",
    needs=("a user other than root",),
    long=True,
)(partial(starts, damage=_close, said=True))


@trial("settings: a FIFO, for commands", "config.toml is a FIFO; `show Home`", "it is shown", long=False)
def fifo_for_commands(ground: Ground) -> str:
    ground.write(SMALL)
    os.mkfifo(ground.config)
    done = ground.run("show", "Home", seconds=10)
    assert "Welcome" in done.out and len(done.said) <= 1, done.err
    return f"shown after {done.seconds:.1f} s; it says {done.said}"
