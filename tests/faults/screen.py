"""The program's screen as a person uses it: keys that must be answered, words that must be found."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from itertools import pairwise

from terminal import Terminal

SLOW = float(os.environ.get("FAULTS_SLOW", "1"))
"""How much longer everything may take on this machine."""
KEY_SECONDS = 3.0
"""The longest that a key may wait for its answer: a hang, to whoever sits there."""

TOGETHER_SECONDS = 0.05
"""So long is read what comes without a break."""

LEGEND = " Legend "
SEARCH = " Search all notes "
NAMES = " Open a note by name "
BOOKMARKS = " Bookmarks "
NOTHING = "nothing found"
"""What stands in the middle of the search box when there is no row."""
WAITING = ("", "recent notes", "recent notes first", "the vault is still being read …")


def limit(seconds: float) -> float:
    """A limit, as long as it is on this machine."""
    return seconds * SLOW


class Screen(Terminal):
    """A run of the program in a terminal."""

    first = 0.0
    """Seconds from the start to the first page."""
    _read: object = None
    _text = ""

    def pump(self, seconds: float = 0.02) -> bool:
        """As for every terminal, but what follows at once is read with it: the screen is not looked at in between."""
        found = super().pump(seconds)
        end = time.monotonic() + TOGETHER_SECONDS
        while found and time.monotonic() < end and super().pump(0):
            pass
        return found

    def text(self) -> str:
        """The rows of the screen."""
        written = (len(self.raw), self.columns, self.rows)
        if written != self._read:
            self._read, self._text = written, super().text()
        return self._text

    def shows(self, *texts: str) -> bool:
        """True if one of the texts is on the screen."""
        shown = self.text()
        return any(text in shown for text in texts)

    def gone(self, text: str, seconds: float = 10.0) -> float:
        """Wait until a text is no longer on the screen."""
        return self.until(_Named(f"gone: {text}", lambda: not self.shows(text)), limit(seconds))

    def either(self, *texts: str, seconds: float = 10.0) -> str:
        """Wait for one of several texts; the one that came."""
        self.until(_Named(f"one of {texts}", lambda: self.shows(*texts)), limit(seconds))
        return next(text for text in texts if self.shows(text))

    def said(self) -> str:
        """What the messages at the lower right say, with the lines put together that they were wrapped into."""
        return "".join(row.rpartition("▌")[2].strip() for row in self.text().split("\n") if "▌" in row)

    # Keys

    def key(self, seconds: float = KEY_SECONDS) -> float:
        """Seconds that a key waits for its answer: from `c` to the legend, which is closed again."""
        self.send("c")
        try:
            took = self.until(LEGEND, limit(seconds))
        except AssertionError as error:
            raise AssertionError(f"no key is answered within {limit(seconds):.1f} s; {error}") from error
        self.close(LEGEND)
        return took

    def worst(self, seconds: float, most: float = KEY_SECONDS) -> float:
        """The longest of the waits of keys that are pressed for so many seconds."""
        end, worst = time.monotonic() + seconds, 0.0
        while time.monotonic() < end:
            worst = max(worst, self.key(most))
            self.pump(0.02)
        return worst

    def close(self, title: str) -> None:
        """Leave a dialog."""
        self.send("escape")
        self.gone(title)

    def leave_dialogs(self, seconds: float = 20.0) -> float:
        """Escape, one after the other, until a key is answered; the seconds that took."""
        start = time.monotonic()
        while self.status is None:
            self.press("escape", quiet=0.15)
            try:
                if not self.shows("╭─"):
                    self.key(2.0)
                    return time.monotonic() - start
            except AssertionError:
                pass  # once more, until the time is over
            if time.monotonic() - start > limit(seconds):
                break
        what = f"no key is answered within {seconds:.0f} s" if self.status is None else f"ended with {self.status}"
        raise AssertionError(f"{what}; the screen:\n{self.text()}")

    # Search

    def search_box(self) -> None:
        """Open the search box, without the query and the answer that it may still hold."""
        self.send("/")
        self.until(SEARCH, limit(5))
        self.settle(0.05, 1)
        self.send("ctrl+u")
        self.until(_Named("an empty box", lambda: self.answer() in WAITING and not self.shows(NOTHING)), limit(5))

    def ask(self, query: str, seconds: float = 10.0) -> str:
        """Type a query into the search box; what its last row says about the answer. The dialog stays."""
        self.search_box()
        self.pour(query.encode())
        self.until(_Named(f"an answer to {query[:40]}", lambda: self.answer() not in WAITING), limit(seconds))
        return self.answer()

    def answer(self) -> str:
        """The last row of the search dialog, as far as no message covers it."""
        rows = self.text().split("\n")
        column = next((row.index(SEARCH) - 2 for row in rows if SEARCH in row), -1)
        for above, row in pairwise(rows):
            if column >= 0 and row[column : column + 2] == "╰─":
                return above[column + 1 :].split("│")[0].split("▌")[0].strip()
        return ""

    def finds(self, word: str, seconds: float = 15.0) -> float:
        """The seconds until a word that one line has is found, in full and without excuses."""
        start = time.monotonic()
        self.search_box()
        self.pour(word.encode())
        self.until(_Named(f"{word} found, and no more said", lambda: self.answer() == "1 found"), limit(seconds))
        self.close(SEARCH)
        return time.monotonic() - start

    def finds_after(self, word: str, searches: int, seconds: float = 10.0) -> str:
        """As `finds`, when one of so many searches finds it."""
        for number in range(1, searches + 1):
            try:
                took = self.finds(word, seconds)
            except AssertionError:
                if number == searches:
                    raise
                self.close(SEARCH)
            else:
                return f"found by search {number} after {took:.1f} s"
        raise AssertionError("no search was wanted")

    def names(self, name: str, wanted: str, seconds: float = 10.0) -> None:
        """Open a note by its name, and wait for a text of it."""
        self.send("ctrl+o")
        self.until(NAMES, limit(5))
        self.pour(name.encode())
        self.settle(0.15, 2)
        self.send("enter")
        self.gone(NAMES)
        self.until(wanted, limit(seconds))

    # Bookmarks

    def bookmark(self, answer: str = "bookmark set") -> None:
        """Set a bookmark at the line that the reader is at; where there is one already, that takes it away."""
        self.send("m")
        self.until(answer, limit(5))

    def bookmarks(self, *wanted: str) -> None:
        """Look through the bookmarks: each of these is there."""
        self.send("'")
        self.until(BOOKMARKS, limit(5))
        for one in wanted:
            self.until(one, limit(5))
        self.close(BOOKMARKS)


class _Named:
    """Something to wait for, with a name for the message of a failure."""

    def __init__(self, name: str, holds: Callable[[], object]) -> None:
        self._name = name
        self._holds = holds

    def __call__(self) -> object:
        return self._holds()

    def __str__(self) -> str:
        return self._name


def named(name: str, holds: Callable[[], object]) -> Callable[[], object]:
    """Something to wait for by `until`, with a name for the message of a failure."""
    return _Named(name, holds)
