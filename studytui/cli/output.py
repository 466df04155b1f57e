"""Standard output and standard error: safe text, JSON, colour only where it is wanted."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import TypeVar

from studytui.lazy_regex import lazy_regex

Item = TypeVar("Item")

closed: set[str] = set()
"""Standard streams that were closed when the program was started."""

_STEERING = lazy_regex("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""Characters that JSON leaves as they are and a terminal might obey."""


def prepare_streams() -> None:
    """Lets every character through that the streams can carry; the others become `?` instead of an error.

    A stream that is closed is opened on nothing, so that no file of ours takes its number and gets what is printed.
    """
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(number)
        except OSError:
            with suppress(OSError):
                os.open(os.devnull, os.O_RDWR)
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115
            closed.add(name)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            if sys.platform == "win32":
                reconfigure(encoding="utf-8", errors="replace")
            else:
                reconfigure(errors="replace")


def safe(text: str) -> str:
    """The text without anything that steers a terminal."""
    # Imported here because `--version` needs no layout.
    from studytui.layout.sanitise import clean

    return clean(text)


def write(text: str = "") -> None:
    """One line to standard output; the text is made safe for a terminal."""
    sys.stdout.write(safe(text) + "\n")


def write_styled(text: str) -> None:
    """One line that holds only escape sequences of our own."""
    sys.stdout.write(text + "\n")


def write_json(value: object) -> None:
    """One line of JSON; characters that the stream cannot carry, or that steer terminals, are escaped."""
    sys.stdout.write(_json(value) + "\n")


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(value)
    return _STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def write_json_array(values: Iterable[object]) -> None:
    """One line of JSON, an array whose values are written as they come."""
    between = "["
    for value in values:
        sys.stdout.write(between + _json(value))
        between = ", "
    sys.stdout.write("]\n" if between == ", " else "[]\n")


def print_error(message: str) -> None:
    """Prints a message as one line to standard error, after the name of the program."""
    with suppress(OSError):
        sys.stderr.write(f"studytui: {safe(' '.join(message.split()))}\n")


def counted(number: int, thing: str, things: str | None = None) -> str:
    """`1 note`, `2 notes`."""
    return f"{number} {thing if number == 1 else things or thing + 's'}"


def on_terminal() -> bool:
    """True if standard output is a terminal."""
    return sys.stdout.isatty()


def wants_colour() -> bool:
    """True if output may have colour when nothing is said about it: on a terminal, without NO_COLOR."""
    return on_terminal() and not no_colour() and os.environ.get("TERM") != "dumb"


def no_colour() -> bool:
    """True if the reader wants none (https://no-color.org)."""
    return bool(os.environ.get("NO_COLOR"))


def with_progress(items: Iterable[Item], total: int, doing: str) -> Iterator[Item]:
    """The items, counted on standard error while they pass; only on a terminal, and gone afterwards."""
    if not sys.stderr.isatty():
        yield from items
        return
    try:
        for number, item in enumerate(items, 1):
            if number % 50 == 0:
                sys.stderr.write(f"\r{doing} {number} of {total} ")
                sys.stderr.flush()
            yield item
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def progress_of(doing: str) -> Callable[[int, int], None] | None:
    """Counts what is done and how much there is of it on a terminal, and leaves nothing behind; None elsewhere."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        shown = f"{doing} of {done} of {total} notes " if done < total else ""
        sys.stderr.write(f"\r{shown}\x1b[K")
        sys.stderr.flush()

    return show


def abandon_output() -> None:
    """After the reader of a pipe has gone: nothing more is written, not even by the interpreter's last flush."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
