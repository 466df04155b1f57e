"""Pictures of the note that holds everything. Each test says what one should see; look before accepting a new one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from app_on_vault import until
from msgspec.structs import replace
from textual.pilot import Pilot

from studytui.settings import load
from studytui.state import open_state
from studytui.tui.app import StudyApp
from studytui.tui.pictures.gallery import Gallery
from studytui.tui.pictures.mode import Mode
from studytui.tui.screens.reading.screen import ReadingScreen

NOTES = Path(__file__).parents[2] / "notes"
NOTE = "Guide/Everything a note can hold.md"
NAMED_THERE = (
    NOTE,
    "Guide/How notes are understood.md",
    "Home.md",
    "USMLE/Cardiovascular/Heart failure.md",
    "USMLE/Cardiovascular/Hypertension.md",
    "USMLE/MSK/Gout.md",
    "USMLE/MSK/Osteoarthritis.md",
    "USMLE/Neurology/Cranial nerves.md",
    "USMLE/Neurology/Intracranial hemorrhage.md",
    "USMLE/Neurology/Multiple sclerosis.md",
    "appendix/Corticospinal tract.png",
    "appendix/Renin-angiotensin system.canvas",
)
"""The note, and what it links to or embeds: the pictures change with these alone."""
HIGH_YIELD = 9
"""Marks of the note, as the sidebar counts them."""
WHOLE_80, WHOLE_160 = (80, 226), (160, 226)
"""Sizes that hold the whole page."""

Compare = Callable[..., bool]


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    for name in NAMED_THERE:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(NOTES / name, root / name)
    return root


def app_on(root: Path, theme: str, images: Mode = "halfblock") -> StudyApp:
    app = StudyApp(root, replace(load().settings, theme=theme), open_state(root), NOTE)
    app.session.gallery = Gallery(images)  # whatever terminal the tests run in
    return app


async def everything(pilot: Pilot[None]) -> None:
    """Waits until the page is whole, and its diagram, picture, counts and links have arrived."""
    screen = pilot.app.screen
    assert isinstance(screen, ReadingScreen)
    reader, gallery = screen.pages.reader, screen.session.gallery
    await until(pilot, lambda: "backlink" in screen.status_line.status.links)
    await until(pilot, lambda: screen.sidebar.topics.counts.get(NOTE) == HIGH_YIELD)
    await until(pilot, lambda: any("│ Angiotensin I ├" in line.text for line in reader.lines), 60)
    await until(pilot, lambda: gallery.bytes_held > 0 or not gallery.draws)
    await until(pilot, lambda: reader.complete and len(reader.lines) <= reader.size.height)
    await pilot.pause(0.5)


def test_everything_dark_at_80_columns(vault: Path, snap_compare: Compare) -> None:
    """Nothing raw and nothing cut off. Headings blue and ruled; bars beside high-yield rows, seven tints on highlights;
    callouts with bars, icons and bold titles of six hues, one of them folded; a table ruled by dashes, formulas in
    Unicode, four boxes joined by arrows, Python in colours on a ground that reaches to the edge, the picture in half
    blocks, embeds behind double bars under underlined titles, footnotes by number, what is not run named in italics.
    """
    assert snap_compare(app_on(vault, "dark"), terminal_size=WHOLE_80, run_before=everything)


def test_everything_light_at_80_columns(vault: Path, snap_compare: Compare) -> None:
    """The same page, dark letters on a light ground: every hue darker, tints pale, all of it as easy to read."""
    assert snap_compare(app_on(vault, "light"), terminal_size=WHOLE_80, run_before=everything)


def test_everything_without_colour_at_80_columns(
    vault: Path, monkeypatch: pytest.MonkeyPatch, snap_compare: Compare
) -> None:
    """Greys only, and still told apart: high-yield bold with a bar, labels underlined, titles of callouts bold with
    their icons, links underlined in the colour of the text and addresses in grey, code on its ground, the picture by
    its name.
    """
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(app_on(vault, "dark", "off"), terminal_size=WHOLE_80, run_before=everything)


def test_everything_dark_at_160_columns(vault: Path, snap_compare: Compare) -> None:
    """Sidebar with counts, the whole page in a column that is easy to read, the outline with counts; the long title of
    the note gives way to its count.
    """
    assert snap_compare(app_on(vault, "dark"), terminal_size=WHOLE_160, run_before=everything)


def test_everything_light_at_160_columns(vault: Path, snap_compare: Compare) -> None:
    """The same three columns on a light ground: counts, titles of panes and keys of the footer read there too."""
    assert snap_compare(app_on(vault, "light"), terminal_size=WHOLE_160, run_before=everything)
