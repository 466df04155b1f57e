"""Several copies of the program at once on one vault."""

from __future__ import annotations

import shutil
import time
from contextlib import ExitStack
from functools import partial

from faults.ground import Ground
from faults.kills import integrity, notes_in, rows
from faults.making import NOTES, SMALL, WORD, many, own_word
from faults.screen import Screen, limit
from faults.trials import trial


def pumped(screens: list[Screen], seconds: float) -> None:
    """Read what all of them write for a while."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for screen in screens:
            screen.pump(0.01)


def at_once(ground: Ground, copies: int, notes: int) -> str:
    ground.write(dict(many(notes)))
    worst = 0.0
    with ExitStack() as stack:
        opened = [
            stack.enter_context(ground.open(ground.vault / "Topic 0" / f"Note {20 * number}.md", first=None))
            for number in range(copies)
        ]
        for number, screen in enumerate(opened):
            screen.until(own_word(20 * number), limit(20))
        for answer in ("bookmark set", "bookmark taken away", "bookmark set"):
            for screen in opened:
                screen.bookmark(answer)
                worst = max(worst, screen.key())
        end = time.monotonic() + limit(60)
        while notes_in(ground.index) < notes + NOTES:
            assert time.monotonic() < end, f"the index is not whole after {limit(60):.0f} s"
            pumped(opened, 0.2)
        for screen in opened:
            screen.finds(WORD)
    kept = rows(ground.state, "SELECT note, count(*) FROM bookmark GROUP BY note")
    assert len(kept) == copies, f"bookmarks of {len(kept)} copies: {kept}"
    assert integrity(ground.index) == integrity(ground.state) == "ok"
    return f"{sum(int(str(count)) for _, count in kept)} bookmarks in {len(kept)} notes; index whole; worst key {worst:.2f} s"


for copies, notes, long in ((2, 400, False), (4, 3000, True)):
    trial(
        f"{copies} copies at once",
        f"{copies} screens on a vault of {notes:,} notes without an index; each sets bookmarks and searches",
        "every bookmark is kept, the index is whole, all answer and end with 0",
        long=long,
    )(partial(at_once, copies=copies, notes=notes))


@trial(
    "index deleted under two copies",
    "the index's folder is removed while two screens are open; started again",
    "both go on, searches are answered; the next start finds everything",
    long=True,
)
def deleted(ground: Ground) -> str:
    ground.write(SMALL)
    with ground.open() as one, ground.open() as two:
        one.finds(WORD)
        two.finds(WORD)
        shutil.rmtree(ground.cache)
        for screen in (one, two):
            screen.finds_after(WORD, 2)
            screen.key()
    with ground.open() as again:
        took = again.finds(WORD)
    assert ground.index.exists(), "no index is there"
    return f"both answer; found after {took:.1f} s by the next start"
