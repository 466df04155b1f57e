"""Recall view: the page with its high-yield text masked, asked item by item where it stands (behaviour 7.4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from inspect import isawaitable
from typing import Any, ClassVar

from msgspec.structs import replace
from textual.binding import Binding, BindingType

from studytui.study.recall import ALL, ITEMS_A_LINE, Item, Recall, section_of
from studytui.tui.reader.stops import Stop
from studytui.tui.screens.reading.base import ReadingBase
from studytui.tui.screens.reading.page_status import PageStatus

BETRAYERS = ("search", "open_by_name", "preview", "topic_page", "legend", "review", "overview", "bookmarks")
"""Actions that would show answers, or what is found in them, elsewhere."""


class Recalling:
    """`r` masks; `space` and `w` show, `u` hides, `-` marks what was missed, which is asked again at the end."""

    BINDING_GROUP_TITLE = "Recall"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "recall", "End recall", id="recall", tooltip="Recall: hide high-yield text, and ask it"),
        Binding(
            "alt+r",
            "recall(True)",
            "Recall section",
            show=False,
            id="recall.section",
            tooltip="Recall this section alone",
        ),
        Binding(
            "space",
            "recall_next",
            "Next",
            id="recall.next",
            priority=True,
            tooltip="Show the next item",
        ),
        Binding("w", "recall_word", "Word", id="recall.word", tooltip="In recall: show the next word"),
        Binding("u", "recall_hide", "Hide", id="recall.hide", tooltip="In recall: hide it again"),
        Binding(
            "minus",
            "recall_missed",
            "Missed",
            key_display="-",
            id="recall.missed",
            tooltip="In recall: mark the item shown last as missed; it is asked again",
        ),
    ]

    def __init__(self, screen: ReadingBase, status: PageStatus) -> None:
        self._screen = screen
        self._pages = screen.pages
        self._status = status
        self._last: int | None = None
        self._begun = False
        """True if recall has just begun, and the items of the page are not known yet."""
        self._again: frozenset[int] = frozenset()
        """Items that were missed and are asked again, also where only a stretch of the page is known."""

    @property
    def active(self) -> bool:
        """True while text is masked."""
        return self._pages.recall is not None

    def idle(self, action: str) -> bool:
        """True for what recall refuses while it asks, and for the key that ends it while it does not."""
        return action in BETRAYERS if self.active else action == "recall"

    def foremost(self, action: str) -> bool:
        """True for the keys of recall while it asks."""
        return self.active and action.startswith("recall")

    async def unless_active(self, action: Callable[..., Any], *arguments: Any) -> None:
        """Run an action that would show answers, but not in recall."""
        if self.active:
            self._screen.say("that would show answers; r ends recall")
            return
        done = action(*arguments)
        if isawaitable(done):
            await done

    def allows(self, action: str) -> bool:
        """False for what recall alone can do, outside of it and where the keys go elsewhere."""
        return not action.startswith("recall_") or (self.active and self._screen.focused is self._pages.reader)

    def action_recall(self, section: bool = False) -> None:
        """Mask the page or the section, or end that."""
        if self.active:
            self._change(None)
            self._screen.say("recall ended")
            return
        if self._pages.page is None or (section and not self._pages.reader.complete):
            self._screen.say("still laying out …")
            return
        if self._pages.page.kind == "cards":
            self._screen.say("this page has the answers; R asks its cards")
            return
        self._last, self._begun, self._again = None, True, frozenset()
        self._change(Recall(section=self._section() if section else None))
        if self._pages.topic is not None and self._pages.topic.is_big:
            # Rows above the place where the reader is are laid out first; those that stand there are the answers.
            self._pages.show_note(["the answers are hidden; still laying out …"])

    def _section(self) -> tuple[int, int] | None:
        """First and last source line of the section that the reader is in."""
        document, row = self._pages.document, self._pages.reader.source_row()
        line = row.source if row is not None and row.source is not None else 1
        return None if document is None else section_of(document.blocks, line)

    def _change(self, recall: Recall | None) -> None:
        self._pages.recall = recall
        self._pages.relayout()
        self._say()

    def _say(self) -> None:
        self._status.say_view()

    def completed(self) -> None:
        """The items of the page are known; where there are none, recall ends at once."""
        if not self.active:
            self._begun = False
            return
        if self._begun and self._pages.items is None:
            return  # the page as it was before
        if self._begun and not self._pages.items:
            self._begun = False
            self._change(None)
            self._screen.say("nothing is high-yield here: there is nothing to recall")
            return
        if self._begun:
            self._begun = False
            self._screen.say("recall: space shows the next, w a word, - marks it missed, r ends")
        self._say()

    def _hidden(self, item: Item) -> bool:
        recall = self._pages.recall
        shown = recall.shown.get(item.number, 0) if recall is not None else ALL
        return shown != ALL and shown < item.words

    @property
    def _items(self) -> Sequence[Item]:
        """What is asked; nothing while that is not known yet."""
        return () if self._begun else self._pages.items or ()

    def _next(self) -> int | None:
        """The item of the next blank from the selected one or the first row on the screen, around the end."""
        reader = self._pages.reader
        chosen = reader.selected
        if chosen is not None and chosen.key[0] == "blank":
            return chosen.key[1]
        blanks = sorted((stop for stop in reader.stops.blanks()), key=lambda stop: stop.pieces[0])
        stop = next((stop for stop in blanks if stop.row >= reader.top), blanks[0] if blanks else None)
        if stop is None:
            # What a view or a fold leaves out is asked as well: it is shown when its turn comes.
            known = next((item.number for item in self._items if self._hidden(item)), None)
            shown = recall.shown if (recall := self._pages.recall) is not None else {}
            again = self._again - shown.keys() if self._is_stretch else ()
            return known if known is not None else min(again, default=None)
        return stop.key[1]

    def action_recall_next(self) -> None:
        """Show the next item whole, or begin to ask what was missed."""
        item = self._next()
        if item is None:
            self._end_of_round()
        else:
            self._show(item, ALL)

    def action_recall_word(self) -> None:
        """Show one more word of the next item."""
        item, recall = self._next(), self._pages.recall
        if item is None or recall is None:
            self._end_of_round()
            return
        shown, known = recall.shown.get(item, 0) + 1, self._known(item)
        self._show(item, ALL if known is not None and shown >= known.words else shown)

    def reveal(self, stop: Stop) -> None:
        """Show the item of a blank that was chosen."""
        self._show(stop.key[1], ALL)

    def _known(self, number: int) -> Item | None:
        return next((item for item in self._items if item.number == number), None)

    @property
    def _is_stretch(self) -> bool:
        return self._pages.topic is not None and self._pages.counts.partial

    def _missed(self, recall: Recall) -> frozenset[int]:
        """Those that are still on the page, as far as that is known."""
        return recall.missed if self._is_stretch else recall.missed & {item.number for item in self._items}

    def _show(self, item: int, words: int) -> None:
        recall, reader, known = self._pages.recall, self._pages.reader, self._known(item)
        if recall is None:
            return
        stop = reader.stops.get(("blank", item))
        if stop is None and (known is not None or self._is_stretch):
            self._pages.go_to_line(known.line if known is not None else item // ITEMS_A_LINE)
        elif stop is not None and not reader.top <= stop.row < reader.top + reader.size.height:
            reader.select(stop.key)
        self._last = item
        self._change(recall.showing(item, words))

    def _end_of_round(self) -> None:
        recall = self._pages.recall
        if recall is None:
            return
        if self._begun:
            self._screen.say("still laying out …")
            return
        missed = self._missed(recall)
        if not missed:
            all_of = "all of these are" if self._is_stretch else f"all {len(self._items)}"
            self._screen.say(f"{all_of} shown; r ends recall")
            return
        for item in missed:
            recall = recall.hiding(item)
        self._last, self._again = None, missed
        self._change(replace(recall, missed=frozenset()))
        self._screen.say(f"once more: {len(missed)} missed")

    def action_recall_hide(self) -> None:
        """Hide the item shown last."""
        recall = self._pages.recall
        if recall is not None and self._last is not None:
            self._change(recall.hiding(self._last))

    def action_recall_missed(self) -> None:
        """Mark the item shown last as missed, or take that back."""
        recall = self._pages.recall
        if recall is None or self._last is None:
            self._screen.say("show an item first: - marks the one shown last as missed")
            return
        self._change(replace(recall, missed=recall.missed ^ {self._last}))
