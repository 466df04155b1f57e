"""All that studytui uses of Textual that is not public.

`tests/tui/test_textual_private.py` says what breaks when one of these goes.
"""

from __future__ import annotations

import codecs
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from inspect import signature
from typing import Any, TextIO, TypeVar, cast

from textual import events
from textual._styles_cache import StylesCache
from textual.app import App
from textual.driver import Driver
from textual.geometry import Offset, Size
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from studytui.lazy_regex import lazy_regex
from studytui.tui.economy import Economy

Result = TypeVar("Result")

_LOOK_SECONDS = 0.1
"""How often the end of the app is looked at, and how long an escape waits for what may follow it."""
_CHUNK = 4096
_MOST_CELLS = 10_000_000
"""Cells of a screen that no terminal has: a larger size is a fault of the terminal's."""
_STRINGS = lazy_regex(r"\x1b[P\]X^_][^\x07\x1b]*(?:\x07|\x1b\\)")
"""Control strings (DCS, OSC …) of the terminal: nobody here has asked, and letter by letter they would be keys."""
_BEGUN = lazy_regex(r"\x1b[P\]X^_][^\x07\x1b]*\x1b?\Z")
"""One that has not ended: the rest of it may be on its way."""
_BEGIN = tuple("P]X^_")
_STRING_SECONDS = 0.5
"""How long the rest of a control string is waited for."""
_SEQUENCES = lazy_regex("(?=\x1b)")
_SEQUENCE = lazy_regex(r"\x1b(?:\[[0-?]*[ -/]*[@-~])?")
_HANGUP = 129
"""Exit status when the terminal has gone, as after a hang-up."""


def write_to_terminal(app: App[Any], sequence: str) -> None:
    """Sends the terminal what no strip can hold: an app has no public way to its driver."""
    driver = app._driver
    if sequence and driver is not None:
        driver.write(sequence)


def forget_terminal(app: App[Any]) -> None:
    """Has the next frames written whole: what the terminal shows is not known any more."""
    economy = getattr(app._driver, "economy", None)
    if isinstance(economy, Economy):
        economy.forget()


def forget_read_messages(app: App[Any], seconds: float = 2.0) -> None:
    """Takes away the messages that have been shown for so long; an app can publicly only take away all of them."""
    for notification in list(app._notifications):
        if notification.time_left <= notification.timeout - seconds:
            app._unnotify(notification)


def release_closed_widgets() -> None:
    """Has the colours of widgets remembered without the widgets: Textual 8.2 keeps all that 100 closed dialogs showed.

    `StylesCache.get_inner_outer` is a method whose `lru_cache` holds each `self` (Textual's issue 6665).
    """
    method = vars(StylesCache).get("get_inner_outer")
    colors = getattr(method, "__wrapped__", None)
    if callable(colors) and len(signature(colors).parameters) == 3:
        remembered = lru_cache(1024)(lambda base, background: colors(None, base, background))
        # It is called on an instance with the two colours alone, as a static method is too: mypy knows it as a method.
        StylesCache.get_inner_outer = staticmethod(remembered)  # type: ignore[method-assign, assignment]


class SteadyScreen(Screen[Result]):
    """A screen on which a press of the mouse on a widget that has just gone, as messages do, is on nothing.

    Textual 8.2 begins to select its text then, and fails for want of a parent. It also waits a moment before a screen
    has the new size of the window, and may paint in the old one until then: nothing is known of the terminal after it.
    """

    def _screen_resized(self, size: Size) -> None:
        forget_terminal(self.app)
        super()._screen_resized(size)

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        """The widget at a cell, and the place in its text; none where it has gone already."""
        widget, offset = super().get_widget_and_offset_at(x, y)
        return (None, None) if widget is not None and widget.parent is None else (widget, offset)


class PaintedLater(SteadyScreen[Result]):
    """A screen that stays unpainted until `paint` is called the first time: no frame shows it half built."""

    _unpainted = True

    def paint(self) -> None:
        """Paint now, and not with Textual's next frame; once painted, that would paint twice."""
        if self._unpainted:
            self.refresh(layout=True)
            arrange = getattr(self, "_on_timer_update", None)
            if arrange is not None:
                arrange()
            self._unpainted = False
            self._compositor_refresh()

    def _compositor_refresh(self) -> None:
        # In a batch (`App.batch_update`), Textual renders the screen all the same, and throws that away.
        if not self._unpainted:
            super()._compositor_refresh()


class _Unbroken:
    """A stream that may be gone: what is written then is lost."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        with suppress(OSError):
            return self._stream.write(text)
        return 0

    def flush(self) -> None:
        with suppress(OSError):
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def driver_of(chosen: type[Driver], sent: Callable[[str, bool], str]) -> type[Driver]:
    """The driver with economy in what it writes, and a guard round what a terminal may send on Linux and macOS.

    `sent` turns a style into one that the terminal has.
    Textual 8.2 decodes input strictly and parses key codes with `chr`: one odd byte, or one odd number, ends the app.
    """
    if not chosen.__module__.startswith(("textual.drivers.linux_driver", "textual.drivers.windows_driver")):
        return chosen
    base = GuardedDriver if chosen.__module__.endswith("linux_driver") else chosen
    economy = Economy(sent)

    def write(driver: Driver, data: str) -> None:
        base.write(driver, economy.write(data))

    return type("EconomicDriver", (base,), {"write": write, "economy": economy})


class ControlStrings:
    """Takes control strings out of what a terminal sends, also where they come in parts, as over a slow line."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._held = ""
        self._since = 0.0

    def take(self, text: str) -> str:
        """The text that came, without control strings; one that has not ended is held back."""
        now = self._clock()
        if self._held and now - self._since <= _STRING_SECONDS:
            text = self._held + text
        else:
            self._since = now
        if len(text) >= _CHUNK:
            self._since = now  # it is long, and goes on
        text, self._held = _STRINGS.sub("", text), ""
        if begun := _BEGUN.search(text):
            text, self._held = text[: begun.start()], begun[0]
        return text

    def wait(self) -> str:
        """The text that was held back and is none, as nothing more has come: a letter pressed with alt."""
        held, alone = self._held, len(self._held) == 2
        if alone or self._clock() - self._since > _STRING_SECONDS:
            self._held = ""
        return held if alone else ""


if sys.platform != "win32":
    import selectors

    from textual._xterm_parser import XTermParser
    from textual.drivers.linux_driver import LinuxDriver

    class GuardedDriver(LinuxDriver):
        """Passes over what is no text and no key; the end of the terminal ends the app."""

        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            # A writer that a vanished terminal has ended would leave the app waiting for it.
            self._file: Any = _Unbroken(cast("TextIO", self._file))

        def _sigcont_application(self, *_: object) -> None:
            """Take the terminal again; after a stop that could not be caught, what still runs is ended first."""
            if self._auto_restart and not self._must_signal_resume:
                self.suspend_application_mode()
                self._must_signal_resume = True
            super()._sigcont_application()

        def run_input_thread(self) -> None:
            """Read what the terminal sends, until the app ends or the terminal does."""
            decode = codecs.getincrementaldecoder("utf-8")("ignore").decode
            parser, strings, escaped = XTermParser(self._debug), ControlStrings(), False
            with selectors.SelectSelector() as selector:
                selector.register(self.fileno, selectors.EVENT_READ)
                while not self.exit_event.is_set():
                    if selector.select(_LOOK_SECONDS):
                        try:
                            data = os.read(self.fileno, _CHUNK)
                        except OSError:
                            data = b""
                        if not data:
                            self._app.call_later(self._app.exit, return_code=_HANGUP)
                            return
                        came = decode(data)
                        if escaped and came.startswith(_BEGIN):  # the parser waits with that escape
                            parser, came = XTermParser(self._debug), f"\x1b{came}"
                        came = strings.take(came)
                    else:
                        came = strings.wait()
                    escaped = came.endswith("\x1b")
                    # Each sequence by itself, so that an odd one takes nothing else along.
                    for text in filter(None, _SEQUENCES.split(came)):
                        parser = self._feed(parser, text)
                    parser = self._feed(parser, None)

        def _feed(self, parser: XTermParser, text: str | None) -> XTermParser:
            """Give the parser some text, or the time to see that no more comes; the parser to go on with."""
            try:
                for event in parser.tick() if text is None else parser.feed(text):
                    self.process_message(event)
            except Exception:  # whatever a terminal sends, the reader goes on
                fresh = XTermParser(self._debug)
                rest = _SEQUENCE.sub("", text or "", count=1)
                return self._feed(fresh, rest) if rest and rest != text else fresh
            return parser

        def process_message(self, message: Message) -> None:
            """Pass an event on; a size of nothing is none, nor is one beyond all screens."""
            if isinstance(message, events.Resize) and not 0 < message.size.area <= _MOST_CELLS:
                return
            super().process_message(message)

else:
    GuardedDriver = Driver
