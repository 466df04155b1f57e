"""The screens that contrast is measured on: how to get to each, and the cells that are seen there."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator

from app_on_vault import until
from made_images import as_file, quarters
from rich.segment import Segment
from textual.color import Color
from textual.pilot import Pilot

from studytui.tui.app import StudyApp
from studytui.tui.screens.picture import PictureScreen
from studytui.tui.screens.reading.screen import ReadingScreen
from studytui.tui.theme.palette import LEAST_OF_FRAMES, MIN_CONTRAST, contrast

Way = Callable[[StudyApp, Pilot[None], ReadingScreen], Awaitable[None]]


def keys(*pressed: str) -> Way:
    """Keys that lead from the note to a screen."""

    async def go(app: StudyApp, pilot: Pilot[None], screen: ReadingScreen) -> None:
        await pilot.press(*pressed)
        await pilot.pause(0.3)

    return go


def studying(*pressed: str, there: str) -> Way:
    """Keys that lead to a screen of study, which stands once a text is there."""

    async def go(app: StudyApp, pilot: Pilot[None], screen: ReadingScreen) -> None:
        await until(pilot, lambda: screen.session.engine is not None and screen.session.engine.complete)
        for key in pressed:
            await pilot.press(key)
            await pilot.pause(0.3)
        await until(pilot, lambda: any(there in segment.text for _, segment in seen(app)))

    return go


async def large_picture(app: StudyApp, pilot: Pilot[None], screen: ReadingScreen) -> None:
    """A picture as large as the window."""
    (screen.session.root / "made.png").write_bytes(as_file(quarters()))
    (screen.session.root / "Picture.md").write_text("![[made.png]]\n", encoding="utf-8")
    app.session.gallery.mode = "halfblock"
    await until(pilot, lambda: screen.ready and "Picture.md" in screen.vault.notes)
    screen.navigation.open_note("Picture.md")
    await until(pilot, lambda: screen.pages.page is not None and screen.pages.page.path == "Picture.md")
    await until(pilot, lambda: screen.pages.reader.complete)
    await pilot.press("tab", "K")
    await until(pilot, lambda: isinstance(app.screen, PictureScreen))
    await pilot.pause(0.3)


SCREENS: dict[str, Way] = {
    "note": keys("]", "tab"),
    "sidebar": keys("t", "j"),
    "outline": keys("o", "j"),
    "links": keys("b", "j"),
    "high-yield only": keys("h"),
    "topic page": keys("H"),
    "search": keys("slash", *"stroke"),
    "nothing found": keys("slash", *"qqqqq"),
    "legend": keys("c", "j"),
    "help": keys("question_mark"),
    "palette": keys("ctrl+p"),
    "bookmarks": keys("m", "apostrophe"),
    "find": keys("ctrl+f", *"line"),
    "message": keys("n"),
    "recall": keys("r", "space"),
    "review": studying("R", there="shows the answer"),
    "answer": studying("R", "space", there="Again"),
    "overview": studying("S", "j", there="Coverage"),
    "picture": large_picture,
    "exam": studying("S", "E", "3", "0", there="Exam date"),
}


def seen(app: StudyApp) -> Iterator[tuple[int, Segment]]:
    """Every segment that is on the screen, with its row; of a dialog what is in its frame."""
    dialog = next(iter(app.screen.query(".dialog")), None)
    for row, strip in enumerate(app.screen._compositor.render_strips()):
        if dialog is not None:
            if not dialog.region.y <= row < dialog.region.bottom:
                continue
            strip = strip.crop(dialog.region.x, dialog.region.right)
        for segment in strip:
            yield row, segment


def poor(app: StudyApp) -> dict[str, float]:
    """What reads too badly: text below 4.5:1, frames below 3:1, by where it is and what stands there."""
    found: dict[str, float] = {}
    for row, segment in seen(app):
        style = segment.style
        if style is None or not segment.text.strip() or style.color is None or style.bgcolor is None:
            continue
        front, back = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
        if style.reverse:
            front, back = back, front
        bars = "" if isinstance(app.screen, PictureScreen) else "▌"
        if all("\u2580" <= sign <= "\u259f" and sign not in bars for sign in segment.text.strip()):
            continue  # a sample of a colour beside its name, or a part of a picture
        least = MIN_CONTRAST if re.search(r"\w", segment.text) else LEAST_OF_FRAMES
        ratio = contrast(front, back)
        if ratio < least - 0.05:
            found[f"row {row}: {segment.text.strip()[:30]}"] = round(ratio, 2)
    return found
