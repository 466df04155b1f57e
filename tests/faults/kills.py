"""kill -9 at moments that nobody chooses: what was said to be kept is there, and the files are whole."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import sqlite3
import time
import tomllib
from contextlib import closing
from functools import partial
from pathlib import Path

from faults.ground import Ground
from faults.making import NOTES, QUERIES, SMALL, many
from faults.processes import left_over
from faults.screen import Screen, limit, named
from faults.trials import repeated, trial

LINES = 200
OWN_COMMENT = "# my own comment"


def integrity(file: Path) -> str:
    """What SQLite finds when it looks through a whole database."""
    with closing(sqlite3.connect(file, timeout=5)) as connection:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])


def rows(file: Path, sql: str) -> list[tuple[object, ...]]:
    """The answer of a database."""
    with closing(sqlite3.connect(file, timeout=5)) as connection:
        return connection.execute(sql).fetchall()


def notes_in(index: Path) -> int:
    """How many notes an index has, as far as it can be read now."""
    try:
        return int(str(rows(index, "SELECT count(*) FROM note")[0][0]))
    except sqlite3.OperationalError:
        return 0


def answers(ground: Ground, cache: Path | None = None) -> str:
    """What five queries find, by an index in another place if one is named."""
    env = {} if cache is None else {"XDG_CACHE_HOME": str(cache)}
    done = ground.run("search", "--stdin", given="\n".join(QUERIES).encode(), seconds=90, env=env)
    assert done.status == 0 and done.out.count("\n") == len(QUERIES) and not done.said, done.err
    return done.out


def kill(screen: Screen, ground: Ground) -> None:
    """End the program alone, and see that what it has started ends by itself."""
    os.kill(screen.pid, signal.SIGKILL)
    screen.until(named("killed", lambda: screen.status is not None), 5)
    left = left_over(ground.folder, limit(5))
    assert not left, f"processes are left over: {left}"


@trial(
    "kill -9 while indexing",
    "2,000 notes are indexed, by the screen and by `index`; kill -9 after up to 2.5 s, 50 times",
    "the index is whole, five queries answer as by a clean one, no workers stay",
    long=True,
)
def indexing(ground: Ground) -> str:
    notes, times = 2000, 50
    ground.write(dict(many(notes)))
    chance, whole = random.Random(), 0
    for number in range(times):
        arguments = ("index", "--vault", ground.vault) if number % 2 else (ground.vault,)
        with ground.open(*arguments, first=None, ends=(0, -signal.SIGKILL)) as screen:
            screen.until(named("an index", ground.index.exists), limit(20))
            screen.settle(9, chance.uniform(0.0, 2.5))
            if screen.status is None:
                kill(screen, ground)
        assert integrity(ground.index) == "ok", integrity(ground.index)
        if notes_in(ground.index) == notes + NOTES:
            whole += 1
            shutil.rmtree(ground.cache)
    assert answers(ground) == answers(ground, ground.folder / "clean"), "other answers than by a clean index"
    return f"integrity ok {times} of {times}, {whole} of them had the whole index; same answers"


def bookmarked(screen: Screen) -> set[int]:
    """The line whose bookmark the screen says is set."""
    return {int(line) for line in re.findall(r"bookmark set: line (\d+)", screen.text())}


def taken_away(screen: Screen) -> set[int]:
    """The line whose bookmark the screen says is taken away, as it had one already."""
    return {int(line) for line in re.findall(r"bookmark taken away.*: line (\d+)", screen.text())}


@repeated(
    "kill -9 among bookmarks, places and views",
    "bookmarks are set and the view is changed; kill -9 at any moment, started again",
    "nothing that the screen has acknowledged is lost",
    3,
    50,
)
def reading(ground: Ground, times: int) -> str:
    ground.write(SMALL)
    chance = random.Random()
    acknowledged: set[int] = set()
    dimmed = False
    for number in range(times):
        with ground.open(ground.vault / "Long.md", first="line 0", ends=(-signal.SIGKILL,)) as screen:
            screen.until(named(f"DIMMED is there: {dimmed}", partial(shows_dimmed, screen, dimmed)), limit(5))
            if number % 2:
                screen.send("d")
                dimmed = not dimmed
                screen.until(named(f"DIMMED is there: {dimmed}", partial(shows_dimmed, screen, dimmed)), limit(5))
            screen.press(*"jjjjj", quiet=0.02)  # below the heading every row is a line of the note
            for _ in range(chance.randint(1, 4)):
                last = bookmarked(screen) | taken_away(screen)
                screen.send(*"j" * chance.randint(1, 9), "m")
                screen.until(named("another bookmark", partial(_more, screen, last)), limit(5))
                acknowledged = (acknowledged | bookmarked(screen)) - taken_away(screen)
            unheard = chance.random() < 0.5
            if unheard:
                screen.send("j", "j", "m")
                screen.settle(9, chance.uniform(0, 0.1))
                acknowledged = (acknowledged | bookmarked(screen)) - taken_away(screen)
            kill(screen, ground)
        kept = {int(line) for (label,) in labels(ground) for line in re.findall(r"line (\d+)", str(label))}
        # The last key may have taken a bookmark away without the screen having said so.
        assert len(acknowledged - kept) <= unheard, f"lost: {sorted(acknowledged - kept)}"
        acknowledged &= kept
        assert integrity(ground.state) == "ok", integrity(ground.state)
    return f"{len(acknowledged)} bookmarks acknowledged, 0 lost, views kept, integrity ok"


def shows_dimmed(screen: Screen, wanted: bool) -> bool:
    return screen.shows("DIMMED") == wanted


def labels(ground: Ground) -> list[tuple[object, ...]]:
    return rows(ground.state, "SELECT label FROM bookmark")


def _more(screen: Screen, last: set[int]) -> bool:
    return bool((bookmarked(screen) | taken_away(screen)) - last)


@repeated(
    'kill -9 after "bookmark set"',
    '"bookmark set" comes onto the screen, kill -9 at once',
    "the bookmark is there",
    2,
    12,
)
def at_once(ground: Ground, times: int) -> str:
    ground.write(SMALL)
    for number in range(times):
        with ground.open(first=None, ends=(-signal.SIGKILL,)) as screen:
            screen.until("Home.md", limit(20))
            screen.press(*"j" * (number % 3))
            screen.bookmark()
            os.kill(screen.pid, signal.SIGKILL)
            screen.ended(5)
        assert rows(ground.state, "SELECT count(*) FROM bookmark") != [(0,)], "the bookmark is not there"
        rows(ground.state, "SELECT note FROM bookmark")
        with closing(sqlite3.connect(ground.state, isolation_level=None)) as connection:
            connection.execute("DELETE FROM bookmark")
    return f"there {times} of {times} times"


UPDATES = """
import itertools, pathlib, sys
from studytui.settings.write import update
file = pathlib.Path(sys.argv[1])
for number in itertools.count():
    update(file, "reading_width", 40 + number % 100)
    pathlib.Path(sys.argv[2]).touch()
"""


@repeated(
    "kill -9 while settings are written",
    "settings.write.update without end, kill -9; its leftovers made ten days old, then one more write",
    "the file is valid and has its own comments; no temporary file stays",
    6,
    50,
)
def settings(ground: Ground, times: int) -> str:
    chance, left = random.Random(), 0
    ground.config.write_text(f'{OWN_COMMENT}\ntheme = "dark"  # and another\n')
    begun = ground.folder / "begun"
    for _ in range(times):
        begun.unlink(missing_ok=True)
        with ground.python(UPDATES, ground.config, begun) as process:
            end = time.monotonic() + limit(20)
            while not begun.exists() and time.monotonic() < end:
                time.sleep(0.005)
            time.sleep(chance.uniform(0, 0.05))
            process.kill()
        text = ground.config.read_text()
        values = tomllib.loads(text)
        assert OWN_COMMENT in text and "# and another" in text, f"own comments are gone:\n{text}"
        assert values["theme"] == "dark" and 40 <= values["reading_width"] < 140, text
    for file in ground.config.parent.iterdir():
        if file != ground.config:
            left += 1
            os.utime(file, (time.time() - 10 * 86400,) * 2)
    with ground.python(UPDATES.replace("itertools.count()", "range(3)"), ground.config, begun) as process:
        assert process.wait(limit(20)) == 0
    stay = sorted(file.name for file in ground.config.parent.iterdir() if file != ground.config)
    assert not stay, f"valid {times} of {times}; after another write {len(stay)} temporary files stay: {stay[:3]}"
    return f"valid {times} of {times}; {left} temporary files, gone after the next write"
