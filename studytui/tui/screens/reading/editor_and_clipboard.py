"""Handing the note to an editor, and text to the clipboard."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual.binding import Binding, BindingType

from studytui import paths
from studytui.tui.page.destination import OpenFile, destination
from studytui.tui.screens.reading.base import ReadingBase
from studytui.tui.screens.reading.vault_loading import VaultLoading
from studytui.vault.names import is_note_name


class Editing:
    """The vault is never written by us; the reader's own editor may."""

    BINDING_GROUP_TITLE = "Text"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit", "Edit", show=False, id="edit", tooltip="Edit this note in your editor, at this line"),
        Binding(
            "y",
            "copy",
            "Copy",
            show=False,
            id="copy",
            tooltip="Copy the selection, else the link, the path of the picture, code or line",
        ),
    ]

    def __init__(self, screen: ReadingBase, vault_loading: VaultLoading) -> None:
        self._screen = screen
        self._vault_loading = vault_loading
        self._pages, self._session = screen.pages, screen.session

    def action_edit(self) -> None:
        """Open the editor at this line; afterwards read the note and the vault again."""
        from studytui.tui.screens.editing import BUNDLED

        page = self._pages.page
        if page is None or not self._screen.ready:
            return
        if self._screen.vault.root == paths.bundled_notes():
            self._say(BUNDLED)
            return
        leaf = self._screen.sidebar.note_under_cursor()
        if leaf is not None:
            self._edit(leaf.path, 1)
            return
        row = self._pages.reader.source_row()
        note, line = page.path, (row.source if row is not None else None) or 1
        if page.of_topic:
            origin = self._pages.topic.places.get(line) if self._pages.topic is not None else None
            if origin is None:
                return
            note, line = origin
        elif row is not None and row.origin is not None:
            note, line = row.origin
        self._edit(note, line if is_note_name(note) else 1)  # what is shown of others has lines of its own

    def _edit(self, note: str, line: int) -> None:
        from studytui.tui.screens.editing import edit

        file = self._screen.vault.root / note
        self._say(edit(self._screen.app, file, line, self._session.settings.editor))
        self._vault_loading.read_vault(again=True)

    def edit_settings(self) -> None:
        """Open the settings in the editor, written with comments if there were none; what is saved holds at once."""
        from studytui.settings import SettingsError
        from studytui.settings.write import write_default
        from studytui.tui.external import editor_command
        from studytui.tui.screens.editing import hand_over

        file = paths.config_file()
        try:
            if not file.exists():
                write_default(file)
        except SettingsError as error:
            self._say(str(error))
            return
        command = editor_command(file, 1, self._session.settings.editor)
        if command is None:
            self._say(f"no editor: set $EDITOR; the settings are {file}")
        else:
            self._say(hand_over(self._screen.app, command))

    def _say(self, problem: str | None) -> None:
        if problem is not None:
            self._screen.say(problem, problem=True)

    async def action_copy(self) -> None:
        """Copy the selected text, else the path of the selected picture or the target of the selected link, else the
        code block at the top, else the line."""
        leaf = self._screen.sidebar.note_under_cursor()
        if leaf is not None:
            self._screen.app.copy_to_clipboard(leaf.path)
            self._screen.say(f"copied the path: {leaf.path}")
            return
        reader = self._pages.reader
        text = self._screen.get_selected_text()
        what = "selection"
        chosen = reader.selected.span if reader.selected is not None else None
        if not text and chosen is not None and chosen.link is not None:
            text, what = chosen.link.target, "link"
            if chosen.role in ("image", "picture") and self._pages.page is not None:
                page, origins = self._pages.page, self._pages.origins
                found = await asyncio.to_thread(destination, self._screen.vault, page, origins, chosen.link)
                text, what = (str(found.path), "path of the picture") if isinstance(found, OpenFile) else (text, what)
        if not text:
            text, what = self._pages.code_here() or "", "code block"
        if not text:
            text, what = reader.line_text(), "line"
            reader.light()
        if text:
            self._screen.app.copy_to_clipboard(text)
            if reader.selecting:
                self._screen.clear_selection()
            first, *more = text.strip().splitlines() or [""]
            self._screen.say(f"copied the {what}: {first}" + (f" … {len(more) + 1} lines" if more else ""))
        else:
            self._screen.say("there is nothing to copy here")
