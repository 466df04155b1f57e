"""The settings, each with its default and the sentences that explain it in a written settings file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, cast, get_type_hints

from msgspec import Struct, field

from studytui import paths
from studytui.layout.protocols import Gaps, Look
from studytui.markdown.legend import Legend


class About(Struct, frozen=True):
    """The explanation of a setting."""

    text: str
    example: str = ""
    """For a written settings file, commented out, where the default cannot be written."""


class Settings(Struct, frozen=True):
    """Everything that a reader can choose; the field names are the keys of `config.toml`."""

    vault: Annotated[
        Path | None,
        About(
            "The folder of notes to open when none is named. `~` is your home folder; a relative path counts from "
            "this file's folder. $STUDYTUI_VAULT goes before it. Without either, the notes inside studytui open.",
            example='"~/notes"',
        ),
    ] = None
    theme: Annotated[
        str,
        About(
            '"dark", "light", "auto" (what the terminal says in $COLORFGBG, else dark), '
            'or the name of a Textual theme such as "nord".'
        ),
    ] = "auto"
    reading_width: Annotated[
        int, About("The most columns that a line of a note takes, at least 20; 0 uses the whole width.")
    ] = 100
    sidebar_width: Annotated[
        int,
        About(
            "Columns of the sidebar, 16 to 120; 0 is as many as its names need, up to a share of the window. "
            "The keys < and > and the mouse change it."
        ),
    ] = 0
    strict_line_breaks: Annotated[
        bool | None,
        About(
            "false: every line of a note begins a new line. true: single line breaks join, as in plain Markdown. "
            "Without it, as the vault's own Obsidian is set, else false.",
            example="true",
        ),
    ] = None
    show_hidden: Annotated[
        bool, About("true: the tree also shows the notes that hide themselves (`hide` or `hideInFiletree`).")
    ] = False
    show_excluded: Annotated[
        bool,
        About(
            "true: notes that Obsidian is told to leave out (Excluded files) are like any other. false: they are not "
            "counted, searched or checked, and come last by name."
        ),
    ] = False
    gaps: Annotated[
        str,
        About('Where high-yield only says how many lines it leaves out: "end" (of the row above), "row" or "hidden".'),
    ] = "end"
    show_empty: Annotated[bool, About("true: a section without any text says (empty) below its heading.")] = False
    show_permalink: Annotated[
        bool, About("true: the header of a note has its permalink, where that says more than its path.")
    ] = False
    images: Annotated[
        str,
        About(
            'How pictures are drawn: "kitty", "sixel" or "iterm" (protocols of terminals), "halfblock" (half and '
            'quarter blocks, in any terminal with colours), "sextant" (finer, if the font has such blocks), "off" '
            '(only their names), or "auto": what the terminal is known to do, else half blocks. '
            "Needs the extra `studytui[images]`."
        ),
    ] = "auto"
    mouse: Annotated[bool, About("false: the mouse is left to the terminal, which then selects text by itself.")] = True
    editor: Annotated[
        str | None,
        About(
            "The command that edits a note, with its options. Without it, $VISUAL and then $EDITOR are used.",
            example='"nvim"',
        ),
    ] = None
    start_page: Annotated[
        str, About('What is shown at the start: "reading" (where you were) or "overview" (what is due).')
    ] = "reading"
    show_due: Annotated[bool, About("true: the tree shows how many cards of a note or folder are due, as `•3`.")] = True
    show_left: Annotated[
        bool, About("true: the status line says what is left to review today, as `3 due, 20 new`.")
    ] = True
    review_new: Annotated[int, About("New cards that a day brings at most, 0 to 9999; an exam's plan has its own.")] = (
        20
    )
    review_due: Annotated[int, About("Cards that are due and that a day brings at most, 0 to 9999; likewise.")] = 200
    key_preset: Annotated[
        str,
        About(
            'Keys for hands that know another program: "default", "vim" (ctrl+f and ctrl+b are pages, : commands) or '
            '"emacs" (ctrl+n, ctrl+p, ctrl+v, alt+v, ctrl+s, alt+x). [keys] goes before it.'
        ),
    ] = "default"
    anki_port: Annotated[
        int, About("The port on this computer on which AnkiConnect, an add-on of Anki, listens (`webBindPort`).")
    ] = 8765
    anki_key: Annotated[
        str | None, About("The `apiKey` of AnkiConnect, if its configuration has one.", example='"secret"')
    ] = None
    legend: Annotated[
        Legend,
        About(
            'What highlights of each colour are: "high-yield", "label" (shown, not counted) or "ignore" (not shown).'
        ),
    ] = field(default_factory=Legend)
    legend_names: Annotated[
        Mapping[str, str], About("What you call a colour; the legend shows it.", example='red = "exam favourite"')
    ] = field(default_factory=lambda: MappingProxyType({}))
    keys: Annotated[
        Mapping[str, str],
        About(
            "Keys of your own: the id of a command, which `?` shows, and its keys with commas between them.",
            example='search = "slash,ctrl+k"',
        ),
    ] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def look(self) -> Look:
        """The settings that the layout of notes goes by."""
        return Look(cast("Gaps", self.gaps), self.show_empty, self.show_permalink)

    @property
    def vault_or_bundled(self) -> Path:
        """The vault to open when the command line names none."""
        return self.vault or paths.bundled_notes()


def abouts() -> dict[str, About]:
    """The explanation of every setting, by name, in the order of the settings file."""
    hints = get_type_hints(Settings, include_extras=True)
    return {name: hints[name].__metadata__[0] for name in Settings.__struct_fields__}
