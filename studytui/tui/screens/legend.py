"""The legend: colours of this note, what each counts as, and how many there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from studytui.markdown.legend import BUCKETS, Legend, Meaning
from studytui.tui.palette import BUCKET_COLORS

_MEANINGS: tuple[Meaning, ...] = ("high-yield", "label", "ignore")


class LegendScreen(ModalScreen[Legend | None]):
    """Answers with the changed legend, or None if nothing was changed."""

    CSS_PATH = "dialogs.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,c", "done", "Done", id="legend.close", tooltip="Keep these meanings and close"),
        Binding("space,right", "turn(1)", "Change", id="legend.change", tooltip="Next meaning of this colour"),
        Binding(
            "left", "turn(-1)", "Change back", show=False, id="legend.back", tooltip="Previous meaning of this colour"
        ),
    ]

    def __init__(self, legend: Legend, counts: Mapping[str, int], names: Mapping[str, str]) -> None:
        super().__init__()
        self._before = legend
        self._meanings: dict[str, Meaning] = {bucket: legend.meanings.get(bucket, "label") for bucket in BUCKETS}
        self._counts = counts
        self._names = names

    def compose(self) -> ComposeResult:
        """A framed list of the nine buckets."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "Legend"
            dialog.border_subtitle = "space changes · escape keeps"
            yield Static("What each highlight colour counts as, and how often it is in this note.", markup=False)
            yield OptionList(markup=False, compact=True)

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
                Content(f"  {name}").stylize("dim") if name else "",
            )
            options.add_option(Option(row if count else row.stylize("dim")))
        options.highlighted = at

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter changes a meaning, as space does."""
        event.stop()
        self.action_turn(1)

    def action_turn(self, step: int) -> None:
        """Give the highlighted colour the next meaning."""
        at = self.query_one(OptionList).highlighted
        if at is None:
            return
        bucket = self._order[at]
        now = _MEANINGS.index(self._meanings[bucket])
        self._meanings[bucket] = _MEANINGS[(now + step) % len(_MEANINGS)]
        self._fill()

    def action_done(self) -> None:
        """Answer with the legend if it changed."""
        changed = any(
            self._before.meanings.get(bucket, "label") != meaning for bucket, meaning in self._meanings.items()
        )
        self.dismiss(Legend(dict(self._meanings)) if changed else None)
