"""The file of places, bookmarks and history damaged, or with something else in its place."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from faults.ground import Ground
from faults.index import sql
from faults.making import DATABASE_DAMAGES, SMALL, Damage, instead
from faults.screen import limit
from faults.trials import trial
from studytui.state import KeptHistory, KeptPlace, State


def begun(ground: Ground) -> None:
    """A state in which something was kept already."""
    ground.write(SMALL)
    state = State(ground.state)
    for line in range(3, 60):
        state.add_bookmark("Long.md", line, "Long one", f"an old bookmark of line {line}")
    state.note_opened("Long.md")
    state.note_opened("Home.md")
    state.save_history(KeptHistory((KeptPlace("Long.md", 3), KeptPlace("Home.md", 1)), 1))
    state.save_folders(opened=["Inner"])
    state.save_place(KeptPlace("Home.md", 1))
    state.close()


def survives(ground: Ground, damage: Damage, *, kept: bool = True) -> str:
    """Damages a state; then all that is kept in it can be used, and is there at the next start unless it cannot be."""
    begun(ground)
    damage(ground.state)
    with ground.open() as screen:
        screen.bookmarks()
        screen.bookmark()
        screen.bookmarks("Home · ")
        screen.names("Deep", "Under a heading")
        screen.send("h")
        screen.gone("Under a heading", 5)
        screen.key()
    if not kept:
        with ground.open():
            return "bookmarks and view work while it is open"
    with ground.open(first="fever above 38") as screen:
        screen.gone("Under a heading", 5)
        screen.bookmarks("Home · ")
    return "bookmark, last note and view are there at the next start"


def damaged_byte(text: bytes) -> Damage:
    """Damages one byte of a text wherever it stands, so that it is no UTF-8 any more."""
    return lambda file: file.write_bytes(file.read_bytes().replace(text, text[:1] + b"\xdf" + text[2:]))


TABLES: Mapping[str, Damage] = {
    "version 0": sql("PRAGMA user_version=0"),
    "a table missing": sql("DROP TABLE place"),
    "another column": sql("ALTER TABLE bookmark ADD COLUMN more"),
    "a damaged byte in a table's name": damaged_byte(b"bookmark"),
    "a damaged byte in a bookmark": damaged_byte(b"an old bookmark"),
    "a damaged byte in an open folder": damaged_byte(b"Inner"),
}
ODD: Mapping[str, Damage] = {
    "a bookmark's date is a text": sql("UPDATE bookmark SET created='x'"),
    "a bookmark's date is beyond all": sql("UPDATE bookmark SET created=1e300"),
    "a bookmark's line is a text": sql("UPDATE bookmark SET line='x' WHERE line=3"),
    "a bookmark's texts are bytes": sql("UPDATE bookmark SET heading=x'ff', label=x'ff'"),
    "a huge place": sql("UPDATE place SET line=9223372036854775807, row=9223372036854775807"),
    "a place before the first": sql("UPDATE place SET line=-9223372036854775808, row=-9223372036854775808"),
    "a place of texts": sql("UPDATE place SET line='x', row='y'"),
    "no row in session": sql("DELETE FROM session"),
    "a last note of bytes": sql("UPDATE session SET last_note=x'ff00'"),
    "a position that is a text": sql("UPDATE session SET history_position='x'"),
    "a view that is none": sql("PRAGMA ignore_check_constraints=1", "UPDATE session SET view='upside down'"),
    "odd rows of history": sql(
        "INSERT INTO history VALUES (7, 'gone.md', NULL, NULL)",
        "INSERT INTO history VALUES (8, x'ff', 'x', 'y')",
        "INSERT INTO history VALUES (-5, 'Long.md', 1e300, -1)",
        "UPDATE session SET history_position=9223372036854775807",
    ),
    "a date of opening is a text": sql("UPDATE opening SET opened='x'"),
    "a date of opening is beyond all": sql("UPDATE opening SET opened=1e300"),
    "open folders of bytes": sql("INSERT INTO open_folder VALUES (x'ff')"),
}

for name, damage in {**DATABASE_DAMAGES, **TABLES, **ODD}.items():
    trial(
        f"state: {name}",
        f"state.db before the start: {name}",
        "no crash; a bookmark, the last note and the view can be kept again",
        long=True,
    )(partial(survives, damage=damage))

trial(
    "state: a newer version",
    "state.db is of a later version",
    "no crash; bookmarks work until it is quit",
    long=True,
)(partial(survives, damage=sql("PRAGMA user_version=99"), kept=False))

for kind, needs in (("a folder", ()), ("a FIFO", ()), ("a link to itself", ()), ("a link to /dev/full", ("Linux",))):
    trial(
        f"state.db is {kind}",
        f"in the place of state.db is {kind}",
        "no crash; bookmarks work until it is quit",
        needs=needs,
        long=True,
    )(partial(survives, damage=instead(kind), kept=False))


def folder_unwritable(ground: Ground, mode: int) -> str:
    begun(ground)
    ground.state.parent.chmod(mode)
    with ground.open() as screen:
        screen.bookmark()
        screen.bookmarks("Home · ")
    return "bookmarks work"


for name, mode in (("read-only", 0o500), ("closed", 0o000)):
    trial(
        f"state folder {name}",
        f"the folder of state.db gets mode {mode:03o}",
        "bookmarks work until it is quit",
        needs=("a user other than root",),
        long=True,
    )(partial(folder_unwritable, mode=mode))


@trial(
    "state folder is a file",
    "in the place of the folder of state.db is a file",
    "bookmarks work until it is quit",
    long=True,
)
def folder_is_file(ground: Ground) -> str:
    ground.write(SMALL)
    instead("a file")(ground.state.parent)
    with ground.open() as screen:
        screen.bookmark()
        screen.bookmarks("Home · ")
    return "bookmarks work"


@trial(
    "history over a restart",
    "two notes are opened after the first, q; started again, then backspace twice",
    "the way back is the same as before",
    long=True,
)
def history(ground: Ground) -> str:
    ground.write(SMALL)
    with ground.open() as screen:
        screen.names("Deep", "Under a heading")
        screen.names("Long", "line 001")
    with ground.open(first="line 001") as screen:
        screen.send("backspace")
        screen.until("Under a heading", limit(5))
        screen.send("backspace")
        screen.until("Welcome", limit(5))
    return "back over both"
