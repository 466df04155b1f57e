"""A one-line box that keeps up with any typist."""

from __future__ import annotations

from typing import Final

from textual import events
from textual.keys import KEY_NAME_REPLACEMENTS
from textual.widgets import Input

_NAMED: Final = frozenset(KEY_NAME_REPLACEMENTS.values())
"""Keys of signs, such as `slash`, whose characters Textual does not find by their names."""


class TextBox(Input):
    """An input whose keys act in the order they were pressed.

    Textual handles letters when they reach the input but bindings only after they have bubbled up to the app, so that
    a quick backspace, or enter, would act after the letters that follow it.
    """

    last_key: events.Key | None = None
    """The key that reached the box last."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """True for a key that writes a character here, and so carries out no command meanwhile."""
        return key in _NAMED or super().check_consume_key(key, character)

    def take_late(self, event: events.Key) -> bool:
        """Take a letter that was pressed after the key that leads here, but reached another pane; True if taken."""
        if event is self.last_key or not event.is_printable or event.character is None:
            return False
        self.put(event.character)
        return True

    def put(self, text: str) -> None:
        """Insert a text where the cursor is, in place of what is selected."""
        self.replace(text, *sorted(self.selection))

    def _on_paste(self, event: events.Paste) -> None:
        """Several lines are joined by blanks."""
        event.stop()
        event.prevent_default()
        self.put(" ".join(line.strip() for line in event.text.splitlines()) if "\n" in event.text else event.text)

    async def on_key(self, event: events.Key) -> None:
        """Edit at once."""
        self.last_key = event
        edits = {
            "backspace": self.action_delete_left,
            "delete": self.action_delete_right,
            "left": self.action_cursor_left,
            "right": self.action_cursor_right,
            "home": self.action_home,
            "end": self.action_end,
            "ctrl+u": self.action_delete_left_all,
            "ctrl+w": self.action_delete_left_word,
        }
        edit = edits.get(event.key)
        if edit is not None:
            event.stop()
            event.prevent_default()
            edit()
        elif not event.is_printable:
            active = self.screen.active_bindings.get(event.key)
            if active is not None and active.node is self and active.enabled:
                event.stop()
                event.prevent_default()
                await self.app.run_action(active.binding.action, default_namespace=self)
