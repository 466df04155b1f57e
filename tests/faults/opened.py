"""The note that is open is cut, removed, replaced by something else, or grows and grows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from faults.ground import Ground
from faults.making import SMALL, instead
from faults.screen import limit
from faults.trials import trial

OUTSIDE = "what is outside of the vault"


def _link_out(note: Path) -> None:
    outside = note.parent.parent / "outside.md"
    outside.write_text(f"{OUTSIDE}\n")
    note.unlink()
    note.symlink_to(outside)


KINDS: Mapping[str, tuple[Callable[[Path], object], tuple[str, ...]]] = {
    "cut": (lambda note: note.write_bytes(note.read_bytes()[:40]), ()),
    "emptied": (lambda note: note.write_bytes(b""), ()),
    "removed": (lambda note: note.unlink(), ()),
    "replaced by a folder": (instead("a folder"), ()),
    "replaced by a FIFO": (instead("a FIFO"), ()),
    "replaced by a link out of the vault": (_link_out, ()),
    "replaced by a link to itself": (instead("a link to itself"), ()),
    "replaced by garbage": (lambda note: note.write_bytes(bytes(range(256)) * 200), ()),
    "closed": (lambda note: note.chmod(0), ("a user other than root",)),
}


def disturbed(ground: Ground, kind: str, *, back: bool) -> str:
    """Changes the open note; keys are answered, and when it is back its new text is shown."""
    ground.write(SMALL)
    note = ground.vault / "Long.md"
    with ground.open() as screen:
        ground.watched(screen)
        screen.names("Long", "line 001")
        screen.settle()
        KINDS[kind][0](note)
        ground.seal()
        screen.settle(1.2, 3)
        assert OUTSIDE not in screen.text(), f"what is outside of the vault is shown:\n{screen.text()}"
        worst = screen.worst(0.5)
        if kind not in ("cut", "emptied", "replaced by garbage"):
            assert "line 001" in screen.text(), f"what was shown is gone:\n{screen.text()}"
        status = screen.text().split("\n")[-2].strip()
        if back:
            instead("a file")(note)
            note.write_text("# Long one\n\n- line 001 has a new text\n")
            ground.seal()
            took = screen.until("has a new text", limit(8))
            return f"new text after {took:.1f} s; key {worst:.2f} s"
    return f"key {worst:.2f} s; status line: {status[:60]}"


for kind, (_, needs) in KINDS.items():
    trial(
        f"open note {kind}",
        f"the note that is open is {kind}",
        "what is shown stays where there is nothing else to show; keys are answered, nothing from outside is shown",
        needs=needs,
        long=True,
    )(partial(disturbed, kind=kind, back=False))
    trial(
        f"open note {kind}, and back",
        f"the note that is open is {kind}, and written again some seconds later",
        "the new text is shown",
        needs=needs,
        long=True,
    )(partial(disturbed, kind=kind, back=True))


@trial(
    "open note grows",
    "the note that is open grows by 20 MB, one at a time",
    "keys are answered within 3 s, at most 700 MB of memory, q ends it",
    long=True,
)
def grows(ground: Ground) -> str:
    ground.write(SMALL)
    text = "".join(f"a line of words, and [[Home]] in it, number {number}\n\n" for number in range(20_000))[:1_000_000]
    with ground.open(most=700) as screen:
        ground.watched(screen)
        screen.names("Long", "line 001")
        worst = 0.0
        for _ in range(20):
            with (ground.vault / "Long.md").open("a") as note:
                note.write(text)
            worst = max(worst, screen.worst(0.2))
        ground.seal()
        worst = max(worst, screen.worst(3))
    return f"worst key {worst:.2f} s"
