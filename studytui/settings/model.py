"""The settings, each with its default and the sentences that explain it in a written settings file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import cast

from studytui import paths
from studytui.layout.protocols import Gaps, Look
from studytui.markdown.legend import Legend


def _about(text: str, example: str = "") -> dict[str, str]:
    """Metadata of a setting: its explanation, and what to show commented out when its default cannot be written."""
    return {"about": text, "example": example}


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a reader can choose; the field names are the keys of `config.toml`."""

    vault: Path | None = field(
        default=None,
        metadata=_about(
            "The folder of notes to open when none is named. `~` is your home folder; a relative path counts from "
            "this file's folder. $STUDYTUI_VAULT goes before it. Without either, the notes inside studytui open.",
            example='"~/notes"',
        ),
    )
    theme: str = field(
        default="auto",
        metadata=_about(
            '"dark", "light", "auto" (what the terminal says in $COLORFGBG, else dark), '
            'or the name of a Textual theme such as "nord".'
        ),
    )
    reading_width: int = field(
        default=100,
        metadata=_about("The most columns that a line of a note takes, at least 20; 0 uses the whole width."),
    )
    sidebar_width: int = field(
        default=0,
        metadata=_about(
            "Columns of the sidebar, 16 to 120; 0 is as many as its names need, up to a share of the window. "
            "The keys < and > and the mouse change it."
        ),
    )
    strict_line_breaks: bool | None = field(
        default=None,
        metadata=_about(
            "false: every line of a note begins a new line. true: single line breaks join, as in plain Markdown. "
            "Without it, as the vault's own Obsidian is set, else false.",
            example="true",
        ),
    )
    show_hidden: bool = field(
        default=False,
        metadata=_about("true: the tree also shows the notes that hide themselves (`hide` or `hideInFiletree`)."),
    )
    show_excluded: bool = field(
        default=False,
        metadata=_about(
            "true: notes that Obsidian is told to leave out (Excluded files) are like any other. false: they are not "
            "counted, searched or checked, and come last by name."
        ),
    )
    gaps: str = field(
        default="end",
        metadata=_about(
            'Where high-yield only says how many lines it leaves out: "end" (of the row above), "row" or "hidden".'
        ),
    )
    show_empty: bool = field(
        default=False, metadata=_about("true: a section without any text says (empty) below its heading.")
    )
    show_permalink: bool = field(
        default=False,
        metadata=_about("true: the header of a note has its permalink, where that says more than its path."),
    )
    images: str = field(
        default="auto",
        metadata=_about(
            'How pictures are drawn: "kitty", "sixel" or "iterm" (protocols of terminals), "halfblock" (half and '
            'quarter blocks, in any terminal with colours), "sextant" (finer, if the font has such blocks), "off" '
            '(only their names), or "auto": what the terminal is known to do, else half blocks. '
            "Needs the extra `studytui[images]`."
        ),
    )
    mouse: bool = field(
        default=True, metadata=_about("false: the mouse is left to the terminal, which then selects text by itself.")
    )
    editor: str | None = field(
        default=None,
        metadata=_about(
            "The command that edits a note, with its options. Without it, $VISUAL and then $EDITOR are used.",
            example='"nvim"',
        ),
    )
    start_page: str = field(
        default="reading",
        metadata=_about('What is shown at the start: "reading" (where you were) or "overview" (what is due).'),
    )
    show_due: bool = field(
        default=True, metadata=_about("true: the tree shows how many cards of a note or folder are due, as `•3`.")
    )
    show_left: bool = field(
        default=True, metadata=_about("true: the status line says what is left to review today, as `3 due, 20 new`.")
    )
    review_new: int = field(
        default=20, metadata=_about("New cards that a day brings at most, 0 to 9999; an exam's plan has its own.")
    )
    review_due: int = field(
        default=200, metadata=_about("Cards that are due and that a day brings at most, 0 to 9999; likewise.")
    )
    key_preset: str = field(
        default="default",
        metadata=_about(
            'Keys for hands that know another program: "default", "vim" (ctrl+f and ctrl+b are pages, : commands) or '
            '"emacs" (ctrl+n, ctrl+p, ctrl+v, alt+v, ctrl+s, alt+x). [keys] goes before it.'
        ),
    )
    anki_port: int = field(
        default=8765,
        metadata=_about("The port on this computer on which AnkiConnect, an add-on of Anki, listens (`webBindPort`)."),
    )
    anki_key: str | None = field(
        default=None,
        metadata=_about("The `apiKey` of AnkiConnect, if its configuration has one.", example='"secret"'),
    )
    legend: Legend = field(
        default_factory=Legend,
        metadata=_about(
            'What highlights of each colour are: "high-yield", "label" (shown, not counted) or "ignore" (not shown).'
        ),
    )
    legend_names: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({}),
        metadata=_about("What you call a colour; the legend shows it.", example='red = "exam favourite"'),
    )
    keys: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({}),
        metadata=_about(
            "Keys of your own: the id of a command, which `?` shows, and its keys with commas between them.",
            example='search = "slash,ctrl+k"',
        ),
    )

    @property
    def look(self) -> Look:
        """The settings that the layout of notes goes by."""
        return Look(cast("Gaps", self.gaps), self.show_empty, self.show_permalink)

    @property
    def vault_or_bundled(self) -> Path:
        """The vault to open when the command line names none."""
        return self.vault or paths.bundled_notes()
