"""Random keys on a vault that another process keeps changing, in a real terminal of four sizes, one after the other.

    python tests/soak.py [--seconds 600] [--seed 1] [--notes 300]

Nothing may be raised and keys are answered; after the first minute memory stays as it is; the vault is as the other
process has left it; and at the end the screen equals that of a fresh start at the same place.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from faults.ground import Ground
from faults.making import many
from faults.processes import memory
from faults.screen import NAMES, Screen, limit

SIZES = ((120, 40), (80, 24), (160, 50), (60, 16))
HUB = "Hub.md"
"""The note at which the screens are compared; the other process changes what it embeds and links to."""
KEYS = (
    *("j", "k", "space", "pageup", "g", "G", "tab", "shift+tab", "enter", "backspace", "alt+right", "x", "h", "d", "H"),
    *("n", "N", "}", "{", "z", "Z", "K", "escape", "t", "f", "m", "u", "r", "left", "right", "y", "?", "/", "ctrl+o"),
    *("ctrl+f", "'", "a", "s", "i", "S", "R", "X", "1", "3"),
)
"""What is pressed: nothing that quits, edits, opens another program, or changes a setting."""
KEPT_MEGABYTES = 40
"""By so much memory may grow after the first minute."""
SETTLE_SECONDS = 2.0
"""How long nothing may be painted before the screens are compared."""

CHANGES = """
import pathlib, random, shutil, sys, time
root, seconds, rate, seed = pathlib.Path(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
chance = random.Random(seed)
start, number = time.monotonic(), 0

def write(file, text):
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)

while time.monotonic() - start < seconds:
    number += 1
    time.sleep(max(0.0, start + number / rate - time.monotonic()))
    notes = sorted(root.glob("Topic */*.md"))
    note = chance.choice(notes)
    what = chance.random()
    if what < 0.5:
        write(note, f"# Changed {number}\\n\\n- text of [[Hub]] and [[New {number % 7}]]\\n- ==fever {number}==\\n")
    elif what < 0.6:
        text = note.read_text()
        note.unlink()
        time.sleep(chance.choice((0.0, 0.3)))
        write(note, text)
    elif what < 0.7:
        note.rename(note.with_name(f"Moved {number}.md"))
    elif what < 0.8:
        write(root / f"Topic {chance.randrange(20)}/New {number % 7}.md", f"new {number}\\n")
    elif what < 0.85 and len(notes) > 50:
        note.unlink()
    elif what < 0.88:
        folder = chance.choice(sorted(root.glob("Topic *")))
        folder.rename(folder.with_name(f"Topic {number + 100}"))
    elif what < 0.95:
        write(root / "Part.md", f"the part number {number}, [[New {number % 7}]]\\n\\nand ==its mark==\\n")
    else:
        links = " ".join(f"[[New {at}]]" for at in chance.sample(range(7), 4))
        write(root / "Hub.md", f"# Hub\\n\\n![[Part]]\\n\\n{links}\\n\\nthe hub number {number}\\n")
"""


def soak(seconds: float, seed: int = 1, notes: int = 300, rate: float = 12.0) -> str:
    """Soaks for so many seconds; what was seen. Raises AssertionError."""
    chance = random.Random(seed)
    with Ground() as ground:
        ground.write(dict(many(notes)))
        ground.write({HUB: "# Hub\n\n![[Part]]\n\n[[New 1]]\n\nthe hub\n", "Part.md": "the part\n"})
        pressed, seen = 0, list[int]()
        columns, rows = SIZES[-1]
        with ground.open(ground.vault / HUB, first="the hub", size=SIZES[0]) as screen:
            start = time.monotonic()
            with ground.python(CHANGES, ground.vault, str(seconds), str(rate), str(seed)) as other:
                while other.poll() is None:
                    part = (time.monotonic() - start) / seconds * len(SIZES)
                    columns, rows = SIZES[min(int(part), len(SIZES) - 1)]
                    if (screen.columns, screen.rows) != (columns, rows):
                        screen.resize(columns, rows)
                    screen.send(chance.choice(KEYS))
                    screen.pump(chance.choice((0.0, 0.02, 0.1)))
                    pressed += 1
                    assert screen.status is None, f"it ended with {screen.status} after {pressed} keys"
                    if pressed % 100 == 0 and time.monotonic() - start > 60:
                        seen.append(memory(screen.pid))
                assert other.returncode == 0, f"what changes the vault has failed: {other.returncode}"
            ground.seal()
            shown = _at_the_hub(screen)
        with ground.open(first=None, size=(columns, rows)) as screen:
            screen.until("the hub", limit(20))
            fresh = _at_the_hub(screen)
        assert shown == fresh, f"after {pressed} keys:\n{shown}\n\na fresh start:\n{fresh}"
    if len(seen) > 10:
        first, last = min(seen[: len(seen) // 4]), min(seen[-len(seen) // 4 :])
        assert last - first <= KEPT_MEGABYTES, f"memory grows: {first} MB, and {last} MB at the end: {seen}"
    return f"{pressed} keys in {seconds:.0f} s" + (f", {min(seen)} to {max(seen)} MB" if seen else "")


def _at_the_hub(screen: Screen) -> str:
    """The screen with the hub open from its top, when all is quiet."""
    for _ in range(6):
        screen.press("escape", quiet=0.2)
    screen.press("x", quiet=0.5)  # a note, on which every view can be left
    if screen.shows("HIGH-YIELD ONLY"):
        screen.press("h", quiet=0.5)
    screen.send("ctrl+o")
    screen.until(NAMES, limit(10))
    screen.press("ctrl+u", *"Hub", quiet=0.2)  # the cursor of a box blinks
    screen.settle(0.2, 1)
    screen.press("enter", "g", quiet=0.5)
    screen.until("the hub", limit(20))
    screen.settle(SETTLE_SECONDS, limit(3 * SETTLE_SECONDS))
    found = []
    for row, text in enumerate(screen.text().split("\n")[:-2]):
        first = text.rfind("▕") + 1
        shown = text[first:].split("▏")[0].rstrip()
        colors = dict.fromkeys(screen.colors(first + at, row)[0] for at, letter in enumerate(shown) if letter != " ")
        found.append(f"{shown}  {' '.join(colors)}".rstrip())
    return "\n".join(found)


def main() -> int:
    """Says what was seen; 1 when something went wrong."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=float, default=600.0)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--notes", type=int, default=300)
    chosen = options.parse_args()
    try:
        print(soak(chosen.seconds, chosen.seed, chosen.notes))
    except AssertionError as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
