"""The screens that contrast is measured on: how to get to each, and the cells that are seen there."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator

from rich.segment import Segment
from textual.color import Color
from textual.pilot import Pilot

from studytui.tui.app import StudyApp
from studytui.tui.screens.reading.screen import ReadingScreen
from studytui.tui.theme.palette import LEAST_OF_FRAMES, MIN_CONTRAST, contrast

Way = Callable[[StudyApp, Pilot[None], ReadingScreen], Awaitable[None]]


def keys(*pressed: str) -> Way:
    """Keys that lead from the note to a screen."""

    async def go(app: StudyApp, pilot: Pilot[None], screen: ReadingScreen) -> None:
        await pilot.press(*pressed)
        await pilot.pause(0.3)

    return go


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
        if set(segment.text.strip()) <= {"█"}:
            continue  # a sample of a colour, beside its name
        least = MIN_CONTRAST if re.search(r"\w", segment.text) else LEAST_OF_FRAMES
        ratio = contrast(front, back)
        if ratio < least - 0.05:
            found[f"row {row}: {segment.text.strip()[:30]}"] = round(ratio, 2)
    return found
