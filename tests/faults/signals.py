"""Signals, and terminals that are closed: the terminal is as it was, the place is kept, nothing is left."""

from __future__ import annotations

import os
import re
import signal
from functools import partial

from faults.ground import Ground
from faults.kills import integrity
from faults.making import many
from faults.processes import is_stopped
from faults.screen import Screen, limit, named
from faults.trials import trial

NOTES = 400
"""So many are indexed by processes of their own."""
ANY = range(-64, 256)
"""Whoever is ended by a signal may say so by any exit status."""


def scrolled(screen: Screen) -> str:
    """Open a note and scroll: the first line of it on the screen, a moment before the place would be written down."""
    screen.names("Long", "line 001")
    screen.until(named("a whole page", lambda: "line 030" in screen.text()), limit(5))
    screen.send("space")
    screen.until(named("scrolled", lambda: "line 001" not in screen.text()), limit(5))
    return re.findall(r"line \d+ of", screen.text())[0]


def kept(ground: Ground, line: str) -> str:
    """Looks at the files, and at where the next start is."""
    for file in (ground.state, ground.index):
        if file.exists():
            assert integrity(file) == "ok", f"{file.name}: {integrity(file)}"
    with ground.open(first=None) as screen:
        screen.until(named("a page", lambda: screen.shows("Welcome", "line 0")), limit(20))
        screen.settle()
        assert "Long.md" in screen.text(), f"another note is open at the next start:\n{screen.text()}"
        found = re.findall(r"line \d+ of", screen.text())
        assert found and found[0] == line, f"it was at {line}, it is at {found[:1]}:\n{screen.text()}"
    return f"place kept ({line})"


def signalled(ground: Ground, number: signal.Signals) -> str:
    ground.write(dict(many(NOTES)))
    with ground.open(shell='ulimit -c 0; exec "$@"', ends=ANY) as screen:
        line = scrolled(screen)
        os.kill(screen.pid, number)
        took = screen.until(named("the end", lambda: screen.status is not None), limit(5))
        assert took <= limit(2), f"it ends after {took:.1f} s"
    return f"ends after {took:.1f} s with {screen.status}; {kept(ground, line)}"


for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
    trial(
        number.name,
        f"a note is opened and scrolled while 400 are indexed, and at once {number.name}",
        "ends within 2 s; terminal restored, place kept, databases whole, no processes left",
        long=True,
    )(partial(signalled, number=number))


@trial(
    "SIGTERM at the start",
    "SIGTERM 0, 40, 80 … ms after the program has begun to paint",
    "ends within 2 s, terminal restored, no processes left",
    long=True,
)
def at_the_start(ground: Ground) -> str:
    ground.write(dict(many(NOTES)))
    for step in range(12):
        with ground.open(first=None, ends=ANY) as screen:
            screen.until(named("a first byte", lambda: b"\x1b[?1049h" in bytes(screen.raw)), limit(20))
            screen.settle(9, 0.04 * step)
            os.kill(screen.pid, signal.SIGTERM)
            screen.ended(limit(2))
    return "12 of 12"


@trial(
    "two signals",
    "SIGTERM, and 50 ms later SIGHUP and SIGTERM again",
    "ends within 2 s; terminal restored, place kept",
    long=True,
)
def two(ground: Ground) -> str:
    ground.write(dict(many(NOTES)))
    with ground.open(ends=ANY) as screen:
        line = scrolled(screen)
        os.kill(screen.pid, signal.SIGTERM)
        screen.settle(9, 0.05)
        for number in (signal.SIGHUP, signal.SIGTERM):
            if screen.status is None:
                os.kill(screen.pid, number)
        screen.ended(limit(2))
    return kept(ground, line)


@trial("SIGTERM of a command", "`index` of 2,000 notes, SIGTERM after 0.5 s", "ends within 2 s, no processes left")
def command(ground: Ground) -> str:
    ground.write(dict(many(2000)))
    with ground.open("index", "--vault", ground.vault, first=None, ends=ANY) as screen:
        screen.settle(9, 0.5)
        if screen.status is None:
            os.kill(screen.pid, signal.SIGTERM)
        took = screen.until(named("the end", lambda: screen.status is not None), limit(2))
    if ground.index.exists():
        assert integrity(ground.index) == "ok"
    return f"ends after {took:.1f} s with {screen.status}"


@trial(
    "terminal closed",
    "the window of the terminal is closed while 400 notes are indexed and a note was just opened",
    "ends within 2 s, no processes left",
)
def closed(ground: Ground) -> str:
    ground.write(dict(many(NOTES)))
    with ground.open(ends=ANY) as screen:
        line = scrolled(screen)
        screen.hang_up()
        took = screen.until(named("the end", lambda: screen.status is not None), limit(5))
        assert took <= limit(2), f"it ends after {took:.1f} s"
    try:
        place = kept(ground, line)
    except AssertionError as error:
        place = f"place not kept: {str(error).splitlines()[0]}"
    return f"ends after {took:.1f} s with {screen.status}; {place}"


@trial(
    "SIGTSTP and SIGCONT",
    "kill -TSTP, a moment later kill -CONT",
    "stops with the terminal restored; comes back, and a key is answered",
)
def stopped(ground: Ground) -> str:
    ground.write(dict(many(10)))
    with ground.open() as screen:
        for _ in range(2):
            os.kill(screen.pid, signal.SIGTSTP)
            screen.until(named("stopped", lambda: is_stopped(screen.pid)), limit(5))
            while screen.pump():
                pass
            assert not screen.is_raw(), "the terminal is raw while it is stopped"
            assert not screen.left_on(), f"left on while it is stopped: {screen.left_on()}"
            os.kill(screen.pid, signal.SIGCONT)
            screen.until(named("running", lambda: not is_stopped(screen.pid)), limit(5))
            screen.settle(0.3)
            screen.key()
        assert "Welcome" in screen.text(), f"the page is not there again:\n{screen.text()}"
    return "stopped and back, twice"
