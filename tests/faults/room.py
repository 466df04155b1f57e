"""Too little room: full disks, few files at once, little memory."""

from __future__ import annotations

import os
import shutil
import signal
from functools import partial
from pathlib import Path

from faults.ground import Ground
from faults.making import SMALL, WORD
from faults.screen import SEARCH, limit, named
from faults.trials import trial


def limited(ground: Ground, rule: str, *, names_only: bool = False) -> str:
    """The program under a limit of the shell's: pages, keys, bookmarks and search work."""
    ground.write(SMALL)
    with ground.open(shell=f'{rule}; exec "$@"') as screen:
        screen.bookmark()
        screen.bookmarks("Home · ")
        if names_only:
            answer = screen.ask("Long")
            screen.until(named("Long is found", lambda: "found" in screen.answer()), limit(10))
            screen.close(SEARCH)
        else:
            answer = f"found after {screen.finds(WORD):.1f} s"
        worst = screen.key()
    done = ground.run("show", "Home", shell=f'{rule}; exec "$@"')
    assert done.status == 0 and "Welcome" in done.out, f"`show` ends with {done.status}: {done.said}"
    return f"{answer}; key {worst:.2f} s"


LIMITS = (
    ("files of at most 32 KB", "ulimit -f 64", True, False),
    ("files of no size at all", "ulimit -f 0", True, True),
    ("32 open files", "ulimit -n 32", False, True),
    ("700 MB of address space", "ulimit -v 700000", False, True),
)
for name, rule, names_only, long in LIMITS:
    trial(
        f"limit: {name}",
        f"the program is started under `{rule}`",
        "it works" + (", and finds names at least" if names_only else ""),
        needs=("Linux",) if "-v" in rule else (),
        long=long,
    )(partial(limited, rule=rule, names_only=names_only))

FREED = """
import resource, signal, sys
from studytui.__main__ import main
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
signal.signal(signal.SIGUSR1, lambda *_: resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard)))
signal.signal(signal.SIGUSR2, lambda *_: resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard)))
sys.argv = ["studytui", *sys.argv[1:]]
raise SystemExit(main())
"""


@trial(
    "disk full, and room again",
    "no file can grow while bookmarks are set; then there is room again, then q",
    "it is said, and the next start has every bookmark",
)
def freed(ground: Ground) -> str:
    ground.write(SMALL)
    script = ground.folder / "limited.py"
    script.write_text(FREED)
    with ground.open(shell=f'python=$1; shift 3; exec "$python" {script} "$@"') as screen:
        screen.bookmark()
        screen.until(named("it is said", lambda: "cannot be written" in screen.said()), limit(10))
        screen.names("Deep", "Under a heading")
        screen.bookmark()
        os.kill(screen.pid, signal.SIGUSR1)
    with ground.open(first="Under a heading") as screen:
        screen.bookmarks("Home · ", "Deep · ")
    return "said, and saved at the end"


@trial(
    "cache and state on a full disk",
    "the folders of cache and state are links to /dev/full",
    "pages, keys, names and bookmarks work until it is quit",
    needs=("Linux",),
    long=True,
)
def full(ground: Ground) -> str:
    ground.write(SMALL)
    for folder in (ground.cache, ground.state.parent):
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.symlink_to("/dev/full")
    with ground.open() as screen:
        screen.bookmark()
        screen.bookmarks("Home · ")
        screen.names("Deep", "Under a heading")
        screen.key()
    return "works"


@trial(
    "no place for temporary files",
    "HOME, XDG folders and TMPDIR are below a file",
    "pages, keys, names and bookmarks work until it is quit",
    long=True,
)
def no_temporary_place(ground: Ground) -> str:
    ground.write(SMALL)
    shutil.rmtree(ground.home)
    ground.home.write_text("")
    nowhere = str(ground.home / "tmp")
    with ground.open(env={"TMPDIR": nowhere, "TEMP": nowhere, "TMP": nowhere}) as screen:
        screen.bookmark()
        screen.bookmarks("Home · ")
        screen.names("Deep", "Under a heading")
        screen.key()
    assert Path(ground.home).is_file()
    return "works"
