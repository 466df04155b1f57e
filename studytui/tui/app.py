"""The app: theme, keys, screens, and the way in and out."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.console import Console
from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.driver import Driver
from textual.screen import Screen
from textual.theme import Theme
from textual.widgets import Input

from studytui import paths, processes
from studytui.settings import Settings, SettingsError
from studytui.state import State, open_state
from studytui.tui.keys import usable
from studytui.tui.pictures.gallery import Gallery
from studytui.tui.pictures.mode import cell_size, choose_mode, tmux_passthrough
from studytui.tui.reader.page_view import PageView
from studytui.tui.reader.reader import Reader
from studytui.tui.screens.reading.screen import ReadingScreen
from studytui.tui.screens.reading.vault_loading import VaultLoading
from studytui.tui.session import Session
from studytui.tui.terminal import entered, left, titled
from studytui.tui.textual_private import driver_of, forget_terminal, write_to_terminal
from studytui.tui.theme.color_depth import ColorDepth, depth_of
from studytui.tui.theme.palette import BUCKET_COLORS, Palette
from studytui.tui.theme.pane_colors import readable_variables

if TYPE_CHECKING:
    from studytui.study.scope import Scope

DARK, LIGHT = "textual-dark", "textual-light"
SWITCH_SECONDS = 0.001
"""How long a thread that reads notes keeps the interpreter when a key waits; Python's own 0.005 adds up."""


def theme_name(wanted: str, environ: Mapping[str, str]) -> str:
    """The Textual theme for the setting; `auto` goes by `$COLORFGBG`, the background that a terminal may name."""
    if wanted == "auto":
        background = environ.get("COLORFGBG", "").rpartition(";")[2]
        return LIGHT if background in ("7", "15") else DARK
    return {"dark": DARK, "light": LIGHT}.get(wanted, wanted)


class StudyApp(App[Path]):
    """Study from notes in a terminal; answers with the root of another vault if that is to be opened."""

    TITLE = "studytui"
    color_depth = ColorDepth("truecolor")
    _reading: ReadingScreen | None = None
    _has_title = False
    CSS_PATH = "studytui.tcss"
    ENABLE_COMMAND_PALETTE = True
    BINDING_GROUP_TITLE = "Program"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+c",
            "interrupt",
            "Quit",
            show=False,
            id="interrupt",
            priority=True,
            tooltip="Copy what is selected, else close the dialog, else quit",
        ),
        # No priority, as Textual would have it: in a box, ctrl+p goes up.
        Binding("ctrl+p", "command_palette", "Commands", show=False, id="palette", tooltip="Find a command or a theme"),
        Binding(
            "ctrl+z",
            "suspend_process",
            "Suspend",
            show=False,
            id="suspend",
            tooltip="Leave the terminal to the shell; fg comes back",
        ),
        Binding(
            "f1", "help", "Help", show=False, id="help.anywhere", priority=True, tooltip="Every key, also in a box"
        ),
    ]

    def __init__(
        self, root: Path, settings: Settings, state: State, note: str | None = None, problems: Iterable[str] = ()
    ) -> None:
        super().__init__()
        self.session = Session(root, settings, state, note)
        self._problems = tuple(problems)
        keymap, unusable = usable(settings.keys)
        self._problems += tuple(unusable)
        self.set_keymap(keymap)
        self._choose_theme(settings.theme)
        self.session.gallery = self._gallery(settings.images)

    def get_driver_class(self) -> type[Driver]:
        """Textual's driver, with economy and a guard; colours are 24 bits until they are sent."""
        self.color_depth = ColorDepth(depth_of(os.environ, self.console.color_system))
        if self.console.color_system in ("256", "standard"):
            self.console = Console(
                color_system="truecolor",
                file=self.console.file,
                highlight=False,
                emoji=False,
                legacy_windows=False,
                force_terminal=True,
                safe_box=False,
                no_color=False,
            )
        return driver_of(super().get_driver_class(), self.color_depth)

    def get_default_screen(self) -> Screen[None]:
        """The reading screen."""
        self._reading = ReadingScreen(self.session, self.palette())
        return self._reading

    def on_mount(self) -> None:
        """Follow the theme, and say what was wrong with settings and state."""
        self._take_terminal()
        self.theme_changed_signal.subscribe(self, self._repaint)
        self.app_suspend_signal.subscribe(self, lambda _: self._leave_terminal())
        self.app_resume_signal.subscribe(self, lambda _: self._come_back())
        if self.session.gallery.mode == "kitty" and os.environ.get("TMUX"):
            self.run_worker(self._find_passthrough, name="passthrough", thread=True, exit_on_error=False)
        for problem in (*self._problems, *self.session.state.problems):
            self._warn(problem)
        self.session.state.listener = self._warn

    def on_resize(self) -> None:
        """A terminal of another size has cut or wrapped what it showed."""
        forget_terminal(self)
        gallery = self.session.gallery
        cell = cell_size(self.session.settings.images)
        if gallery.mode != "off" and cell is not None and cell != gallery.cell:
            # Another font: what was drawn for cells of another size fits no more.
            gallery.cell = cell
            self._draw_pictures_anew(lay_out=True)

    def _draw_pictures_anew(self, *, lay_out: bool = False) -> None:
        write_to_terminal(self, self.session.gallery.clear())
        for screen in self.screen_stack:
            for view in screen.query(PageView):
                if lay_out:
                    view.relayout()
                else:
                    view.reader.refresh()

    def _take_terminal(self) -> None:
        if not self._has_title:
            self._has_title = True
            write_to_terminal(self, entered(os.environ))

    def _leave_terminal(self) -> None:
        if self._has_title:
            self._has_title = False
            write_to_terminal(self, left(os.environ))

    def _come_back(self) -> None:
        """After a stop the terminal shows something else, and may have dropped the pictures."""
        self._take_terminal()
        self.watch_title(self.title)
        forget_terminal(self)
        self._draw_pictures_anew()
        for screen in self.screen_stack:
            screen.refresh(layout=True)

    def watch_title(self, title: str) -> None:
        """The window of the terminal has the title of the page."""
        if self._has_title and title:
            write_to_terminal(self, titled(title))

    def action_suspend_process(self) -> None:
        """Stop the process, where there is a shell to go to."""
        if os.name == "nt":
            self.notify("this system can't suspend a program", severity="warning", markup=False)
            return
        super().action_suspend_process()

    def _find_passthrough(self) -> None:
        """Say why kitty's pictures stay black in a tmux that lets nothing through."""
        if tmux_passthrough() == "off":
            self.call_from_thread(
                self._warn, "tmux shows no kitty pictures until it is told: tmux set -g allow-passthrough on"
            )

    def _warn(self, problem: str) -> None:
        self.notify(problem, severity="warning", markup=False, timeout=10)

    def on_unmount(self) -> None:
        """Have the terminal forget the pictures that it holds."""
        self.session.state.listener = None
        write_to_terminal(self, self.session.gallery.clear())
        self._leave_terminal()

    def on_key(self, event: events.Key) -> None:
        """Keys that were typed into a box before it had the focus."""
        from studytui.tui.panes.box import TextBox
        from studytui.tui.screens.type_ahead import TypeAheadScreen

        box, screen = self.focused, self.screen
        taken = isinstance(box, TextBox) and box.take_late(event)
        if taken or (isinstance(screen, TypeAheadScreen) and screen.take_key(event)):
            event.stop()
            event.prevent_default()

    def _gallery(self, wanted: str) -> Gallery:
        mode = choose_mode(wanted, os.environ, colors=self.color_depth.depth, no_color=self.no_color)
        return Gallery(mode, cell_size(wanted), through_tmux=bool(os.environ.get("TMUX")))

    def _choose_theme(self, name: str) -> None:
        wanted = theme_name(name, os.environ)
        if wanted in self.available_themes:
            self.theme = wanted
        else:
            self._problems += (f"no theme is called {name}; the command palette lists them",)

    def get_css_variables(self) -> dict[str, str]:
        """The theme's colours, and those that the panes need besides."""
        few = self.color_depth.depth != "truecolor"
        self.theme_variables = readable_variables(super().get_css_variables(), few_colors=few)
        if self._reading is not None:
            self.palette()
        return self.theme_variables

    def palette(self) -> Palette:
        """The reader's colours under the current theme."""
        theme = self.current_theme
        palette = Palette(
            self.theme_variables,
            dark=theme.dark,
            ansi=self.native_ansi_color,
            no_color=self.no_color,
            sixteen=self.color_depth.depth == "standard",
        )
        tints = {name: palette.tint(name).rgb for name in BUCKET_COLORS}
        hues = {name: palette.bucket(name).rgb for name in BUCKET_COLORS}
        self.color_depth.use(palette.background.rgb, tints, hues)
        return palette

    def _repaint(self, theme: Theme) -> None:
        """Paint in the new colours, and keep a theme that was chosen here."""
        if self._reading is not None:
            self._reading.use_palette(self.palette())
            for screen in self.screen_stack:
                for reader in screen.query(Reader):
                    reader.repaint(self._reading.palette)
        from studytui.settings.write import update as update_settings

        try:
            update_settings(paths.config_file(), "theme", theme.name)
        except SettingsError as error:
            self.notify(f"the theme is not kept: {error}", severity="warning", markup=False)

    def action_interrupt(self) -> None:
        """What ctrl+c does in terminals and in boxes: copy what is selected, else leave."""
        focused = self.focused
        if isinstance(focused, Input) and focused.selected_text:
            focused.action_copy()
        elif self.screen.get_selected_text():
            self.screen.action_copy_text()
        elif self.screen.is_modal:
            self.screen.dismiss(None)
        else:
            self.exit()

    def action_command_palette(self) -> None:
        """Show the command palette, unless it is there."""
        from studytui.tui.screens.commands import Commands

        if not isinstance(self.screen, Commands):
            self.push_screen(Commands(id="--command-palette"))

    def search_themes(self) -> None:
        """Show the themes in a palette of their own."""
        from textual.theme import ThemeProvider

        from studytui.tui.screens.commands import Commands

        self.push_screen(Commands(providers=[ThemeProvider], placeholder="Search for themes…"))

    async def action_help(self) -> None:
        """Show every key, those of the focused pane first; close it if it is there."""
        from studytui.tui.screens.help import HelpScreen

        screen = self.screen
        if isinstance(screen, HelpScreen):
            screen.dismiss()
            return
        here = screen.focused or screen
        nodes = [type(node) for node in here.ancestors_with_self]
        await self.push_screen(HelpScreen(nodes, usable(self.session.settings.keys)[0]))

    def on_vault_loading_settled(self, event: VaultLoading.Settled) -> None:
        """Say, once, what is wrong with the keys of the settings: that needs to know every command that there is."""
        if self.session.settings.keys:
            self.run_worker(self._find_key_problems, name="keys", thread=True, exit_on_error=False)

    def _find_key_problems(self) -> None:
        from studytui.tui.keys import groups, problems_of

        for problem in problems_of(usable(self.session.settings.keys)[0], groups()):
            self.call_from_thread(self._warn, problem)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Textual's own commands, and every key of the screen that is open."""
        yield from super().get_system_commands(screen)
        if isinstance(screen, ReadingScreen):
            yield from (SystemCommand(each.title, each.about, each.run) for each in screen.commands())
        for active in screen.active_bindings.values():
            binding = active.binding
            if binding.tooltip and binding.id and active.enabled:
                yield SystemCommand(
                    binding.description or binding.tooltip,
                    f"{binding.tooltip} ({self.get_key_display(binding)})",
                    _runner(self, binding.action, active.node),
                )


def _runner(app: StudyApp, action: str, node: DOMNode) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        await app.run_action(action, default_namespace=node)

    return run


def run(
    root: Path, note: str | None, settings: Settings, problems: Iterable[str] = (), review: Scope | None = None
) -> int:
    """Open the vault at `root` (on a note, if one is named), and others after it, until the reader quits.

    `review` is what to begin with, if anything. Threads may still be at work afterwards: what they do is worth nothing
    then, and nobody waits for them.

    Returns:
        The exit status.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    while True:
        app = _run_on(root, note, settings, problems, review)
        if app.return_value is None:
            return app.return_code or 0
        root, note, problems, review = app.return_value, None, (), None
        # What was chosen in the vault before holds, and what the command line asked for.
        settings = replace(settings, theme=app.theme, legend=app.session.legend)


def _run_on(
    root: Path, note: str | None, settings: Settings, problems: Iterable[str], review: Scope | None
) -> StudyApp:
    state = open_state(root)
    loop = asyncio.new_event_loop()  # with one of asyncio's own runs, the end would wait for every thread
    asyncio.set_event_loop(loop)
    app: StudyApp | None = None
    try:
        app = StudyApp(root, settings, state, note, problems)
        app.session.review = review
        with ended_by_signals(loop, app):
            app.run(mouse=settings.mouse, loop=loop)
        return app
    finally:
        state.close()
        if app is not None:
            app.session.close()
        processes.end_all()


@contextmanager
def ended_by_signals(loop: asyncio.AbstractEventLoop, app: StudyApp) -> Iterator[None]:
    """Signals that end a program end the app: the terminal is restored and the place kept."""

    def end(number: int, _frame: object) -> None:
        loop.call_soon_threadsafe(partial(app.exit, return_code=128 + number))

    before = {number: signal.signal(number, end) for number in _ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


_ENDING = [
    number
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGBREAK")
    if (number := getattr(signal, name, None)) is not None
]
