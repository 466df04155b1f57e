"""The app: theme, keys and screens."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from inspect import isawaitable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.console import Console
from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.screen import Screen
from textual.theme import Theme
from textual.widgets import Input

from studytui.settings import Settings
from studytui.state import State
from studytui.tui.keys import display
from studytui.tui.live_settings import LiveSettings
from studytui.tui.pictures.gallery import Gallery
from studytui.tui.pictures.mode import cell_size, choose_mode, tmux_passthrough
from studytui.tui.reader.page_view import PageView
from studytui.tui.reader.reader import Reader
from studytui.tui.screens.reading.screen import ReadingScreen
from studytui.tui.screens.reading.vault_loading import VaultLoading
from studytui.tui.session import Session
from studytui.tui.terminal import entered, left, titled
from studytui.tui.textual_private import driver_of, forget_terminal, release_closed_widgets, write_to_terminal
from studytui.tui.theme.color_depth import ColorDepth, depth_of
from studytui.tui.theme.palette import BUCKET_COLORS, Palette
from studytui.tui.theme.pane_colors import readable_variables

if TYPE_CHECKING:
    from studytui.tui.screens.palette import Entry


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
        Binding(
            "ctrl+p",
            "command_palette",
            "Commands",
            show=False,
            id="palette",
            tooltip="Find a command, theme, vault or note",
        ),
        Binding(
            "ctrl+z",
            "suspend_process",
            "Suspend",
            show=False,
            id="suspend",
            priority=True,
            tooltip="Leave the terminal to the shell; fg comes back",
        ),
        Binding(
            "f1", "help", "Help", show=False, id="help.anywhere", priority=True, tooltip="Every key, also in a box"
        ),
    ]

    def __init__(
        self,
        root: Path,
        settings: Settings,
        state: State,
        note: str | None = None,
        problems: Iterable[str] = (),
        sets: Sequence[str] = (),
    ) -> None:
        """The app.

        Args:
            root: The vault.
            settings: Those in force.
            state: What is kept of the vault.
            note: The one to begin with.
            problems: What was wrong with the settings.
            sets: Settings of the command line, which go before what is saved meanwhile.
        """
        release_closed_widgets()
        super().__init__()
        self.session = Session(root, settings, state, note)
        self._problems = tuple(problems)
        self.live = LiveSettings(self, self.session, sets=sets, warn=self._warn, follow=self._follow_settings)
        self.themes = self.live.themes
        self._problems += tuple(self.live.begin())
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

    def get_key_display(self, binding: Binding) -> str:
        """A key as help writes it: signs such as `⌫` are wider than their cell in most fonts."""
        return binding.key_display or display(binding.key)

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
        self.live.leave()
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
        self.themes.keep()

    def action_interrupt(self) -> None:
        """Copies what is selected, else leaves the app, as ctrl+c does in terminals and in boxes."""
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
        """Show the commands that work now; what is typed also finds themes, vaults and notes."""
        from studytui.tui.screens.palette import Entry, PaletteScreen
        from studytui.tui.screens.palette_entries import commands

        screen = self.screen
        if isinstance(screen, PaletteScreen):
            return
        program = [
            Entry("Choose a theme, shown while you move", "Program", self.search_themes, words="theme colours"),
            Entry("Save a picture of the screen as SVG", "Program", self._save_picture, words="screenshot"),
        ]
        if screen is self._reading:
            edit = self._reading.editing.edit_settings
            program.insert(1, Entry("Edit the settings file, config.toml", "Program", edit, words="config settings"))
            program += [Entry(each.title, "Study", each.run, words=each.about) for each in self._reading.commands()]
        entries = [*commands(self, screen), *program]
        self.push_screen(
            PaletteScreen(
                "Commands",
                sorted(entries, key=lambda entry: entry.group == "Program"),
                look_for=self._found_for_palette if screen is self._reading else None,
                try_on=self.themes.try_on,
            ),
            self._carry_out,
        )

    def _found_for_palette(self, query: str) -> list[Entry]:
        from studytui.tui.screens.palette import matching
        from studytui.tui.screens.palette_entries import notes, themes, vaults

        assert self._reading is not None
        reading, session = self._reading, self.session
        return [
            *matching(themes(self, self.themes), query),
            *vaults(query, session.root, reading.vaults.open),
            *notes(None if reading.recalling.active else session.engine, query, reading.navigation.open_note),
        ]

    def search_themes(self) -> None:
        """Show the themes in a palette of their own, the one in force first; each is worn while it is highlighted."""
        from studytui.tui.screens.palette import PaletteScreen
        from studytui.tui.screens.palette_entries import themes

        entries = [*themes(self, self.themes)]
        self.push_screen(
            PaletteScreen("Themes", entries, try_on=self.themes.try_on, begin_with=self.theme), self._carry_out
        )

    async def _carry_out(self, entry: Entry | None) -> None:
        """Do what a row of a palette stands for; a theme that was only tried on is taken off."""
        if entry is None or entry.try_on is None:
            self.themes.decide(None)
        if entry is not None:
            done = entry.act()
            if isawaitable(done):
                await done

    def _save_picture(self) -> None:
        self.deliver_screenshot()

    async def action_help(self) -> None:
        """Show every key, those of the focused pane first; close it if it is there."""
        from studytui.tui.screens.help import HelpScreen

        screen = self.screen
        if isinstance(screen, HelpScreen):
            screen.dismiss()
            return
        here = screen.focused or screen
        nodes = [type(node) for node in here.ancestors_with_self]
        await self.push_screen(HelpScreen(nodes, self.live.keys))

    def on_vault_loading_settled(self, event: VaultLoading.Settled) -> None:
        """From now on what is saved of the settings is in force at once."""
        self.live.watch()

    def _follow_settings(self, changed: Collection[str]) -> None:
        if self._reading is not None:
            self._reading.in_force.follow(changed)
