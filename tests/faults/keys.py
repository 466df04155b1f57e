"""Keys in floods, the mouse, pastes, and bytes that no terminal should send."""

from __future__ import annotations

import random
from collections.abc import Mapping
from functools import partial

from faults.ground import Ground
from faults.making import SMALL, many
from faults.screen import NAMES, SEARCH, Screen, limit, named
from faults.trials import trial

ENDED_SECONDS = 0.3
"""What has not ended by then counts as ended, so that the next key is one."""

DISTURBED: Mapping[str, bytes] = {
    "0xFF": b"\xff",
    "0x80": b"\x80",
    "a Latin-1 é": b"\xe9",
    "UTF-8 of a surrogate": "\ud800".encode("utf-8", "surrogatepass"),
    "UTF-8 that is cut": "…".encode()[:2],
    "UTF-8 beyond Unicode": b"\xf5\x80\x80\x80",
    "overlong UTF-8": b"\xc0\xaf",
    "kitty key 99999999": b"\x1b[99999999;5u",
    "kitty key 1114112": b"\x1b[1114112u",
    "kitty key 55296, a surrogate": b"\x1b[55296u",
    "kitty key with odd parts": b"\x1b[97:65:97;5:9;55296:1114112u\x1b[;u\x1b[97;99999u",
    "an overlong CSI": b"\x1b[" + b"1;" * 5000 + b"m",
    "an unknown CSI": b"\x1b[?99;1z\x1b[=5c",
    "an unknown OSC": b"\x1b]777;notify;a;b\x07\x1b]11;rgb:zzzz/0/0\x1b\\",
    "an unknown DCS": b"\x1bP1$r0q\x1b\\\x1bP>|no terminal(1)\x1b\\",
    "an OSC without end": b"\x1b]52;c;" + b"A" * 3000,
    "a size report of 0x0": b"\x1b[48;0;0;0;0t",
    "a size report of a million": b"\x1b[48;1000000;1000000;1;1t",
    "mouse far outside": b"\x1b[<0;99999;99999M\x1b[<0;99999;99999m",
    "mouse before the first cell": b"\x1b[<0;0;0M\x1b[<35;-7;-7M",
    "mouse with text for numbers": b"\x1b[<a;b;cM\x1b[<;;M\x1b[<0;1M",
    "mouse in bytes beyond ASCII": b"\x1b[M\xff\xff\xff",
    "a huge mouse button": b"\x1b[<99999999999;1;1M",
    "a paste without end": b"\x1b[200~text that is never ended",
    "an end of a paste alone": b"\x1b[201~",
    "NUL bytes": bytes(50),
    "an answer about a cursor far away": b"\x1b[99999;99999R",
    "an answer about a mode that is none": b"\x1b[?2026;99$y\x1b[?x;y$y",
}


def bears(screen: Screen, name: str) -> None:
    """Send such bytes; then a key is answered, and the page is still there."""
    screen.pour(DISTURBED[name])
    screen.settle(ENDED_SECONDS, 2)
    if "without end" in name:
        screen.pour(b"\x1b[201~" if "paste" in name else b"\x1b\\")
        screen.settle(ENDED_SECONDS, 2)
    assert screen.status is None, f"it ended with {screen.status}"
    if screen.shows("╭─"):
        screen.leave_dialogs(4)
    else:
        screen.key(4)
    assert screen.shows("Welcome"), f"the page is gone:\n{screen.text()}"


def disturbed(ground: Ground, name: str) -> str:
    ground.write(SMALL)
    with ground.open() as screen:
        bears(screen, name)
        return f"key {screen.key():.2f} s"


for name, data in DISTURBED.items():
    trial(
        f"from the terminal: {name}",
        f"the terminal sends {name}: {data[:24]!r}{' …' if len(data) > 24 else ''}",
        "it is ignored: the next key is answered, the page stays",
        long=True,
    )(partial(disturbed, name=name))


@trial(
    "from the terminal: every kind",
    f"the terminal sends {len(DISTURBED)} kinds of malformed bytes, one after the other; it is started again after a failure",
    "all are ignored: the next key is answered, the page stays",
    long=True,
)
def every_kind(ground: Ground) -> str:
    ground.write(SMALL)
    failed, names = [], list(DISTURBED)
    while names:
        try:
            with ground.open() as screen:
                while names:
                    name = names.pop(0)
                    bears(screen, name)
        except (AssertionError, OSError) as error:
            failed.append((name, str(error)))
    assert not failed, f"{len(failed)} of {len(DISTURBED)} fail: {', '.join(name for name, _ in failed)}\n" + "\n".join(
        f"{name}: {error}" for name, error in failed
    )
    return f"{len(DISTURBED)} ignored"


@trial("from the terminal: noise", "4 KB of random bytes, a few hundred at once", "no crash", long=True)
def noise(ground: Ground) -> str:
    ground.write(SMALL)
    chance = random.Random(11)
    with ground.open(ends=range(3)) as screen:
        for _ in range(16):
            # Neither q nor Q, which quit, nor what would suspend or interrupt, nor e, which starts an editor.
            screen.pour(bytes(byte for byte in chance.randbytes(256) if byte not in b"qQeE\x03\x11\x1a\x1c"))
            assert screen.status is None, f"it ended with {screen.status}:\n{screen.text()}"
        screen.pour(b"\x1b\\\x1b[201~")
        screen.leave_dialogs(20)
    return "a key is answered"


FLOODS = ("j", "tab", "t", "z", "o", "b", "m", "v", "d", "H", "h", "backspace", "x", "G", "space", "f", "n")


def flood(ground: Ground, key: str, times: int) -> str:
    ground.write(dict(many(400 if key == "j" else 40)))
    with ground.open() as screen:
        screen.names("Long", "line 001")
        screen.pour(({"tab": "\t", "backspace": "\x7f", "space": " "}.get(key, key) * times).encode())
        took = screen.leave_dialogs(45)
    return f"the next key is answered after {took:.1f} s"


for key in FLOODS:
    trial(
        f"500 x {key}",
        f"{key} is pressed 500 times at once" + (" while notes are indexed" if key == "j" else ""),
        "no crash; afterwards keys are answered",
        long=True,
    )(partial(flood, key=key, times=500))

DIALOGS = {"/": "/", "?": "?", "K": "K", "ctrl+o": "\x0f", "c": "c", "'": "'", "ctrl+p": "\x10"}


def dialogs(ground: Ground, key: str, *, glued: bool) -> str:
    """Opens a dialog and leaves it 50 times; glued, the escape is sent right behind its key."""
    ground.write(dict(many(200)))
    with ground.open() as screen:
        screen.press("tab")
        for _ in range(50):
            screen.pour(DIALOGS[key].encode() + (b"\x1b" if glued else b""))
            if not glued:
                screen.pump(0.03)
                screen.send("escape")
                screen.pump(0.03)
        took = screen.leave_dialogs(30)
        screen.until("Welcome", limit(5))
    return f"the next key is answered after {took:.1f} s"


for key in DIALOGS:
    for glued in (False, True):
        trial(
            f"50 x {key} and escape, {'glued' if glued else 'apart'}",
            f"{key} and escape, 50 times, {'all in one' if glued else 'some hundredths of a second apart'}",
            "after some escapes a key is answered",
            long=key != "/" or not glued,
        )(partial(dialogs, key=key, glued=glued))


@trial(
    "a flood from the mouse",
    "5,000 moves, 3,000 turns of the wheel and 300 clicks all over the screen, at once",
    "no crash; afterwards a key is answered",
    long=True,
)
def mouse(ground: Ground) -> str:
    ground.write(SMALL)
    chance = random.Random(2)

    def reports(button: int, times: int, ends: str = "M") -> bytes:
        places = ((chance.randint(1, 120), chance.randint(1, 40)) for _ in range(times))
        return "".join(f"\x1b[<{button};{x};{y}{end}" for x, y in places for end in ends).encode()

    with ground.open() as screen:
        took = screen.pour(reports(35, 5000), 60)
        took += screen.pour(reports(64, 1500) + reports(65, 1500), 60)
        took += screen.pour(reports(0, 300, "Mm"), 60)
        took += screen.leave_dialogs(60)
    return f"all taken, and a key answered, after {took:.1f} s"


@trial(
    "click into a preview, then escape",
    "a click into the preview beside the rows of a search, and of names; then escape",
    "the box is closed, and a key is answered",
)
def preview(ground: Ground) -> str:
    ground.write(SMALL)
    with ground.open() as screen:
        for key, title in (("/", SEARCH), ("ctrl+o", NAMES)):
            screen.send(key)
            screen.until(title, limit(5))
            screen.settle()
            screen.click(80, 20)
            screen.press("escape", "escape")
            assert not screen.shows(title), f"it is still there after two escapes:\n{screen.text()}"
        return f"key {screen.key():.2f} s"


def pasted(ground: Ground, key: str, title: str, size: int) -> str:
    ground.write(SMALL)
    text = b"some words of a text that was copied by mistake, " * (size // 49)
    with ground.open() as screen:
        screen.send(key)
        screen.until(named("a box", lambda: not title or screen.shows(title)), limit(5))
        screen.settle()
        took = screen.pour(b"\x1b[200~" + text + b"\x1b[201~", 60)
        took += screen.leave_dialogs(20)
        worst = screen.worst(1)
    return f"away after {took:.1f} s, then worst key {worst:.2f} s"


for key, title in (("/", SEARCH), ("ctrl+f", ""), ("ctrl+o", NAMES)):
    trial(
        f"1 MB pasted into {key}",
        f"1 MB of words is pasted into the box of {key}, then escape",
        "no crash; keys are answered again",
        long=True,
    )(partial(pasted, key=key, title=title, size=1_000_000))
