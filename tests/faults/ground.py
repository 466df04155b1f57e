"""Where a trial takes place: a home and a vault of its own, the program there, and what must hold after every run."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from faults.making import SMALL, WORD, Content, sealed, write
from faults.processes import Meter, end_all, left_over
from faults.screen import Screen, limit
from studytui import paths

PYTHON = (sys.executable, "-m", "studytui")
QUIT_SECONDS = 2.0
"""How long `q` may take on a machine that has much else to do; on an idle one it is a second."""
HELD_SECONDS = 10.0
"""How long an end that comes too late is waited for, so that it can be told how late."""
SETTLE_SECONDS = 0.2
"""How long the screen must stand still after the first page; `first=None` gives it at once."""
MOST_MEGABYTES = 1000
"""Memory of the program and its children, where a trial says nothing else."""
RUNAWAY_MEGABYTES = 1500
"""Where a run is ended for its memory."""
FAULT = re.compile(r"Traceback|AttributeError|unexpected [A-Z]\w+|Exception ignored|Fatal Python")


@dataclass(frozen=True)
class Done:
    """A command that has ended."""

    status: int
    out: str
    """Standard output, the first megabyte."""
    err: str
    first: float
    """Seconds until it wrote anything."""
    seconds: float
    peak: int
    """Megabytes."""

    @property
    def said(self) -> list[str]:
        """The lines of standard error."""
        return [line for line in self.err.splitlines() if line.strip()]


class Ground:
    """The folder of one trial, gone when it is over."""

    def __init__(self) -> None:
        self.folder = Path(os.path.realpath(tempfile.mkdtemp(prefix="studytui-faults-")))
        self.home = self.folder / "home"
        self.tmp = self.folder / "tmp"
        self.vault = self.folder / "vault"
        for made in (self.home, self.tmp):
            made.mkdir()
        self._seal: dict[str, object] | None = None
        self._open = 0
        self._quits: list[float] = []
        self._peaks: list[int] = []

    def __enter__(self) -> Ground:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._check_after_all()
        finally:
            end_all(self.folder)
            shutil.rmtree(self.folder, onerror=_try_harder)

    def noted(self) -> str:
        """What every run is asked: how long quitting took, and how much memory was held."""
        quits = f"q {max(self._quits):.1f} s" if self._quits else ""
        peaks = f"{max(self._peaks)} MB" if self._peaks else ""
        return ", ".join(filter(None, (quits, peaks)))

    # Folders

    @property
    def env(self) -> dict[str, str | None]:
        """What is set for the program, and what is taken away."""
        ours: dict[str, str | None] = {name: None for name in os.environ if name.startswith(("STUDYTUI_", "FAULTS_"))}
        ours |= dict.fromkeys(("NO_COLOR", "VISUAL", "COLORFGBG", "PYTHONPATH"))
        ours |= {
            "EDITOR": "true",
            "BROWSER": "true",
            "HOME": str(self.home),
            "TMPDIR": str(self.tmp),
            "XDG_RUNTIME_DIR": None,
        }
        for name in ("CONFIG", "CACHE", "STATE", "DATA"):
            ours[f"XDG_{name}_HOME"] = str(self.home / name.lower())
        return ours

    def _environment(self, changes: Mapping[str, str | None] | None = None) -> dict[str, str]:
        wanted: dict[str, str | None] = {**os.environ, "LC_ALL": "C.UTF-8", **self.env, **(changes or {})}
        return {name: value for name, value in wanted.items() if value is not None}

    def _place(self, of: Callable[[], Path]) -> Path:
        with mock.patch.dict(os.environ, self._environment(), clear=True):
            return of()

    @property
    def cache(self) -> Path:
        """The folder of the index."""
        return self._place(lambda: paths.cache_dir(self.vault))

    @property
    def index(self) -> Path:
        """The file of the index."""
        return self.cache / "index.sqlite3"

    @property
    def state(self) -> Path:
        """The file of the state."""
        return self._place(lambda: paths.state_dir(self.vault)) / "state.db"

    @property
    def config(self) -> Path:
        """The file of the settings; its folder is there."""
        file = self._place(paths.config_file)
        file.parent.mkdir(parents=True, exist_ok=True)
        return file

    # The vault

    def write(self, notes: Mapping[str, Content]) -> None:
        """Put files into the vault, by their paths there."""
        write(self.vault, notes)
        self._seal = None

    def follows(self, screen: Screen, note: str, text: str, seconds: float = 10.0) -> float:
        """Write a note that is open, again every second: the seconds until its text is on the screen."""
        start = time.monotonic()
        while True:
            self.write({note: text})
            self.seal()
            with suppress(AssertionError):
                screen.until(text.split("\n")[-2], 1)
                return time.monotonic() - start
            assert screen.status is None, f"it ended with {screen.status}"
            assert time.monotonic() - start < limit(seconds), (
                f"a change is not shown in {seconds:.0f} s:\n{screen.text()}"
            )

    def watched(self, screen: Screen) -> None:
        """Wait until what changes in the vault is seen: the program begins to look some time after its first page."""
        self.follows(screen, "Home.md", "# Welcome\n\n[[Long]] and [[Deep]]\n\nonce more\n")

    @contextmanager
    def at_work(self) -> Iterator[Screen]:
        """The program's screen on a few notes, once it follows their changes and finds their word."""
        self.write(SMALL)
        with self.open() as screen:
            self.watched(screen)
            screen.finds(WORD)
            yield screen

    def seal(self) -> None:
        """From here on the vault must stay as it is now."""
        self._seal = sealed(self.vault)

    # The program

    @contextmanager
    def open(
        self,
        *arguments: str | Path,
        first: str | None = "Welcome",
        ends: Collection[int] = (0,),
        most: int = MOST_MEGABYTES,
        env: Mapping[str, str | None] | None = None,
        shell: str | None = None,
        **how: Any,
    ) -> Iterator[Screen]:
        """The program's screen on the vault, or on what is named; after the block it is quit, and looked over.

        `first` is waited for. `ends` are the exit statuses that are right. `shell` starts it, as `exec "$@" 2>&1`.
        """
        if self._seal is None:
            self.seal()
        command = PYTHON if shell is None else ("sh", "-c", shell, "sh", *PYTHON)
        named = arguments or (self.vault,)
        self._open += 1
        screen = Screen(self.home, *named, env={**self.env, **(env or {})}, command=command, **how)
        with screen, Meter(screen.pid, RUNAWAY_MEGABYTES) as meter:
            try:
                if first is not None:
                    screen.first = screen.until(first, limit(20))
                    screen.settle(SETTLE_SECONDS, 2)
                yield screen
                if screen.status is None:
                    self._quits.append(self._leave(screen))
                self._open -= 1
                self._check(screen, ends)
            except (AssertionError, OSError) as error:
                if meter.over:
                    raise AssertionError(f"{meter.peak} MB of memory: ended for that; {error}") from error
                if isinstance(error, OSError) or screen.status not in (None, *ends):
                    raise AssertionError(f"{error}; status {screen.status}; {_written_last(screen)}") from error
                raise
        self._peaks.append(meter.peak)
        assert meter.peak <= most, f"{meter.peak} MB of memory, more than {most}"

    def _leave(self, screen: Screen) -> float:
        start = time.monotonic()
        screen.send("q")
        try:
            screen.ended(limit(HELD_SECONDS))
        except AssertionError as error:
            what = f"q does not end it within {limit(HELD_SECONDS):.0f} s"
            raise AssertionError(f"{what}; the screen:\n{screen.text()}") from error
        return time.monotonic() - start

    def _check(self, screen: Screen, ends: Collection[int]) -> None:
        raw = bytes(screen.raw).decode(errors="replace")
        fault = FAULT.search(raw)
        assert not fault, f"{fault[0]}: {_around(screen, raw, fault.start())}"
        assert screen.status in ends, f"exit status {screen.status}; the terminal:\n{raw[-3000:]}"
        if screen.fd >= 0 and screen.status != -signal.SIGKILL:
            assert not screen.is_raw(), "the terminal is left raw"
            assert not screen.left_on(), f"left in the terminal: {', '.join(screen.left_on())}"
        left = [] if self._open else left_over(self.folder, limit(2))
        assert not left, f"processes are left over: {left}"
        if self._quits:
            assert self._quits[-1] <= limit(QUIT_SECONDS), f"q takes {self._quits[-1]:.1f} s"

    def run(
        self,
        *arguments: str | Path,
        seconds: float = 30.0,
        most: int = MOST_MEGABYTES,
        env: Mapping[str, str | None] | None = None,
        shell: str | None = None,
        given: bytes = b"",
        cwd: Path | None = None,
    ) -> Done:
        """A command on the vault to its end; `given` is its standard input."""
        if self._seal is None:
            self.seal()
        words = [*PYTHON, *(os.fspath(word) for word in arguments), "--vault", str(self.vault)]
        command = words if shell is None else ["sh", "-c", shell, "sh", *words]
        start = time.monotonic()
        with subprocess.Popen(
            command,
            env=self._environment(env),
            cwd=cwd or "/",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        ) as process:
            out, err = _Drain(process.stdout), _Drain(process.stderr)
            feeding = threading.Thread(target=_feed, args=(process.stdin, given), daemon=True)
            feeding.start()
            with Meter(process.pid, max(most, RUNAWAY_MEGABYTES)) as meter:
                try:
                    status = process.wait(limit(seconds))
                except subprocess.TimeoutExpired:
                    status = None
                    os.killpg(process.pid, signal.SIGKILL)
            took = time.monotonic() - start
            for thread in (out, err, feeding):
                thread.join()
        self._peaks.append(meter.peak)
        done = Done(status or 0, out.text(), err.text(), out.first - start if out.first else took, took, meter.peak)
        what = " ".join(map(str, arguments))[:80]
        assert not meter.over, f"{what}: {meter.peak} MB of memory: ended for that"
        assert status is not None, f"{what}: not done within {limit(seconds):.0f} s, {meter.peak} MB"
        assert meter.peak <= most, f"{what}: {meter.peak} MB of memory, more than {most}"
        fault = FAULT.search(done.err)
        assert not fault, f"{what}: {done.err[-2000:].strip()}"
        return done

    def python(self, code: str, *arguments: str | Path) -> subprocess.Popen[bytes]:
        """A Python with this studytui, under way."""
        return subprocess.Popen(
            [sys.executable, "-c", code, *(os.fspath(word) for word in arguments)],
            env=self._environment(),
            cwd="/",
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def finds(self, word: str) -> bool:
        """True if `search` finds a word's one note, and says nothing else."""
        done = self.run("search", word)
        return done.status == 0 and word in done.out and not done.said

    def _check_after_all(self) -> None:
        if self._seal is None:
            return
        now = sealed(self.vault)
        changed = [name for name in {*now, *self._seal} if now.get(name) != self._seal.get(name)]
        assert not changed, f"the vault was changed: {sorted(changed)[:5]}"


class _Drain(threading.Thread):
    """Reads a stream to its end, and keeps the first megabyte."""

    def __init__(self, stream: Any) -> None:
        super().__init__(daemon=True)
        self.first = 0.0
        self._stream = stream
        self._kept = bytearray()
        self.start()

    def run(self) -> None:
        while data := self._stream.read1(1 << 16):
            self.first = self.first or time.monotonic()
            if len(self._kept) < 1_000_000:
                self._kept += data

    def text(self) -> str:
        return bytes(self._kept).decode(errors="replace")


def _feed(stream: Any, data: bytes) -> None:
    try:
        stream.write(data)
        stream.close()
    except OSError:
        pass  # it was not wanted


def _written_last(screen: Screen) -> str:
    """What it wrote at its end, without what steers the terminal; in a tiny one the screen does not show it."""
    written = re.sub(r"\x1b\[[\d;?<>=]*[a-zA-Z]", "", bytes(screen.raw).decode(errors="replace"))
    return f"written last:\n{re.sub(r'[ ─│]+', ' ', written)[-3000:]}"


def _around(screen: Screen, raw: str, at: int) -> str:
    if "Traceback" in screen.text():
        return screen.text()
    return re.sub(r"\x1b\[[\d;?<>=]*[a-zA-Z]", "", raw[max(0, at - 200) : at + 4000])


def _try_harder(function: Callable[..., object], path: str, _: object) -> None:
    for folder in (Path(path).parent, Path(path)):
        if not folder.is_symlink() and folder.is_dir():
            folder.chmod(0o700)
    if os.path.lexists(path):
        shutil.rmtree(path, ignore_errors=True) if function is os.open else function(path)
