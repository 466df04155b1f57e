"""The vault's folder removed, renamed, replaced or away for a moment: it is said, and it goes on when it is back."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from faults.ground import Ground
from faults.making import SMALL, WORD, write
from faults.screen import Screen, limit, named
from faults.trials import trial

SAID = re.compile(
    r"can(no|')t (be )?(read|found|open)|no longer|not there|is gone|missing|unreadable|vanished|away", re.I
)
NEW = {"New.md": "# New\n\na numbat\n"}
"""What is written once the folder is there again."""


def says_so(screen: Screen, seconds: float = 10.0) -> float:
    """Wait until the screen says that the vault cannot be read, with what it showed still there."""

    def said() -> bool:
        assert screen.status is None, f"it quits, with status {screen.status}:\n{screen.text()}"
        status = screen.text().split("\n")[-2]
        return bool(SAID.search(screen.said()) or SAID.search(status))

    took = screen.until(named("a word about the vault", said), limit(seconds))
    assert "Welcome" in screen.text(), f"the page is gone:\n{screen.text()}"
    return took


def moved(ground: Ground) -> Path:
    return ground.folder / "moved"


def replaced(ground: Ground) -> None:
    ground.vault.rename(moved(ground))
    ground.vault.write_text("a file\n")


WAYS: Mapping[str, tuple[Callable[[Ground], object], tuple[str, ...]]] = {
    "removed": (lambda ground: shutil.rmtree(ground.vault), ()),
    "renamed": (lambda ground: ground.vault.rename(moved(ground)), ()),
    "replaced by a file": (replaced, ()),
    "closed": (lambda ground: ground.vault.chmod(0), ("a user other than root",)),
}


def comes_back(ground: Ground) -> None:
    """Puts the folder back as it was, whatever was done to it."""
    if ground.vault.is_dir():
        ground.vault.chmod(0o700)
        return
    ground.vault.unlink(missing_ok=True)
    if moved(ground).is_dir():
        moved(ground).rename(ground.vault)
    else:
        ground.write(SMALL)


def gone(ground: Ground, way: str) -> str:
    """The folder goes while it is read in, and does not come back."""
    with ground.at_work() as screen:
        WAYS[way][0](ground)
        took = says_so(screen)
        screen.key()
        screen.names("Long", "Long", 5)
        screen.settle()
        key = screen.key()
        if way == "closed":
            comes_back(ground)
        ground.seal()
    return f"said after {took:.1f} s, key {key:.2f} s"


def back(ground: Ground, way: str, seconds: float) -> str:
    """The folder goes and comes back; then a note is new in it."""
    with ground.at_work() as screen:
        WAYS[way][0](ground)
        took = says_so(screen)
        screen.settle(9, seconds)
        comes_back(ground)
        screen.settle(9, 0.2)
        write(ground.vault, NEW)
        found = screen.finds_after("numbat", 4, 10)
        screen.finds(WORD)
        ground.seal()
    return f"said after {took:.1f} s; new note {found}"


for way, (_, needs) in WAYS.items():
    trial(
        f"vault {way}",
        f"the vault's folder is {way} while it is open",
        "it is said, what is shown stays, keys are answered, q ends it with 0",
        needs=needs,
        long=True,
    )(partial(gone, way=way))
    trial(
        f"vault {way}, and back",
        f"the vault's folder is {way} and is back after 2 s; then a note is written",
        "it is said, what is shown stays; then the new note is found, q ends it with 0",
        needs=needs,
        long=True,
    )(partial(back, way=way, seconds=2.0))


@trial(
    "vault away for a long time",
    "the vault's folder is renamed and is back after 40 s; then a note is written",
    "it is said, what is shown stays; then the new note is found, q ends it with 0",
    long=True,
)
def away_long(ground: Ground) -> str:
    return back(ground, "renamed", 40.0)


@trial(
    "vault away for 0.05 s",
    "the vault's folder is renamed and back in 0.05 s, three times; then the open note changes, then one is new",
    "it goes on: both are seen",
    long=True,
)
def blink(ground: Ground) -> str:
    with ground.at_work() as screen:
        for _ in range(3):
            ground.vault.rename(moved(ground))
            screen.pump(0.05)
            moved(ground).rename(ground.vault)
            screen.pump(0.2)
        screen.settle(0.5)
        took = ground.follows(screen, "Home.md", "# Welcome\n\nanother text\n", 40)
        ground.write(NEW)
        found = screen.finds_after("numbat", 4, 10)
        ground.seal()
    return f"change seen after {took:.1f} s; new note {found}"


@trial(
    "vault swapped for another",
    "another folder is put in the place of the vault's; then a note of it changes",
    "it shows the other one's notes, and follows them",
    long=True,
)
def swapped(ground: Ground) -> str:
    ground.write(SMALL)
    other = ground.folder / "other"
    write(other, {**SMALL, "Home.md": "# Welcome\n\nto the other one\n", **NEW})
    with ground.open() as screen:
        ground.watched(screen)
        screen.finds(WORD)
        ground.vault.rename(moved(ground))
        other.rename(ground.vault)
        took = screen.until("to the other one", limit(40))
        found = screen.finds_after("numbat", 4, 10)
        followed = ground.follows(screen, "Home.md", "# Welcome\n\nto the third text\n", 40)
    return f"shown after {took:.1f} s, new note {found}, followed after {followed:.1f} s"


@trial(
    "a folder of the vault away and back",
    "a folder inside the vault is moved out of it, and back after 2 s",
    "its notes are found no more, then again; what is shown stays",
    long=True,
)
def inner(ground: Ground) -> str:
    ground.write(SMALL)
    folder = ground.vault / "Inner"
    with ground.open() as screen:
        ground.watched(screen)
        screen.finds("severe")
        folder.rename(moved(ground))
        screen.until(named("gone from the topics", lambda: "Inner" not in screen.text()), limit(10))
        screen.settle(9, 2)
        assert "Welcome" in screen.text()
        moved(ground).rename(folder)
        screen.until("Inner", limit(10))
        found = screen.finds_after("severe", 3, 10)
        ground.seal()
    return f"again {found}"


@trial(
    "every note gone, and back",
    "every note of the vault is removed, and written again after 2 s",
    "no crash, what is shown stays; then words are found again",
    long=True,
)
def all_gone(ground: Ground) -> str:
    with ground.at_work() as screen:
        for note in ground.vault.rglob("*.md"):
            note.unlink()
        screen.settle(9, 2)
        screen.key()
        ground.write(SMALL)
        ground.seal()
        return f"again {screen.finds_after(WORD, 3, 10)}"


def all_replaced(ground: Ground, put: Callable[[Path], object], *, before: bool) -> str:
    ground.write(SMALL)
    notes = list(ground.vault.rglob("*.md"))
    if before:
        for note in notes:
            note.unlink()
            put(note)
        ground.seal()
        with ground.open(first=None) as screen:
            screen.until(named("a page", lambda: screen.shows("Home", "no notes")), limit(20))
            screen.settle(1, 4)
            key = screen.key()
        for words in (("search", WORD), ("check",), ("show", "Home"), ("show", "--all")):
            ground.run(*words, seconds=15)
        return f"key {key:.2f} s, commands end"
    with ground.open() as screen:
        ground.watched(screen)
        for note in notes:
            note.unlink()
            put(note)
        ground.seal()
        screen.settle(2, 5)
        key = screen.key()
    return f"key {key:.2f} s"


def _fifo(file: Path) -> None:
    import os

    os.mkfifo(file)


for name, put in (("a FIFO", _fifo), ("garbage", lambda file: file.write_bytes(bytes(range(256)) * 40))):
    for before in (True, False):
        trial(
            f"every note {name}, {'from the start' if before else 'while it is open'}",
            f"every note of the vault is {name}, {'before the start' if before else 'while it is open'}",
            "no crash, keys are answered, commands end, q ends it",
            long=True,
        )(partial(all_replaced, put=put, before=before))


@trial(
    "20 loops of links",
    "twenty symbolic links in the vault lead to folders above themselves, to each other and to themselves",
    "opens, finds, `check` ends",
    long=True,
)
def loops(ground: Ground) -> str:
    ground.write(SMALL)
    for number in range(20):
        folder = ground.vault / f"Loop {number}"
        folder.mkdir()
        (folder / "up").symlink_to(ground.vault, target_is_directory=True)
        (folder / "next").symlink_to(ground.vault / f"Loop {(number + 1) % 20}" / "next")
        (folder / "self.md").symlink_to("self.md")
    ground.seal()
    with ground.open() as screen:
        took = screen.finds(WORD)
        key = screen.key()
    done = ground.run("check")
    return f"found after {took:.1f} s, key {key:.2f} s, check {done.seconds:.1f} s"
