"""The program in a pseudo-terminal: keys and mouse in, what a person sees out. Not on Windows; needs `pyte`."""

from __future__ import annotations

import base64
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import pyte

KEYS = {
    "enter": "\r", "tab": "\t", "shift+tab": "\x1b[Z", "escape": "\x1b", "backspace": "\x7f", "space": " ",
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
    "pageup": "\x1b[5~", "pagedown": "\x1b[6~", "f1": "\x1bOP", "alt+left": "\x1b[1;3D", "alt+right": "\x1b[1;3C",
}  # fmt: skip

MODES = {
    1049: "alternate screen", 1000: "mouse", 1003: "mouse moves", 1006: "mouse reports", 1015: "old mouse reports",
    1004: "focus reports", 2004: "bracketed paste", 2048: "size reports", 25: "hidden cursor", 7: "no wrapping",
}  # fmt: skip
DEFAULT = (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP, signal.SIGPIPE, signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU)
"""Signals that whoever runs this may ignore, as by `nohup`: the program would, too."""
TYPING = 0.08
"""Seconds between two letters of somebody who types fast."""
SHOWING = (25, 7)
"""The modes that are on while no program runs."""


class _Screen(pyte.Screen):
    """As pyte's, which knows no `ESC[>4;2m` and the like: they are about keys, and change no colour."""

    def select_graphic_rendition(self, *attributes: int, private: bool = False) -> None:
        if not private:
            super().select_graphic_rendition(*attributes)


class Terminal:
    """One run of the program, with a home of its own in `home`."""

    def __init__(
        self,
        home: Path,
        *arguments: str | Path,
        size: tuple[int, int] = (120, 40),
        env: Mapping[str, str | None] | None = None,
        command: Sequence[str | Path] = (sys.executable, "-m", "studytui"),
        cwd: Path | None = None,
    ) -> None:
        self.columns, self.rows = size
        self.screen = _Screen(self.columns, self.rows)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = bytearray()
        self.status: int | None = None
        """The exit status, once the program has ended; -N for signal N."""
        environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        environment |= {"HOME": str(home), "LC_ALL": "C.UTF-8", "COLUMNS": "", "LINES": ""}
        for name in ("CONFIG", "CACHE", "STATE", "DATA"):
            environment[f"XDG_{name}_HOME"] = str(home / name.lower())
        for name, value in {"TMUX": None, "NO_COLOR": None, "STUDYTUI_VAULT": None, **(env or {})}.items():
            if value is None:
                environment.pop(name, None)
            else:
                environment[name] = value
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(cwd or "/")
            for number in DEFAULT:
                signal.signal(number, signal.SIG_DFL)
            words = [os.fspath(word) for word in (*command, *arguments)]
            os.execvpe(words[0], words, environment)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", self.rows, self.columns, 0, 0))

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.status is None:
            for pid in (-self.pid, self.pid):
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    continue
            self._reap(0)
        if self.fd >= 0:
            os.close(self.fd)

    def pump(self, seconds: float = 0.02) -> bool:
        """Read what the program has written; True if there was anything."""
        if self.fd < 0:
            time.sleep(seconds)
            self._reap(os.WNOHANG)
            return False
        ready = select.select([self.fd], [], [], seconds)[0]
        if not ready:
            self._reap(os.WNOHANG)  # what it has started may hold the terminal for longer
            return False
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            data = b""
        if not data:
            self._reap(os.WNOHANG)
            time.sleep(0.005)
            return False
        self.raw += data
        for question, answer in ((b"\x1b[6n", b"\x1b[1;1R"), (b"\x1b[c", b"\x1b[?62;22c")):
            if question in data:
                os.write(self.fd, answer)
        self._stream.feed(data)
        return True

    def _reap(self, how: int) -> None:
        if self.status is None:
            pid, status = os.waitpid(self.pid, how)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)

    def send(self, *keys: str) -> None:
        """Press keys, by their names or as they are."""
        for key in keys:
            data = KEYS.get(key, key)
            if key.startswith("ctrl+"):
                data = chr(ord(key[-1]) & 0x1F)
            os.write(self.fd, data.encode())

    def pour(self, data: bytes, seconds: float = 20.0) -> float:
        """Send more than the program takes at once, reading what it writes meanwhile; the seconds that took."""
        start = time.monotonic()
        os.set_blocking(self.fd, False)
        try:
            while data and self.status is None:
                if time.monotonic() - start > seconds:
                    raise AssertionError(f"{len(data)} bytes were never taken; the screen:\n{self.text()}")
                with suppress(BlockingIOError):
                    data = data[os.write(self.fd, data[:4096]) :]
                self.pump(0.002)
        finally:
            os.set_blocking(self.fd, True)
        return time.monotonic() - start

    def press(self, *keys: str, quiet: float = 0.25) -> None:
        """Press keys one after the other, each when the screen stands still; between two letters it may rest less."""
        for at, key in enumerate(keys):
            self.send(key)
            self.settle(min(quiet, TYPING) if len(key) == 1 and at + 1 < len(keys) else quiet)

    def settle(self, quiet: float = 0.25, most: float = 5.0) -> None:
        """Wait until nothing was written for a while."""
        end, last = time.monotonic() + most, time.monotonic()
        while time.monotonic() < end and time.monotonic() - last < quiet and self.status is None:
            if self.pump():
                last = time.monotonic()

    def until(self, holds: str | Callable[[], object], seconds: float = 20.0) -> float:
        """Wait for a text on the screen, or for something to hold; the seconds that took. Fails when they are over."""
        test = (lambda: holds in self.text()) if isinstance(holds, str) else holds
        start = time.monotonic()
        while not test():
            if time.monotonic() - start > seconds or (self.status is not None and not self.pump()):
                raise AssertionError(f"never seen: {holds}; status {self.status}; the screen:\n{self.text()}")
            self.pump()
        return time.monotonic() - start

    def ended(self, seconds: float = 10.0) -> int:
        """Wait for the end of the program; its exit status."""
        self.until(lambda: self.status is not None, seconds)
        assert self.status is not None
        return self.status

    def text(self) -> str:
        """The rows of the screen."""
        return "\n".join(row.rstrip() for row in self.screen.display)

    def place_of(self, text: str) -> tuple[int, int]:
        """Column and row of a text on the screen."""
        for row, shown in enumerate(self.screen.display):
            if text in shown:
                return shown.index(text), row
        raise AssertionError(f"not on the screen: {text}\n{self.text()}")

    def colors(self, column: int, row: int) -> tuple[str, str]:
        """Foreground and background of a cell, as they are seen."""
        cell = self.screen.buffer[row][column]
        return (cell.bg, cell.fg) if cell.reverse else (cell.fg, cell.bg)

    def mouse(self, button: int, column: int, row: int, *, released: bool = False) -> None:
        """Send one report of the mouse; 32 more is a move with the button held."""
        os.write(self.fd, f"\x1b[<{button};{column + 1};{row + 1}{'m' if released else 'M'}".encode())

    def click(self, column: int, row: int, times: int = 1) -> None:
        """Click on a cell."""
        for _ in range(times):
            self.mouse(0, column, row)
            self.mouse(0, column, row, released=True)
        self.settle()

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Move the mouse with its button held."""
        self.mouse(0, *start)
        middle = ((start[0] + end[0]) // 2, (start[1] + end[1]) // 2)
        for place in (middle, end):
            self.mouse(32, *place)
            self.settle(0.05)
        self.mouse(0, *end, released=True)
        self.settle()

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""
        self.columns, self.rows = columns, rows
        self.screen.resize(rows, columns)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def hang_up(self) -> None:
        """Close the terminal's window: there is nothing to read from or write to any more."""
        os.close(self.fd)
        self.fd = -1

    def copied(self) -> str | None:
        """What the program has put into the clipboard last."""
        found = re.findall(rb"\x1b\]52;c;([^\x07\x1b]*)\x07", bytes(self.raw))
        return base64.b64decode(found[-1]).decode() if found else None

    def is_raw(self) -> bool:
        """True if the terminal was left in the mode in which keys are not echoed."""
        return not termios.tcgetattr(self.fd)[3] & termios.ECHO

    def left_on(self) -> list[str]:
        """What the program has turned on in the terminal, or off, and has not put back."""
        raw = bytes(self.raw)
        left = []
        for mode, name in MODES.items():
            found = re.findall(rb"\x1b\[\?%d([hl])" % mode, raw)
            if found and found[-1] != (b"h" if mode in SHOWING else b"l"):
                left.append(name)
        keyboard = re.findall(rb"\x1b\[([<>])\d*u", raw)
        return [*left, *(["kitty's keyboard"] if keyboard and keyboard[-1] == b">" else [])]
