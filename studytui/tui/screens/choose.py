"""A modal list to choose from: candidates of a link, nearest names, bookmarks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from studytui.layout.sanitise import clean
from studytui.layout.wrap import cells
from studytui.tui.panes.hanging import INDENT, hang, short_path
from studytui.tui.panes.rows import Row, value_of
from studytui.tui.screens.dialog import Dialog, move_highlight

Value = TypeVar("Value")


NARROWEST = 20
"""Columns for which rows are built at least."""


class Choice(Struct, Generic[Value], frozen=True):
    """One row of the list: its label, and the value that choosing it returns."""

    value: Value
    title: str
    detail: str = ""
    path: str = ""
    """Stands before the detail, with its middle left out where it is long."""


class ChooseScreen(Dialog["Value | None"], Generic[Value]):
    """Says what it is about, lists the choices, answers with the value chosen or None."""

    CSS_PATH = "dialogs.tcss"

    BINDING_GROUP_TITLE = "In a list"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "cancel", "Close", id="choose.close", tooltip="Close without choosing"),
        Binding("j", "move(1)", "Down", show=False, id="choose.down", tooltip="Next row"),
        Binding("k", "move(-1)", "Up", show=False, id="choose.up", tooltip="Previous row"),
        Binding("delete,d", "delete", "Delete", id="choose.delete", tooltip="Delete this row"),
        Binding("u", "undo", "Undo", id="choose.undo", tooltip="Take the last deletion back"),
    ]

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice[Value]],
        *,
        message: str = "",
        empty: str = "",
        deletes: bool = False,
        enter: str = "opens",
    ) -> None:
        """`enter` says what that key does."""
        super().__init__()
        self._title = title
        self._message = message
        self._choices = list(choices)
        self._empty = empty
        self._deletes = deletes
        self._enter = enter
        self._gone: list[tuple[int, Choice[Value]]] = []
        self._rows: dict[int, int] = {}
        """Option -> number of the choice; air between rows is no choice."""
        self._built_for = 0

    @property
    def deleted(self) -> list[Value]:
        """The choices that were deleted meanwhile."""
        return [choice.value for _, choice in self._gone]

    def compose(self) -> ComposeResult:
        """A framed list."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content(self._title)
            if self._message:
                yield Static(Content(clean(self._message)), classes="message", markup=False)
            yield OptionList(markup=False, compact=True, id="choices")

    def _keys(self) -> str:
        keys = [f"enter {self._enter}"] if self._choices else []
        keys += ["d deletes"] if self._deletes and self._choices else []
        keys += ["u undoes"] if self._gone else []
        return " · ".join([*keys, "escape closes"])

    def on_mount(self) -> None:
        """Fill the list."""
        self._fill(0)
        self.query_one(OptionList).focus()

    def on_resize(self) -> None:
        """Wrap the rows for another width."""
        if self._built_for != self._width:
            self._fill(self._at or 0)

    @property
    def _width(self) -> int:
        return max(NARROWEST, self.query_one(OptionList).scrollable_content_region.width - 1)

    @property
    def _at(self) -> int | None:
        highlighted = self.query_one(OptionList).highlighted
        return None if highlighted is None else self._rows.get(highlighted)

    def _fill(self, at: int) -> None:
        options = self.query_one(OptionList)
        self.query_one(".dialog").border_subtitle = self._keys()
        self._built_for = self._width
        self._rows = {}
        options.clear_options()
        if not self._choices:
            options.add_option(Option(Content(self._empty or "nothing here"), disabled=True))
            return
        built = [_lines(choice, self._built_for) for choice in self._choices]
        airy = any(len(lines) > 1 for lines in built)
        rows: list[Option] = []
        for number, (choice, lines) in enumerate(zip(self._choices, built, strict=True)):
            if airy and rows:
                rows.append(Option(Content(" "), disabled=True))
            self._rows[len(rows)] = number
            rows.append(Row(Content("\n").join(lines), choice))
        options.add_options(rows)
        number = min(at, len(self._choices) - 1)
        options.refresh(layout=True)
        options.highlighted = next(row for row, shown in self._rows.items() if shown == number)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Deleting is only for lists that can, and undoing for what was deleted."""
        return self._deletes if action == "delete" else bool(self._gone) if action == "undo" else True

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer with the row."""
        event.stop()
        choice = value_of(event.option)
        if isinstance(choice, Choice):
            self.dismiss(choice.value)

    def action_move(self, step: int) -> None:
        """Move the highlight."""
        move_highlight(self, step)

    def action_delete(self) -> None:
        """Take the highlighted row away."""
        at = self._at
        if at is not None:
            self._gone.append((at, self._choices.pop(at)))
            self._fill(at)
            self.refresh_bindings()

    def action_undo(self) -> None:
        """Put the row that was deleted last where it was."""
        if self._gone:
            at, choice = self._gone.pop()
            self._choices.insert(at, choice)
            self._fill(at)
            self.refresh_bindings()

    def action_cancel(self) -> None:
        """Close without a choice."""
        self.dismiss(None)


def _lines(choice: Choice[Value], width: int) -> list[Content]:
    """The rows of a choice: its title, and below it where it is and what else there is to say."""
    lines = hang(Content(clean(choice.title)).stylize("bold"), width)
    detail = clean(choice.detail)
    if choice.path:
        path = short_path(clean(choice.path), max(width // 2, width - INDENT - cells(detail) - 3))
        detail = " · ".join(filter(None, (path, detail)))
    if detail:
        below = hang(Content(detail), width - INDENT, INDENT)
        lines += [Content.assemble(" " * INDENT, line) for line in below]
    return lines
