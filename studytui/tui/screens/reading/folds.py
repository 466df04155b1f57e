"""Folding and unfolding callouts, details, embeds, sections and list items."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from studytui.tui.page.folds import all_turned, innermost, outermost_heading
from studytui.tui.screens.reading.base import ReadingBase


class Folding:
    """`z` here, `Z` everywhere; enter and the mouse work on what shows a sign."""

    BINDING_GROUP_TITLE = "Folds"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("z", "fold", "Fold", show=False, id="fold", tooltip="Fold or unfold here: callout, section, list item"),
        Binding("Z", "fold_all", "Fold all", show=False, id="fold_all", tooltip="Fold all sections, or unfold all"),
    ]

    def __init__(self, screen: ReadingBase) -> None:
        self._screen = screen
        self._pages = screen.pages

    def action_fold(self) -> None:
        """Fold or unfold the selected fold, else the innermost around the selected link, else around the first row.

        Where that is nothing: the first thing on the screen with a sign, else the first that folds.
        """
        if not self._may_fold():
            return
        reader, regions = self._pages.reader, self._pages.regions
        height = max(1, reader.size.height)
        stop = reader.selected
        if stop is not None and not reader.top <= stop.row < reader.top + height:
            stop = None
        key: int | None
        if stop is not None and stop.key[0] == "fold":
            key = stop.key[1]
        elif stop is None and self._pages.fold.turned is not None:
            key = self._pages.fold.turned
        else:
            key = innermost(reader.lines, reader.top if stop is None else stop.row, regions)
        if key is None:
            signs = (fold for fold in reader.stops.folds() if reader.top <= fold.row < reader.top + height)
            key = min(((fold.row, fold.key[1]) for fold in signs), default=(0, None))[1]
        if key is None:
            seen = range(reader.top, min(reader.top + height, len(reader.lines)))
            key = next((found for row in seen if (found := innermost(reader.lines, row, regions)) is not None), None)
        if key is None or key not in regions:
            self._screen.say("nothing folds here; Z folds all sections")
            return
        self._pages.fold.toggle(key)

    def action_fold_all(self) -> None:
        """Fold all sections, or unfold everything."""
        if not self._may_fold():
            return
        reader, regions = self._pages.reader, self._pages.regions
        folds = all_turned(self._pages.folds, regions)
        if folds == self._pages.folds:
            self._screen.say("nothing folds on this page")
            return
        key = outermost_heading(reader.lines, reader.top, regions)
        self._pages.fold.change(folds, key if folds.headings else None)

    def _may_fold(self) -> bool:
        if self._pages.view == "only":
            self._screen.say("high-yield only folds nothing; h shows all")
        elif not self._pages.reader.complete:
            self._screen.say("still laying out …")
        else:
            return True
        return False
