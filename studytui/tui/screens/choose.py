"""A modal list to choose from: candidates of a link, nearest names, bookmarks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

Value = TypeVar("Value")


class Choice(Struct, Generic[Value], frozen=True):
    """One row of the list: its label, and the value that choosing it returns."""

    value: Value
    title: str
    detail: str = ""


class ChooseScreen(ModalScreen["Value | None"], Generic[Value]):
    """Says what it is about, lists the choices, answers with the value chosen or None."""

    CSS_PATH = "dialogs.tcss"

    BINDING_GROUP_TITLE = "In a list"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "cancel", "Close", id="choose.close", tooltip="Close without choosing"),
        Binding("j", "move(1)", "Down", show=False, id="choose.down", tooltip="Next row"),
        Binding("k", "move(-1)", "Up", show=False, id="choose.up", tooltip="Previous row"),
        Binding("delete,d", "delete", "Delete", id="choose.delete", tooltip="Delete this row"),
    ]

    def __init__(
        self, title: str, choices: Sequence[Choice[Value]], *, message: str = "", empty: str = "", deletes: bool = False
    ) -> None:
        super().__init__()
        self._title = title
        self._message = message
        self._choices = list(choices)
        self._empty = empty
        self._deletes = deletes
        self.deleted: list[Value] = []
        """What was deleted meanwhile."""

    def compose(self) -> ComposeResult:
        """A framed list."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content(self._title)
            dialog.border_subtitle = self._keys()
            if self._message:
                yield Static(Content(self._message), classes="message", markup=False)
            yield OptionList(markup=False, compact=True, id="choices")

    def _keys(self) -> str:
        keys = ["enter opens"] if self._choices else []
        keys += ["d deletes"] if self._deletes and self._choices else []
        return " · ".join([*keys, "escape closes"])

    def on_mount(self) -> None:
        """Fill the list."""
        self._fill()
        self.query_one(OptionList).focus()

    def _fill(self) -> None:
        options = self.query_one(OptionList)
        at = options.highlighted or 0
        options.clear_options()
        if not self._choices:
            options.add_option(Option(Content(self._empty or "nothing here"), disabled=True))
            return
        for choice in self._choices:
            content = Content(choice.title)
            if choice.detail:
                content = Content.assemble(content, "\n", Content(f"  {choice.detail}").stylize("dim"))
            options.add_option(Option(content))
        options.highlighted = min(at, len(self._choices) - 1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Deleting is only for lists that can."""
        return self._deletes if action == "delete" else True

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer with the row."""
        event.stop()
        if event.option_index < len(self._choices):
            self.dismiss(self._choices[event.option_index].value)

    def action_move(self, step: int) -> None:
        """Move the highlight."""
        options = self.query_one(OptionList)
        if step > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def action_delete(self) -> None:
        """Take the highlighted row away."""
        at = self.query_one(OptionList).highlighted
        if at is not None and at < len(self._choices):
            self.deleted.append(self._choices.pop(at).value)
            self._fill()

    def action_cancel(self) -> None:
        """Close without a choice."""
        self.dismiss(None)
