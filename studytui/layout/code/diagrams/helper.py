"""The process that draws: started when first needed, killed when it takes too long, started again for the next."""

from __future__ import annotations

import atexit
import json
import subprocess
import threading
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue

from studytui import processes

HELPER_SECONDS = 2.0
"""Seconds that a drawing may take."""
START = 15.0
"""Seconds that the process may take to say that it is ready: its modules may have to come from a slow disk."""


class NoAnswerError(Exception):
    """The process was ended by someone else meanwhile, or there is none to be had."""


class Helper:
    """One worker process; may be asked from any thread, and answers one request at a time."""

    def __init__(self, *, limit: float = HELPER_SECONDS, command: Sequence[str] | None = None) -> None:
        self._limit = limit
        self._command = command
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._useless = False

    def ask(self, request: dict[str, object]) -> object:
        """The answer to a request, or None if it was not there in time.

        Raises:
            NoAnswerError: No process can be started, or it is gone for another reason than the request.
        """
        with self._lock:
            process = self._process or self._start()
            answer = _within(self._limit, lambda: _exchange(process, request))
            if answer is not None:
                return answer
            closed = self._process is not process
            self.close()
            if closed:
                raise NoAnswerError
            return None

    def close(self) -> None:
        """End the process at once; the next request starts another."""
        process, self._process = self._process, None
        if process is None:
            return
        processes.end(process)

    def _start(self) -> subprocess.Popen[bytes]:
        if self._useless:
            raise NoAnswerError
        try:
            process = processes.start(self._command or processes.python_command("studytui.layout.code.diagrams.child"))
        except OSError as error:
            self._useless = True
            raise NoAnswerError from error
        self._process = process
        atexit.register(self.close)
        if _within(START, lambda: _read(process)) is None:
            closed = self._process is not process
            self.close()
            self._useless = not closed  # one that can't even start would make every diagram wait
            raise NoAnswerError
        return process


def _exchange(process: subprocess.Popen[bytes], request: dict[str, object]) -> object:
    assert process.stdin is not None
    process.stdin.write(json.dumps(request).encode() + b"\n")
    process.stdin.flush()
    return _read(process)


def _read(process: subprocess.Popen[bytes]) -> object:
    assert process.stdout is not None
    return json.loads(process.stdout.readline())


def _within(seconds: float, call: Callable[[], object]) -> object:
    """The result of a call, or None if it fails or times out; pipes can't be waited for with a limit everywhere."""
    answers: SimpleQueue[object] = SimpleQueue()

    def run() -> None:
        try:
            answers.put(call())
        except (OSError, ValueError):
            answers.put(None)

    threading.Thread(target=run, name="studytui-diagram", daemon=True).start()
    try:
        return answers.get(timeout=seconds)
    except Empty:
        return None
