"""The environment that the program is started in: homes, terminals, languages, the current folder."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from faults.ground import Ground
from faults.making import SMALL, WORD
from faults.trials import trial

Env = Mapping[str, str | None]
NO_XDG: Env = dict.fromkeys(f"XDG_{name}_HOME" for name in ("CONFIG", "CACHE", "STATE", "DATA"))


def works(ground: Ground, env: Env, *, file: bool = False, plain: bool = False) -> str:
    """The screen and a command in an environment of their own."""
    ground.write(SMALL)
    changed = {name: value and value.replace("{folder}", str(ground.folder)) for name, value in env.items()}
    if file:
        (ground.folder / "a file").write_text("")
    with ground.open(env=changed) as screen:
        if plain:  # colours and boxes may be missing, and texts be cut otherwise
            screen.names("Deep", "Under a heading")
        else:
            screen.finds(WORD)
            screen.key()
        screen.bookmark()
    done = ground.run("search", WORD, env=changed)
    assert done.status == 0 and WORD in done.out, f"`search` ends with {done.status}: {done.said}"
    return f"`search` says {done.said or 'nothing'}"


# Where HOME says nothing the XDG folders stay: else what is written would be in the home of whoever runs this.
HOMES: Mapping[str, tuple[Env, bool, bool]] = {
    "HOME unset": ({"HOME": None}, False, False),
    "HOME empty": ({"HOME": ""}, False, True),
    "HOME not there": ({"HOME": "{folder}/none/at/all", **NO_XDG}, False, True),
    "HOME a file": ({"HOME": "{folder}/a file", **NO_XDG}, True, True),
    "HOME relative": ({"HOME": "some/where"}, False, True),
    "XDG folders below a file": (dict.fromkeys(NO_XDG, "{folder}/a file/x"), True, True),
    "XDG folders relative": ({**NO_XDG, "HOME": "{folder}/home", "XDG_CONFIG_HOME": "some/where"}, False, True),
}
for name, (env, file, long) in HOMES.items():
    trial(name, f"the program is started with {name}", "it works", long=long)(partial(works, env=env, file=file))

TERMINALS: Mapping[str, tuple[Env, bool]] = {
    "TERM=dumb": ({"TERM": "dumb"}, True),
    "TERM unset": ({"TERM": None}, True),
    "TERM=no-such-terminal": ({"TERM": "no-such-terminal"}, True),
    "TERM=linux": ({"TERM": "linux", "COLORTERM": None}, True),
    "LANG=C": ({"LANG": "C", "LC_ALL": None, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, True),
    "LC_ALL=POSIX": ({"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, True),
    "PYTHONIOENCODING=ascii": ({"PYTHONIOENCODING": "ascii"}, True),
    "COLUMNS and LINES that are none": ({"COLUMNS": "x", "LINES": "-1"}, True),
    "COLUMNS=0": ({"COLUMNS": "0", "LINES": "0"}, True),
    "an empty environment": (dict.fromkeys(("TERM", "LANG", "LC_ALL", "PATH", "COLORTERM", "USER", "SHELL")), True),
}
for name, (env, long) in TERMINALS.items():
    trial(f"started with {name}", f"the program is started with {name}", "it works", long=long)(
        partial(works, env=env, plain=True)
    )


@trial("current folder removed", "the program is started in a folder that is removed before", "it works", long=True)
def no_current_folder(ground: Ground) -> str:
    ground.write(SMALL)
    gone = ground.folder / "gone"
    gone.mkdir()
    leave = f'cd "{gone}" && rmdir "{gone}" && exec "$@"'
    with ground.open(shell=leave) as screen:
        screen.finds(WORD)
        screen.bookmark()
    gone.mkdir()
    done = ground.run("search", WORD, shell=leave)
    assert done.status == 0 and WORD in done.out, f"`search` ends with {done.status}: {done.said}"
    return "works"


@trial(
    "current folder removed, and no vault named",
    "the program is started without a path in a folder that is removed before",
    "it opens the notes that come with it, or one plain line",
    long=True,
)
def no_current_folder_nor_vault(ground: Ground) -> str:
    ground.write(SMALL)
    gone = ground.folder / "gone"
    gone.mkdir()
    bare = f'cd "{gone}" && rmdir "{gone}" && exec "$1" -m studytui'
    with ground.open(shell=bare, first=None, ends=(0, 2)) as screen:
        return screen.either("q Quit", "studytui: ")
