"""Opening what a link, an image or a `⋯` row stands for."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from studytui.tui import external as outside
from studytui.tui.page.anchor import Anchor
from studytui.tui.page.destination import (
    Destination,
    NotHere,
    OpenAddress,
    OpenFile,
    OpenPlace,
    Refused,
    destination,
    from_note,
)
from studytui.tui.page.pages import Page, Place, page_title
from studytui.tui.reader.stops import Stop
from studytui.tui.screens.reading.base import ReadingBase
from studytui.tui.screens.reading.footnotes import Footnotes
from studytui.tui.screens.reading.navigation import Navigation
from studytui.tui.screens.reading.search import Searching

if TYPE_CHECKING:
    from studytui.tui.panes.links_pane import LinkEntry

IMAGE_ROLES = ("image", "picture")
"""Roles of an image: its name, and the rows that it is drawn in."""


def searched_for(target: str) -> str:
    """The words of a target that leads nowhere: the name without its folders, and the heading."""
    path, _, place = target.partition("#")
    name = path.rpartition("/")[2].removesuffix(".md")
    return " ".join(f"{name} {place.replace('#', ' ').lstrip('^')}".split())


class Following:
    """Links: followed, previewed, chosen among."""

    BINDING_GROUP_TITLE = "Links"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "K",
            "preview",
            "Preview",
            show=False,
            id="preview",
            tooltip="Preview what the selected link leads to, or see the picture large",
        ),
        Binding(
            ".",
            "candidates",
            "Candidates",
            show=False,
            id="candidates",
            tooltip="Choose among the notes a link may mean",
        ),
    ]

    def __init__(self, screen: ReadingBase, navigation: Navigation, footnotes: Footnotes, searching: Searching) -> None:
        self._screen = screen
        self._navigation = navigation
        self._footnotes = footnotes
        self._searching = searching
        self._pages, self._session = screen.pages, screen.session
        self._ambiguous: OpenPlace | None = None
        """The destination of the last link that was opened, if several notes answer to it."""

    async def follow_link(self, stop: Stop) -> None:
        """Open what a link or an image leads to."""
        found = await self._destination(stop)
        if found is not None:
            self._open(found)

    async def _destination(self, stop: Stop | None) -> Destination | None:
        if stop is None or stop.span.link is None or self._pages.page is None or not self._screen.ready:
            return None
        return await asyncio.to_thread(
            destination, self._screen.vault, self._pages.page, self._pages.origins, stop.span.link
        )

    def _open(self, found: Destination) -> None:
        match found:
            case OpenPlace(place, candidates, via):
                self._ambiguous = found if candidates else None
                if candidates:
                    self._screen.say(f"{len(candidates)} notes have this name; . chooses among them")
                elif via == "alias":
                    self._screen.say("found by an alias")
                self._navigation.go(place)
            case OpenFile(path):
                self._open_outside(path, path.name)
            case OpenAddress(url):
                self._open_outside(url, url)
            case Refused(reason):
                self._screen.say(reason, problem=True)
            case NotHere(target, nearest):
                self._offer_nearest(target, nearest)

    def _open_outside(self, target: Path | str, name: str) -> None:
        """Hand a file or an address to the system, and say how that went."""
        if self._screen.app.is_web and isinstance(target, str):
            self._screen.app.open_url(target)  # the browser that shows this screen
            return
        self._screen.say(f"opening outside: {name}")

        async def opened() -> None:
            problem = await asyncio.to_thread(outside.open_outside, target)
            self._screen.say(
                f"{problem}: {target}" if problem else f"opened outside: {name}", problem=problem is not None
            )

        self._screen.run_worker(opened(), name="outside", exit_on_error=False)

    def _offer_nearest(self, target: str, nearest: tuple[str, ...]) -> None:
        from studytui.tui.screens.choose import Choice, ChooseScreen

        words = searched_for(target)
        choices = [Choice("", f"search all notes for “{words}”")] if words else []
        choices += [Choice(path, self._screen.vault.title(path), path=path) for path in nearest]
        screen: ChooseScreen[str] = ChooseScreen("Not in this vault", choices, message=target)

        def chosen(path: str | None) -> None:
            if path == "":
                self._searching.search_words(words)
            else:
                self._open_note(path)

        self._screen.app.push_screen(screen, chosen)

    def _open_note(self, path: str | None) -> None:
        if path is not None:
            self._navigation.go(Place(Page("note", path)))

    async def say_selected(self, chosen: Stop | None) -> None:
        """Say in the status line where the selected link leads."""
        if chosen is None:
            self._screen.status_line.say(selected="")
            return
        if chosen.key[0] == "gap":
            self._screen.status_line.say(selected="enter shows these lines")
            return
        if chosen.key[0] == "blank":
            self._screen.status_line.say(selected="enter shows it")
            return
        if chosen.key[0] == "fold":
            self._screen.status_line.say(selected="enter folds and unfolds")
            return
        if chosen.span.link is None:
            self._screen.status_line.say(selected=self._describe_stop(chosen))
            return
        found = await self._destination(chosen)
        if self._pages.reader.selected is chosen:
            self._screen.status_line.say(selected=self._describe(found) + self._picture_hint(chosen, found))

    def _picture_hint(self, stop: Stop, found: Destination | None) -> str:
        if stop.span.role in IMAGE_ROLES and isinstance(found, OpenFile) and self._session.gallery.library_missing:
            return "; install studytui[images] to see it here"
        return "; K shows it large" if isinstance(found, OpenFile) and self._is_drawn(stop) else ""

    def _describe_stop(self, chosen: Stop) -> str:
        """The hint of what `enter` does on a footnote or a tag."""
        match chosen.key[0]:
            case "footnote":
                return f"→ {self._footnotes.text_of(chosen) or 'footnote'}"
            case "definition":
                return "enter goes back to the text"
            case "tag":
                return f"enter searches for {chosen.span.target}"
        return ""

    @staticmethod
    def _describe(found: Destination | None) -> str:
        match found:
            case OpenPlace(place, candidates, via):
                path = place.page.path + (f" › {place.subpath}" if place.subpath else "")
                notes = f" ({len(candidates)} candidates)" if candidates else ""
                return f"→ {path}{notes}" + (f" (via {via})" if via else "")
            case OpenFile(file):
                return f"→ {file.name} (opens outside)"
            case OpenAddress(url):
                return f"→ {url}"
            case NotHere(target, _):
                return f"not in this vault: {target}"
            case Refused(reason):
                return reason
        return ""

    async def action_candidates(self) -> None:
        """Choose among the notes that the selected link may mean, or the one that has led here."""
        found = await self._destination(self._pages.reader.selected)
        if not isinstance(found, OpenPlace) or not found.candidates:
            found = self._led_here()
        if found is None:
            self._screen.say("select a link that several notes answer to first")
            return
        from studytui.tui.screens.choose import Choice, ChooseScreen

        choices = [Choice(path, self._screen.vault.title(path), path=path) for path in found.candidates]
        screen: ChooseScreen[str] = ChooseScreen("Which note?", choices)
        await self._screen.app.push_screen(screen, self._open_note)

    def _led_here(self) -> OpenPlace | None:
        """The destination of an ambiguous link that was opened, while one of its notes is."""
        found, page = self._ambiguous, self._pages.page
        here = found is not None and page is not None and page.kind == "note" and page.path in found.candidates
        return found if here else None

    async def action_preview(self) -> None:
        """Show what the selected link leads to, or the note under the cursor of the sidebar, over the page."""
        from studytui.tui.screens.preview import PreviewScreen

        row = self._screen.sidebar.note_under_cursor()
        if row is not None:
            place = self._session.stored_place(row.path) or Place(Page("note", row.path))
            await self._screen.app.push_screen(
                PreviewScreen(self._screen.new_pages(), place, row.label), self._after_preview
            )
            return
        if self._screen.sidebar.in_use:
            self._screen.say("enter opens a folder; K previews the note under the cursor")
            return
        reader = self._pages.reader
        if reader.selected is None:
            reader.action_stop(1)
        chosen = reader.selected
        if chosen is not None and chosen.span.link is None:
            if chosen.key[0] == "footnote":
                await self._footnotes.preview(chosen)
            else:
                self._screen.say(self._describe_stop(chosen))
            return
        found = await self._destination(reader.selected)
        if isinstance(found, OpenPlace):
            title = await asyncio.to_thread(page_title, self._screen.vault, found.place.page)
            await self._screen.app.push_screen(
                PreviewScreen(self._screen.new_pages(), found.place, title), self._after_preview
            )
        elif isinstance(found, OpenFile) and chosen is not None and self._is_drawn(chosen):
            await self._show_large(chosen, found)
        elif found is not None:
            self._screen.say(self._describe(found))

    def _is_drawn(self, stop: Stop) -> bool:
        return stop.span.role in IMAGE_ROLES and self._session.gallery.draws

    async def _show_large(self, stop: Stop, found: OpenFile) -> None:
        """A picture in the whole window."""
        from studytui.tui.pictures.page import Pictures
        from studytui.tui.screens.picture import PictureScreen

        link, page, origins = stop.span.link, self._pages.page, self._pages.origins
        if link is None or page is None:
            return

        def pictures(height: int) -> Pictures:
            made = Pictures(self._screen.vault, page.path, self._session.gallery, height, most=(height, 1.0))
            made.origins = origins
            return made

        def closed(outside: bool | None) -> None:
            if outside:
                self._open(found)

        await self._screen.app.push_screen(PictureScreen(self._screen.palette, found.path.name, link, pictures), closed)

    def _after_preview(self, place: Place | None) -> None:
        if place is not None:
            self._navigation.go(place)

    async def open_entry(self, entry: LinkEntry) -> None:
        """Open an entry of the links pane."""
        if entry.kind == "backlink":
            self._navigation.go(Place(Page("note", entry.target), Anchor(entry.line, 0, 3)))
            return
        source = self._pages.page.path if self._pages.page is not None else None
        self._open(
            await asyncio.to_thread(from_note, self._screen.vault, source, entry.target, markdown=entry.markdown)
        )
