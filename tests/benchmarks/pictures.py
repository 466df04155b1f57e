"""Pictures of twelve screens, and of those to study with, on the bundled notes, at three sizes, dark and light: to be looked at.

    python -m tests.benchmarks.pictures FOLDER [NAME ...]

writes SVG, and PNG where Chromium is installed. The README's picture is `note-120x40-dark.png`.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from msgspec.structs import replace

NOTE = "USMLE/Neurology/Amyotrophic lateral sclerosis.md"
SIZES = ((80, 24), (120, 40), (200, 60))
THEMES = ("dark", "light")
SCREENS: dict[str, tuple[str | None, tuple[str, ...]]] = {
    "start": (None, ()),
    "note": (NOTE, ("]", "]")),
    "high-yield-only": (NOTE, ("h",)),
    "topic-page": (NOTE, ("H",)),
    "search-empty": (NOTE, ("slash",)),
    "search-hits": (NOTE, ("slash", *"prolong survival")),
    "search-nothing": (NOTE, ("slash", *"qqqqq")),
    "outline-and-links": (NOTE, ("o", "b", "tab")),
    "legend": (NOTE, ("c",)),
    "help": (NOTE, ("question_mark",)),
    "palette": (NOTE, ("ctrl+p",)),
    "bookmarks": (NOTE, ("]", "m", "]", "m", "}", "m", "apostrophe")),
    "recall": (NOTE, ("r", "space")),
    "review": (NOTE, ("R",)),
    "review-answer": (NOTE, ("R", "space")),
    "overview": (NOTE, ("S",)),
    "exam": (NOTE, ("S", "E")),
    "picture": ("USMLE/Cardiovascular/Heart murmurs.md", ("tab", "K")),
}
"""Name -> note and keys."""


async def take(name: str, size: tuple[int, int], theme: str, file: Path) -> None:
    """One picture, as SVG."""
    from studytui import paths
    from studytui.settings import load
    from studytui.state import open_state
    from studytui.tui.app import StudyApp

    note, keys = SCREENS[name]
    root = paths.bundled_notes()
    state = open_state(root)
    for mark in state.bookmarks():
        state.remove_bookmark(mark.note, mark.line)
    state.save_view("all")
    app = StudyApp(root, replace(load().settings, theme=theme, images="halfblock"), state, note)
    async with app.run_test(size=size) as pilot:
        for _ in range(200):
            engine = app.session.engine
            if engine is not None and engine.complete:
                break
            await pilot.pause(0.05)
        await pilot.pause(0.5)
        for key in keys:
            await pilot.press(key)
            for _ in range(400):  # the first review of a vault makes its cards
                status = getattr(app.screen, "status_line", None)
                if "making cards" not in str(status.render() if status is not None else ""):
                    break
                await pilot.pause(0.05)
            await pilot.pause(0.8 if len(keys) < 8 else 0.05)
        await pilot.pause(0.8)
        file.write_text(app.export_screenshot(), encoding="utf-8")
    state.close()


def as_png(file: Path) -> None:
    """The same picture beside it, if there is a browser."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        return
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1")
    words = file.read_text(encoding="utf-8").partition('viewBox="')[2].split('"')[0].split()
    window = f"--window-size={round(float(words[2]))},{round(float(words[3]))}"
    subprocess.run(
        [browser, *options, window, f"--screenshot={file.with_suffix('.png')}", file.as_uri()],
        check=False,
        capture_output=True,
        timeout=60,
    )


def main() -> None:
    """Takes the pictures that are named, or all."""
    folder = Path(sys.argv[1]).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["HOME"] = tempfile.mkdtemp()
    for variable in [name for name in os.environ if name.startswith(("XDG_", "STUDYTUI_"))]:
        del os.environ[variable]
    for name in sys.argv[2:] or SCREENS:
        for width, height in SIZES:
            for theme in THEMES:
                file = folder / f"{name}-{width}x{height}-{theme}.svg"
                asyncio.run(take(name, (width, height), theme, file))
                as_png(file)
                print(file.name)


if __name__ == "__main__":
    main()
