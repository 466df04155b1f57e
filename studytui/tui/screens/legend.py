"""The legend: colours of this note, what each counts as, and how many there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from studytui.markdown.legend import BUCKETS, Legend, Meaning
from studytui.tui.panes.key_bar import KeyBar
from studytui.tui.screens.dialog import Dialog, move_highlight
from studytui.tui.theme.palette import BUCKET_COLORS

_MEANINGS: tuple[Meaning, ...] = ("high-yield", "label", "ignore")
_SAID = {"high-yield": "counts as high-yield", "label": "counts as a label", "ignore": "is ignored"}
_ABOUT = "What each highlight colour counts as, and how often it is in this note."


class Buckets(OptionList):
    """The rows of the legend; a click changes one, as the message of a selected option says."""

    BINDING_GROUP_TITLE = "In the legend"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.keep", "Keep", id="legend.keep", tooltip="Keep these meanings and close"),
    ]


class LegendScreen(Dialog[Legend | None]):
    """Answers with the changed legend, or None if nothing was changed or the changes were dropped."""

    CSS_PATH = "dialogs.tcss"

    BINDING_GROUP_TITLE = "In the legend"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "space,right", "turn(1)", "Change", key_display="space", id="legend.change", tooltip="Next meaning of it"
        ),
        Binding("left", "turn(-1)", "Change back", show=False, id="legend.back", tooltip="Previous meaning of it"),
        Binding("u", "undo", "Undo", id="legend.undo", tooltip="Undo the last change"),
        Binding("escape,q,c", "drop", "Drop", id="legend.close", tooltip="Close; what was changed is dropped"),
        Binding("j", "move(1)", "Down", show=False, id="legend.down", tooltip="Next colour"),
        Binding("k", "move(-1)", "Up", show=False, id="legend.up", tooltip="Previous colour"),
    ]

    def __init__(self, legend: Legend, counts: Mapping[str, int], names: Mapping[str, str]) -> None:
        super().__init__()
        self._before = legend
        self._meanings: dict[str, Meaning] = {bucket: legend.meanings.get(bucket, "label") for bucket in BUCKETS}
        self._done: list[tuple[str, Meaning]] = []
        """Changed colours with what each counted as before, the last change last."""
        self._counts = counts
        self._names = names

    def compose(self) -> ComposeResult:
        """A framed list of the nine buckets, what has changed, and the keys."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "Legend"
            yield Static(_ABOUT, markup=False)
            yield Buckets(markup=False, compact=True)
            yield Static(id="legend-changed", markup=False)
            yield KeyBar()

    def on_mount(self) -> None:
        """Fill the list, beginning with the colours that the note has."""
        self._order = sorted(BUCKETS, key=lambda bucket: -self._counts.get(bucket, 0))
        self._fill()
        self.query_one(OptionList).focus()

    def _fill(self) -> None:
        options = self.query_one(OptionList)
        at = options.highlighted or 0
        options.clear_options()
        for bucket in self._order:
            count = self._counts.get(bucket, 0)
            name = self._names.get(bucket, "")
            row = Content.assemble(
                Content("██ ").stylize(BUCKET_COLORS[bucket]),
                bucket.ljust(8),
                Content(self._meanings[bucket].ljust(12)).stylize(
                    "bold" if self._meanings[bucket] == "high-yield" else ""
                ),
                f"{count:>5}",
                f"  {name}" if name else "",
            )
            options.add_option(Option(row))
        options.highlighted = at
        changed = changes(self._before, Legend(self._meanings))
        self.query_one("#legend-changed", Static).update(f"{changed}, in every note" if changed else "")
        self.refresh_bindings()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click changes a meaning."""
        event.stop()
        self.action_turn(1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is something to undo only after a change."""
        return bool(self._done) if action == "undo" else True

    def action_move(self, step: int) -> None:
        """Go to the next or previous colour."""
        move_highlight(self, step)

    def action_turn(self, step: int) -> None:
        """Give the highlighted colour the next meaning."""
        at = self.query_one(OptionList).highlighted
        if at is None:
            return
        bucket = self._order[at]
        before = self._meanings[bucket]
        self._done.append((bucket, before))
        self._meanings[bucket] = _MEANINGS[(_MEANINGS.index(before) + step) % len(_MEANINGS)]
        self._fill()

    def action_undo(self) -> None:
        """Take the last change back."""
        if self._done:
            bucket, before = self._done.pop()
            self._meanings[bucket] = before
            self._fill()

    def action_keep(self) -> None:
        """Answer with the legend if it changed."""
        legend = Legend(dict(self._meanings))
        self.dismiss(legend if changes(self._before, legend) else None)

    def action_drop(self) -> None:
        """Close and leave everything as it was."""
        self.dismiss(None)


def changes(before: Legend, after: Legend) -> str:
    """The changes to the legend, in words; empty where there is none."""
    changed = [
        f"{bucket} {_SAID[after.meanings.get(bucket, 'label')]}"
        for bucket in BUCKETS
        if after.meanings.get(bucket, "label") != before.meanings.get(bucket, "label")
    ]
    return ", ".join(changed)
