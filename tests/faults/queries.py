"""Queries that would take for ever: each is answered or refused within two seconds."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping

from faults.ground import Ground
from faults.making import SMALL, WORD, many
from faults.screen import NOTHING, SEARCH, WAITING, Screen, limit, named
from faults.trials import trial

SECONDS = 2.0
"""How long a query may take."""

BOMBS: Mapping[str, str] = {
    "(a+)+$": "/(a+)+$/",
    "(a|a)*b": "/(a|a)*b/",
    "a{10000000}": "/a{10000000}/",
    "(a{1000}){1000}": "/(a{1000}){1000}/",
    "((a{100}){100}){100}": "/((a{100}){100}){100}/",
    "a back reference": r"/(.*)(.*)(.*)\3\2\1$/",
    "400 brackets": "(" * 400 + "a" + ")" * 400,
    "5,000 brackets in an expression": "/" + "(" * 5000 + "a" + ")" * 5000 + "/",
    "100 KB of (": "(" * 100_000,
    "100 KB of -": "-" * 100_000,
    "100 KB of quotes": '"' * 100_000,
    "1,000 words": " ".join(f"word{number}" for number in range(1000)),
    "10,000 OR": "a" + " OR a" * 10_000,
    "1 MB in one word": "a" * 1_000_000,
    "1 MB of words": "acute renal " * 83_000,
    "an expression without end": "/(acute",
    "a property without end": "[a:[b:[c:" * 1000,
    "wildcards": "*" * 1000,
}
ODD = {
    "Tower.md": "# Tower\n\n" + "a" * 5000 + "!\n\n" + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa b\n" * 50,
}


def by_command(ground: Ground) -> str:
    """Asks by `search --stdin`, a query after the other, each timed by its answer."""
    ground.write(dict(many(300)) | ODD)
    assert ground.run("index").status == 0
    bare = ground.run("search", "--stdin", given=f"{WORD}\n".encode()).seconds
    slow, worst = [], 0.0
    for name, query in BOMBS.items():
        try:
            done = ground.run("search", "--stdin", given=f"{query}\n{WORD}\n".encode(), seconds=20)
        except AssertionError as error:
            slow.append(f"{name}: {error}")
            continue
        answers = done.out.splitlines()
        assert len(answers) == 2, f"{name}: {len(answers)} answers, status {done.status}, {done.said}"
        assert [hit["note"] for hit in json.loads(answers[1])] == ["Deep.md"], f"{name}: and then {answers[1][:200]}"
        took = max(0.0, done.seconds - bare)
        worst = max(worst, took)
        if took > limit(SECONDS):
            slow.append(f"{name}: {took:.1f} s")
    assert not slow, f"slow: {', '.join(slow)}"
    return f"{len(BOMBS)} answered or refused, worst {worst:.2f} s"


def by_screen(ground: Ground) -> str:
    """Types them into the search box: something is said soon, and keys are answered meanwhile."""
    ground.write(dict(many(300)) | ODD)
    assert ground.run("index").status == 0
    slow, worst = [], 0.0
    with ground.open() as screen:
        screen.finds(WORD)
        for name, query in BOMBS.items():
            try:
                took = answered(screen, query)
            except (AssertionError, OSError) as error:
                raise AssertionError(f"{name}: {error}") from error
            worst = max(worst, took)
            if took > limit(SECONDS):
                slow.append(f"{name}: {took:.1f} s")
        screen.finds(WORD)
    assert not slow, f"slow: {', '.join(slow)}"
    return f"{len(BOMBS)} answered or refused, worst {worst:.2f} s"


def answered(screen: Screen, query: str) -> float:
    """Seconds from the last letter of a query, which is pasted, to a word about it in the box; then keys work."""
    screen.search_box()
    screen.pour(b"\x1b[200~" + query.encode() + b"\x1b[201~", 30)
    start = time.monotonic()
    screen.until(named("an answer", lambda: screen.answer() not in WAITING or screen.shows(NOTHING)), limit(15))
    took = time.monotonic() - start
    screen.close(SEARCH)
    screen.key()
    return took


for how, run in (("search", by_command), ("the screen", by_screen)):
    trial(
        f"query bombs, by {how}",
        f"{len(BOMBS)} queries like /(a+)+$/, 100 KB of ( and a word of 1 MB, by {how}",
        f"each is answered or refused within {SECONDS:.0f} s, the next query is answered",
        long=True,
    )(run)


@trial(
    "query bombs typed letter by letter",
    "/(a+)+$/, /(a|a)*b/ and others are typed, the box is left in the middle",
    "no crash; a key is answered after each",
    long=True,
)
def typed(ground: Ground) -> str:
    ground.write(dict(many(300)) | ODD)
    with ground.open() as screen:
        screen.finds(WORD)
        worst = 0.0
        for query in (query for query in BOMBS.values() if len(query) < 60):
            screen.search_box()
            for letter in query:
                screen.send(letter)
                screen.pump(0.02)
            screen.close(SEARCH)
            worst = max(worst, screen.key())
        screen.finds(WORD)
    return f"worst key {worst:.2f} s"


@trial("a huge query as an argument", "`search` with 100 KB of ( as its words", "refused in one line, within 3 s")
def argument(ground: Ground) -> str:
    ground.write(SMALL)
    assert ground.run("index").status == 0
    done = ground.run("search", "(" * 100_000, seconds=20)
    assert done.status in (1, 2) and len(done.said) == 1, f"status {done.status}, {len(done.said)} lines"
    assert done.seconds < limit(3), f"after {done.seconds:.1f} s"
    return f"status {done.status} after {done.seconds:.1f} s: {done.said[0][:80]} …"
