"""Handing the note to an editor, and text to the clipboard."""

from __future__ import annotations

from typing import ClassVar

from textual.app import SuspendNotSupported
from textual.binding import Binding, BindingType

from studytui import paths
from studytui.tui.external import editor_command, run_in_terminal
from studytui.tui.screens.reading.base import ReadingBase
from studytui.tui.screens.reading.vault_loading import VaultLoading
from studytui.vault.names import is_note_name


class Editing:
    """The vault is never written by us; the reader's own editor may."""

    BINDING_GROUP_TITLE = "Text"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit", "Edit", show=False, id="edit", tooltip="Edit this note in your editor, at this line"),
        Binding("y", "copy", "Copy", show=False, id="copy", tooltip="Copy the selection, else the link, code or line"),
    ]

    def __init__(self, screen: ReadingBase, vault_loading: VaultLoading) -> None:
        self._screen = screen
        self._vault_loading = vault_loading
        self._pages, self._session = screen.pages, screen.session

    def action_edit(self) -> None:
        """Open the editor at this line; afterwards read the note and the vault again."""
        page = self._pages.page
        if page is None or not self._screen.ready:
            return
        if self._screen.vault.root == paths.bundled_notes():
            self._screen.say(
                "these notes are part of studytui: copy their folder and open the copy to edit them", problem=True
            )
            return
        row = self._pages.reader.source_row()
        note, line = page.path, (row.source if row is not None else None) or 1
        if page.kind == "topic":
            origin = self._pages.topic.places.get(line) if self._pages.topic is not None else None
            if origin is None:
                return
            note, line = origin
        elif row is not None and row.origin is not None:
            note, line = row.origin
        if not is_note_name(note):
            line = 1  # what is shown of it has lines of its own
        command = editor_command(self._screen.vault.root / note, line, self._session.settings.editor)
        if command is None:
            self._screen.say("no editor: set $EDITOR, or editor in the settings", problem=True)
            return
        try:
            with self._screen.app.suspend():
                problem = run_in_terminal(command)  # raises nothing: the terminal would not be taken back
        except SuspendNotSupported:
            self._screen.say("this terminal can't be handed to an editor", problem=True)
            return
        if problem is not None:
            self._screen.say(f"{problem}; the editor is set by $EDITOR, or editor in the settings", problem=True)
        self._screen.app.refresh(layout=True)
        self._vault_loading.read_vault(again=True)

    def action_copy(self) -> None:
        """Copy the selected text, else the selected link's target, else the code block at the top, else the line."""
        reader = self._pages.reader
        text = self._screen.get_selected_text()
        what = "selection"
        if not text and reader.selected is not None and reader.selected.span.link is not None:
            text, what = reader.selected.span.link.target, "link"
        if not text:
            text, what = self._pages.code_here() or "", "code block"
        if not text:
            text, what = reader.line_text(), "line"
        if text:
            self._screen.app.copy_to_clipboard(text)
            self._screen.say(f"copied the {what}")
        else:
            self._screen.say("there is nothing to copy here")
