"""Folds of a page: turned at its place, and opened round what is to be seen."""

from __future__ import annotations

from studytui.layout.folds import PROPERTIES, Folds
from studytui.layout.hidden import Hidden
from studytui.tui.page.anchor import Anchor, Within
from studytui.tui.page.folds import header_row
from studytui.tui.page.pages import Place
from studytui.tui.page.stay import Stay
from studytui.tui.reader.page_parts import LoadedPage
from studytui.tui.reader.strips import StopKey


class PageFolds:
    """The folds of one page view."""

    def __init__(self, page: LoadedPage) -> None:
        self._page = page

    @property
    def turned(self) -> int | None:
        """Key of the fold that was opened or closed last, while the reader has not moved since."""
        stay, arrived = self._page.stay, self._page.arrived
        return stay.fold[0] if stay.fold is not None and arrived == self._page.reader.top else None

    def toggle(self, key: int) -> None:
        """Open what is folded, fold what is open."""
        page, region = self._page, self._page.regions.get(key)
        if region is not None:
            self.change(page.folds.open({key}) if region.closed else page.folds.close(key), key)

    def change(
        self, folds: Folds, key: int | None = None, *, select: StopKey | None = None, match: bool = False
    ) -> None:
        """Fold otherwise; the header of fold `key` stays in sight, else the line that is there."""
        page = self._page
        place = page.place()
        if place is None:
            return
        page.folds = folds
        header = None if key is None else header_row(page.reader.lines, key)
        fold = None if header is None or key is None else (key, max(0, header - page.reader.top))
        page.start(place, Stay(place.anchor, fold=fold, select=select, match=match), known=page.document)

    def reveal(
        self, hidden: Hidden, line: int, origin: tuple[str, int] | None = None, *, select: StopKey | None = None
    ) -> None:
        """Open the dropped run, or the folds, that leave a source line out, and go there.

        What is to be selected there is `select`; else it is the match of the find box.
        """
        page = self._page
        if page.page is None or (hidden.run is None and not hidden.folds):
            return
        if hidden.run is not None:
            page.expanded |= {hidden.run}
        folds = page.folds.open(hidden.folds)
        if PROPERTIES in hidden.folds:
            self.change(folds, PROPERTIES, select=select, match=select is None)
            return
        within = None if origin is None else Within(line, *origin)
        anchor = Anchor(line, 0, page.reader.size.height // 3, within=within)
        stay = Stay(anchor, select=select, match=select is None)
        page.start(Place(page.page, anchor), stay, known=page.document, folds=folds)
