"""Standard input, output and error closed, full, or no terminal: one plain line, or it works."""

from __future__ import annotations

from functools import partial

from faults.ground import FAULT, Ground
from faults.making import SMALL
from faults.screen import limit, named
from faults.trials import trial

LINE = "studytui: "
UNUSABLE = 2
"""The exit status where the screen cannot be had; all that there is to say where standard error is closed or full."""


def screen_with(ground: Ground, shell: str) -> str:
    """The screen started with other streams: it works, or says in one line why it cannot."""
    ground.write(SMALL)
    with ground.open(shell=shell, first=None, ends=range(256)) as screen:
        screen.until(named("a page or an end", lambda: screen.shows("Welcome") or screen.status is not None), limit(10))
        if screen.status is None:
            screen.settle()
            screen.key()
            return "works"
        while screen.pump():
            pass
        said = [row for row in screen.text().split("\n") if row.strip()]
    piped, silent = "|" in shell, "2>" in shell and not said
    assert piped or screen.status == UNUSABLE, f"it ends with {screen.status}, and says {said}"
    assert silent or (len(said) in (1, 2) and said[0].startswith(LINE)), f"it says {said}"
    return f"status {screen.status}: {' '.join(said)}"


SCREENS = (
    ("standard input from /dev/null", 'exec "$@" </dev/null', True),
    ("standard input closed", 'exec "$@" <&-', False),
    ("standard input a pipe", ': | "$@"', True),
    ("standard output closed", 'exec "$@" >&-', False),
    ("standard output full", 'test -e /dev/full || exit 3; exec "$@" >/dev/full', True),
    ("standard error closed", 'exec "$@" 2>&-', False),
    ("standard error a pipe", '"$@" 2>&1 >/dev/tty | cat', True),
    ("standard error full", 'exec "$@" 2>/dev/full', True),
    ("every stream closed", 'exec "$@" <&- >&- 2>&-', True),
)
for name, shell, long in SCREENS:
    needs = ("Linux",) if "full" in shell else ()
    silent = "every" in name

    def run(ground: Ground, shell: str = shell, silent: bool = silent) -> str:
        if not silent:
            return screen_with(ground, shell)
        ground.write(SMALL)
        with ground.open(shell=shell, first=None, ends=range(1, 256)) as screen:
            screen.ended(limit(10))
        return f"status {screen.status}"

    trial(
        f"screen with {name}",
        f"the screen is started as `{shell}`",
        "it ends, and its status says that it failed" if silent else "it works, or says in one plain line why it can't",
        needs=needs,
        long=long,
    )(run)


def command_with(ground: Ground, shell: str, words: tuple[str, ...], given: bytes, heard: bool) -> str:
    """A command with other streams: it works, or says in one line why it cannot."""
    ground.write(SMALL)
    done = ground.run(*words, shell=shell, given=given, seconds=15)
    assert not FAULT.search(done.out), done.out
    assert len(done.said) <= 1 and all(line.startswith(LINE) for line in done.said), f"it says {done.said}"
    if heard and not done.out:
        assert done.said, f"not a word, and status {done.status}"
    return f"status {done.status}, {len(done.out)} characters; it says {done.said or 'nothing'}"


COMMANDS = (
    ("show >&-", 'exec "$@" >&-', ("show", "Home"), False),
    ("show >/dev/full", 'exec "$@" >/dev/full', ("show", "Home"), False),
    ("show <&-", 'exec "$@" <&-', ("show", "Home"), True),
    ("show 2>&-", 'exec "$@" 2>&-', ("show", "Home"), True),
    ("show of a note that is not there 2>&-", 'exec "$@" 2>&-', ("show", "No such note"), True),
    ("show of a note that is not there 2>/dev/full", 'exec "$@" 2>/dev/full', ("show", "No such note"), True),
    ("show --all | head -1", '"$@" | head -1', ("show", "--all"), False),
    ("show --all | true", '"$@" | true', ("show", "--all"), True),
    ("search >&-", 'exec "$@" >&-', ("search", "quokka"), True),
    ("search --stdin <&-", 'exec "$@" <&-', ("search", "--stdin"), False),
    ("search --stdin of bytes that are no text", 'exec "$@"', ("search", "--stdin"), True),
    ("check --json >/dev/full", 'exec "$@" >/dev/full', ("check", "--json"), True),
    ("tree >&- 2>&-", 'exec "$@" >&- 2>&-', ("tree",), True),
    ("--version >&-", 'exec "$1" "$2" "$3" --version >&-', (), True),
)
for name, shell, words, long in COMMANDS:
    trial(
        f"command {name}",
        f"`{name}`",
        "it works, or says in one plain line why it can't",
        needs=("Linux",) if "full" in shell else (),
        long=long,
    )(
        partial(
            command_with,
            shell=shell,
            words=words,
            given=b"quokka\n\xff\xfe\n" if "bytes" in name else b"",
            heard="2>" not in shell and "true" not in shell and "<&-" not in shell,
        )
    )
