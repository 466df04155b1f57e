"""Vaults whose path is odd: they open, search, keep bookmarks, and follow what changes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import partial

from faults.ground import Ground
from faults.making import SMALL, WORD
from faults.trials import SkipError, trial

NAMES: Mapping[str, str] = {
    "blanks": " a vault  with blanks ",
    "Unicode": "Gedächtnis 記憶 🧠 e\u0301",
    "a newline": "two\nlines",
    "a tilde": "~",
    "a shell's words": "$HOME `id` $(id); & | >x",
    "a dash": "-dash --help",
    "quotes": 'it\'s "quoted"',
    "marks of patterns": "%{}[]*?!^#",
    "a backslash": "back\\slash",
    "markup": "[bold red]markup[/] %s {0}",
    "250 letters": "v" * 250,
    "an escape": "\x1b[31mred",
    "a hidden name": ".hidden",
    "bytes that are no UTF-8": os.fsdecode(b"caf\xe9 \xff\xfe"),
}


def works(ground: Ground, name: str) -> str:
    """Opens a vault at an odd place, searches, sets a bookmark and changes the open note."""
    ground.vault = ground.folder / name
    try:
        ground.write(SMALL)
    except OSError as error:
        raise SkipError(f"no file can be called so here: {error.strerror}") from error
    with ground.open() as screen:
        found = screen.finds(WORD)
        screen.bookmark()
        took = ground.follows(screen, "Home.md", "# Welcome\n\nanother text\n")
        ground.write({"New.md": "# New\n\na numbat\n"})
        ground.seal()
        screen.finds_after("numbat", 3, 10)
    with ground.open() as screen:
        screen.bookmarks("Home · ")
    done = ground.run("search", "numbat")
    assert done.status == 0, f"`search` ends with {done.status}: {done.said}"
    return f"found after {found:.1f} s, change seen after {took:.1f} s"


for name, path in NAMES.items():
    trial(
        f"vault's path has {name}",
        f"the vault's folder is called {path[:40].encode('utf-8', 'backslashreplace')!r}",
        "opens, searches, keeps bookmarks, and shows what changes at once",
        long=True,
    )(partial(works, name=path))


@trial(
    "notes and folders with odd names",
    "the vault has notes and folders with all of these names",
    "opens, finds each, `check` and `show --all` end",
    long=True,
)
def inside(ground: Ground) -> str:
    ground.write(SMALL)
    made = 0
    for number, name in enumerate(NAMES.values()):
        try:
            ground.write({f"{name}/{name[:200]}.md": f"# Odd {number}\n\nan odd name\n"})
            made += 1
        except OSError:
            continue  # the file system does not take such a name
    with ground.open() as screen:
        took = screen.finds(WORD)
        screen.key()
    for words in (("check",), ("show", "--all"), ("tree",)):
        done = ground.run(*words)
        assert not any("cannot" in line for line in done.said), done.said
    return f"{made} notes; found after {took:.1f} s"
