"""The index damaged, taken away, or with something else in its place: it is only a cache, and is built anew."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from faults.ground import Ground
from faults.making import DATABASE_DAMAGES, SMALL, WORD, Damage, damage_page, garbage, instead, pages
from faults.screen import limit, named
from faults.trials import repeated, trial

SEARCHES = 2
"""So many searches may be needed: the first may be the one that meets the damage."""


def heals(ground: Ground, damage: Damage) -> str:
    """Damages an index that is whole; then two of the screen's searches, and those of the command, find all again."""
    ground.write(SMALL)
    assert ground.run("index").status == 0
    damage(ground.index)
    with ground.open() as screen:
        seen = screen.finds_after(WORD, SEARCHES)
    assert ground.finds(WORD), f"after the screen has healed it `search` says {ground.run('search', WORD).said}"
    damage(ground.index)
    found = [ground.finds(WORD) for _ in range(SEARCHES)]
    assert found[-1], f"`search` does not find it, {SEARCHES} times: {ground.run('search', WORD).said}"
    return f"{seen}; by `search` {found.index(True) + 1}"


def sql(*statements: str) -> Damage:
    """Damage by statements."""

    def damage(file: Path) -> None:
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    return damage


def other_version(by: int) -> Damage:
    """The stamp of a version that is newer or older."""

    def damage(file: Path) -> None:
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            stamp = json.loads(connection.execute("SELECT value FROM meta WHERE name='stamp'").fetchone()[0])
            stamp[0] += by
            connection.execute("UPDATE meta SET value=? WHERE name='stamp'", (json.dumps(stamp),))

    return damage


WHOLE = {**DATABASE_DAMAGES, "an older version": other_version(-1), "a newer version": other_version(1)}
SHORT = ("half of it",)

for name, damage in WHOLE.items():
    trial(
        f"index: {name}",
        f"index.sqlite3 is damaged before the start: {name}",
        "it is built anew, and the second search of the screen and of `search` at the latest finds everything",
        long=name not in SHORT,
    )(partial(heals, damage=damage))

ODD = {
    "odd postings": sql("UPDATE posting SET ids=x'ffffffffffffffffffffffff', value=x'ffffffff'"),
    "no postings": sql("DROP TABLE posting"),
    "odd texts": sql("UPDATE body SET text=x'00ff00', places='zz'"),
    "texts of numbers": sql("UPDATE body SET text=7, folded=7, places=7, details=7"),
    "odd marks of notes": sql("UPDATE note SET head='{', marks='?'"),
}
"""What no look at the stamp or at the list of notes can see."""

for name, damage in ODD.items():
    trial(
        f"index seen by searches alone: {name}",
        f"the index is damaged where only a search looks: {name}; two searches by the screen and by `search`",
        "the second one at the latest finds everything: the index was built anew",
        long=name != "odd postings",
    )(partial(heals, damage=damage))


@repeated(
    "index: one page overwritten",
    "one page of the index is overwritten with noise, then `search` twice",
    "the second search finds everything and says nothing",
    4,
    40,
)
def random_pages(ground: Ground, times: int) -> str:
    ground.write(SMALL)
    assert ground.run("index").status == 0
    whole, chance = ground.index.read_bytes(), random.Random(5)
    chosen = chance.sample(range(2, pages(ground.index) + 1), min(times, pages(ground.index) - 1))
    for page in chosen:
        for ending in ("-wal", "-shm"):
            Path(f"{ground.index}{ending}").unlink(missing_ok=True)
        ground.index.write_bytes(whole)
        damage_page(ground.index, page, garbage(4096, page))
        found = [ground.finds(WORD) for _ in range(2)]
        assert found[1], f"page {page} of {pages(ground.index)}: `search` says {ground.run('search', WORD).said}"
    return f"{len(chosen)} pages of {len(whole) // 4096}, all found by the second search"


@trial(
    "index damaged while open",
    "the postings are made odd while the screen is open and has searched already",
    "the second search after that finds everything",
    long=True,
)
def while_open(ground: Ground) -> str:
    ground.write(SMALL)
    with ground.open() as screen:
        screen.finds(WORD)
        ODD["odd postings"](ground.index)
        return screen.finds_after("acute", 2)


@trial(
    "search box opened as the index gets ready",
    "`/` and a word 0, 5, 10 … 195 ms after the first page, while the index is looked through",
    "the box opens, and finds what is typed",
    long=True,
)
def as_it_gets_ready(ground: Ground) -> str:
    ground.write(SMALL)
    assert ground.run("index").status == 0
    for milliseconds in range(0, 200, 5):
        with ground.open(first=None) as screen:
            screen.until("Welcome", limit(20))
            screen.settle(9, milliseconds / 1000)
            try:
                screen.finds(WORD)
            except AssertionError as error:
                raise AssertionError(f"{milliseconds} ms after the first page: {error}") from error
    return "40 of 40"


@trial(
    "index deleted while open",
    "index.sqlite3 is removed while the screen is open, then a note changes",
    "searches go on, and find what is new; the next start finds everything",
    long=True,
)
def deleted(ground: Ground) -> str:
    with ground.at_work() as screen:
        for file in ground.cache.glob("index.sqlite3*"):
            file.unlink()
        ground.write({"New.md": "# New\n\na numbat\n"})
        ground.seal()
        new = screen.finds_after("numbat", 2)
        screen.finds(WORD)
    with ground.open() as screen:
        screen.finds("numbat")
    return f"new word {new}"


FULL = ("Linux",)
PLACES: Sequence[tuple[str, str, str, tuple[str, ...], bool]] = (
    ("cache", "a file", "the cache folder is a file", (), True),
    ("index", "a folder", "index.sqlite3 is a folder", (), True),
    ("index", "a FIFO", "index.sqlite3 is a FIFO", (), True),
    ("index", "a link to /dev/full", "index.sqlite3 is a link to /dev/full", FULL, True),
    ("index", "a link to itself", "index.sqlite3 is a link to itself", (), True),
    ("lock", "a folder", "building.lock is a folder", (), False),
    ("lock", "a file", "building.lock is a text", (), True),
    ("lock", "a FIFO", "building.lock is a FIFO", (), True),
    ("lock", "a link to /dev/full", "building.lock is a link to /dev/full", FULL, True),
)


def place_taken(ground: Ground, place: str, kind: str) -> str:
    ground.write(SMALL)
    taken = {"cache": ground.cache, "index": ground.index, "lock": ground.cache / "building.lock"}[place]
    instead(kind)(taken)
    with ground.open() as screen:
        took = screen.finds(WORD)
        worst = screen.key()
    done = ground.run("search", WORD)
    assert done.status == 0 and WORD in done.out, f"`search` ends with {done.status}: {done.said}"
    return f"found after {took:.1f} s, key {worst:.2f} s; `search` says {done.said or 'nothing'}"


for place, kind, what, needs, long in PLACES:
    trial(
        what, what, "full search by the screen and by `search`, with another index if need be", needs=needs, long=long
    )(partial(place_taken, place=place, kind=kind))


def unwritable(ground: Ground, mode: int, *, empty: bool) -> str:
    ground.write(SMALL)
    if not empty:
        assert ground.run("index").status == 0
    ground.cache.mkdir(parents=True, exist_ok=True)
    ground.cache.chmod(mode)
    with ground.open() as screen:
        took = screen.finds(WORD)
        screen.until(named("it is said", lambda: screen.shows("no place to keep the index", "Home.md")), limit(5))
    assert ground.run("search", WORD).status == 0
    return f"found after {took:.1f} s"


for name, mode, empty in (("read-only", 0o500, False), ("read-only and empty", 0o500, True), ("closed", 0o000, False)):
    trial(
        f"cache folder {name}",
        f"the cache folder gets mode {mode:03o}",
        "full search with a temporary index",
        needs=("a user other than root",),
        long=True,
    )(partial(unwritable, mode=mode, empty=empty))
