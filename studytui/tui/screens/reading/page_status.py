"""Texts of the status line and the outline on where one reads."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from studytui.study.recall import ALL
from studytui.tui.page.loader import Counts
from studytui.tui.page.pages import Page, page_title
from studytui.tui.panes.status import Status
from studytui.tui.panes.topic_node import Topic
from studytui.tui.screens.reading.base import ReadingBase
from studytui.tui.screens.reading.panes import Panes
from studytui.vault import Leaf

if TYPE_CHECKING:
    from studytui.tui.page.topic_page import TopicPage


def cards_text(counts: Counts) -> str:
    """`12 cards in 2 of 9 notes`; of a stretch, so many at least."""
    if counts.partial:
        return f"{counts.lines:,}+ cards in {counts.headings:,} notes"
    cards = "1 card" if counts.lines == 1 else f"{counts.lines:,} cards"
    return f"{cards} in {counts.sections:,} of {counts.headings:,} notes"


class PageStatus:
    """Page, view, counts and place."""

    def __init__(self, screen: ReadingBase, panes: Panes) -> None:
        self._screen = screen
        self._pages = screen.pages
        self._line = screen.status_line
        self._panes = panes
        self.outline_of: Page | None = None
        """The page that the outline is of: one that is being laid out has the outline of the page before."""

    def say_page(self) -> None:
        """Name the page in the status line."""
        reader = self._pages.reader
        counts = "" if reader.complete else "laying out …"
        path = self._page_path()
        kept = self._line.status if reader.selected is not None or reader.selecting else Status()
        self._line.say(path=path, view=self._view_sign(), counts=counts, selected=kept.selected, links="", heading="")
        page = self._pages.page
        vault = self._pages.loader.vault
        name = path if page is None or vault is None or page.of_topic else page_title(vault, page)
        self._screen.app.title = f"{name} · studytui" if name else "studytui"

    def say_topic(self, topic: Topic | None) -> None:
        """Name a row of the sidebar in full, with its counts."""
        if topic is None:
            self._line.say(selected="")
            return
        marks = self._screen.sidebar.topics.marks_of(topic)
        title = f" · {topic.label}" if isinstance(topic, Leaf) and not topic.path.endswith(f"{topic.label}.md") else ""
        notes = "" if isinstance(topic, Leaf) else f" · {topic.notes} note{'' if topic.notes == 1 else 's'}"
        self._line.say(selected=f"{topic.path or self._screen.vault_name}{title}{notes} · HY {marks}")

    def say_view(self) -> None:
        """Name the view in the status line."""
        self._line.say(view=self._view_sign())

    def say_counts(self) -> None:
        """Say in the status line what is high-yield on the page."""
        reader = self._pages.reader
        if not reader.complete:
            return
        counts = self._counts_text(self._pages.counts)
        self._line.say(counts=counts)
        page = self._pages.page
        if page is not None and page.of_topic and reader.lines and not reader.more_above:
            from studytui.tui.page.topic_page import with_counts

            reader.replace(0, with_counts(reader.lines[0], counts, reader.text_width))

    def say_when_nothing_is_marked(self) -> None:
        """In the status line: a note without marks is empty in this view; how to see all of it."""
        page = self._pages.page
        if self._pages.view == "only" and page is not None and page.kind == "note" and not self._pages.counts.marks:
            self._line.say(view="HIGH-YIELD ONLY (h shows all)")

    def _page_path(self) -> str:
        page = self._pages.page
        if page is None:
            return ""
        if not page.of_topic:
            return page.path
        return f"{'cards' if page.kind == 'cards' else 'high-yield'} of {page.path or 'all topics'}"

    def _view_sign(self) -> str:
        view = {"all": "", "only": "HIGH-YIELD ONLY", "dim": "DIMMED"}[self._pages.view]
        recall = self._pages.recall
        if recall is None:
            return view
        items = self._pages.items or ()
        shown = sum(recall.shown.get(item.number, 0) in range(ALL, 0) for item in items)
        partial = self._pages.counts.partial  # of a stretch the others are not known
        count = len(recall.missed) if partial else sum(item.number in recall.missed for item in items)
        missed = f", {count} missed" if count else ""
        if partial:
            return f"{view} RECALL {sum(words == ALL for words in recall.shown.values())} shown{missed}".strip()
        return f"{view} RECALL {shown}/{len(items)}{missed}".strip()

    def _counts_text(self, counts: Counts) -> str:
        """`HY 12 in 6 of 10 sections` (behaviour 5.3.1)."""
        page = self._pages.page
        if page is not None and page.kind == "cards":
            return cards_text(counts)
        if counts.partial and self._pages.topic is not None:
            return self._big_topic(self._pages.topic, counts)
        if not counts.marks:
            return "HY 0"
        if page is not None and page.kind == "topic":
            return f"HY {counts.marks:,} in {counts.sections:,} of {counts.headings:,} notes"
        return f"HY {counts.marks} in {counts.sections} of {counts.headings} sections"

    def _big_topic(self, topic: TopicPage, counts: Counts) -> str:
        """The counts of all of the topic, as the index knows them, or else of what is laid out."""
        marked = self._pages.stretch.marked
        if marked is None:
            return f"HY {counts.marks}+ in {counts.headings:,} notes"
        inside = [marks for path, marks in marked.items() if topic.order.holds(path)]
        return f"HY {sum(inside):,} in {len(inside):,} of {counts.headings:,} notes"

    def follow_reading(self) -> None:
        """Outline and status line show where the reader is."""
        reader = self._pages.reader
        height = max(1, reader.size.height)
        rows = len(reader.lines)
        if reader.more_above or reader.more_below:
            place = self._place_in_topic()
        elif rows <= height:
            place = "All"
        elif reader.top <= 0:
            place = "Top"
        elif not reader.complete:
            place = "…"
        elif reader.top >= reader.max_scroll_y and reader.complete:
            place = "End"
        else:
            place = f"{min(99, 100 * (reader.top + height) // max(1, rows))}%"
        line = self._reading_line()
        self._line.say(place=place, heading=self._heading(line))
        if self._has_outline:
            self._screen.outline_pane.follow(line)

    @property
    def _has_outline(self) -> bool:
        return self._panes.complete and self.outline_of == self._pages.page

    def _heading(self, line: int | None) -> str:
        """The heading that a line stands under."""
        if line is None or not self._has_outline:
            return ""
        entries = self._screen.outline_pane.entries
        at = bisect_right(entries, line, key=lambda entry: entry.line)
        return entries[at - 1].text if at else ""

    def _place_in_topic(self) -> str:
        """Of a big topic, by its notes."""
        from studytui.tui.page.topic_page import note_number

        reader, topic = self._pages.reader, self._pages.topic
        if topic is None or (reader.top <= 0 and not reader.more_above):
            return "Top"
        if reader.top >= reader.max_scroll_y and not reader.more_below:
            return "End"
        number = note_number(reader.rows_source(reader.top + reader.size.height) or 0)
        return f"{min(99, 100 * number // max(1, len(topic.order)))}%"

    def _reading_line(self) -> int | None:
        reader = self._pages.reader
        if reader.top >= reader.max_scroll_y and reader.top > 0:
            lines = reader.lines[reader.top : reader.top + reader.size.height]
            headings = [line.source for line in lines if any(span.role == "heading" for span in line.spans)]
            if headings:
                return headings[-1]
        return reader.rows_source(reader.top + 1)
