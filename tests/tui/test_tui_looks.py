"""Pictures of the screen. Each test says what one should see; look at the picture before accepting a new one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from app_on_vault import until
from msgspec.structs import replace
from textual.pilot import Pilot

from studytui.settings import load
from studytui.state import open_state
from studytui.tui.app import StudyApp
from studytui.tui.screens.reading.screen import ReadingScreen

PAGE = """---
{"dg-publish":true,"permalink":"/Neurology/Palsy/","tags":["t1"]}
---
A note with **everything** that a glance should tell apart, and a [[Neurology/Nowhere\\|missing link]].
# Signs
- <span style="background:rgba(240, 200, 0, 0.2)">Wholly high-yield line, long enough that it has to wrap at eighty columns</span>
\t- plain child with `code`, a [[Neurology/Other\\|link]] and #tag
- <span style="background:rgba(240, 200, 0, 0.2)">Partly</span> high-yield, with a <span style="background:rgba(3, 135, 102, 0.2)">green label</span>

---
## Compare
| Drug | Mechanism | Adverse effects |
| --- | --- | ---: |
| Riluzole | <span style="background:rgba(240, 200, 0, 0.2)">inhibits glutamate release</span> | nausea |
| Edaravone | free radical scavenger | bruising |

> [!warning] Do not miss
> A callout with a [site](https://example.org).

![Pasted image.png](/img/user/Pasted%20image.png)
"""

Compare = Callable[..., bool]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    (root / "Neurology").mkdir(parents=True)
    (root / "Neurology/Palsy.md").write_text(PAGE, encoding="utf-8")
    (root / "Neurology/Other.md").write_text("Links to [[Palsy]].\n", encoding="utf-8")
    return root


def app_on(root: Path, theme: str) -> StudyApp:
    settings = replace(load().settings, theme=theme)
    return StudyApp(root, settings, open_state(root), "Neurology/Palsy.md")


def after(*keys: str) -> Callable[[Pilot[None]], object]:
    """Waits until all panes are filled, then presses keys."""

    async def wait(pilot: Pilot[None]) -> None:
        screen = pilot.app.screen
        assert isinstance(screen, ReadingScreen)
        await until(pilot, lambda: "backlink" in screen.status_line.status.links)
        await until(pilot, lambda: screen.sidebar.topics.counts.get("Neurology") == 3)
        await until(pilot, lambda: len(screen.sidebar.topics.root.children) == 1)
        await pilot.press(*keys)
        await until(pilot, lambda: screen.pages.reader.complete)
        await pilot.pause(0.3)

    return wait


def test_dark_at_80_columns(page: Path, snap_compare: Compare) -> None:
    """The note alone: yellow bars and tint on high-yield rows, green label without a bar, a dim missing link."""
    assert snap_compare(app_on(page, "dark"), terminal_size=(80, 24), run_before=after())


def test_light_at_160_columns(page: Path, snap_compare: Compare) -> None:
    """Tree with counts, the note, and the outline with counts, readable on a light background."""
    assert snap_compare(app_on(page, "light"), terminal_size=(160, 45), run_before=after())


def test_high_yield_only(page: Path, snap_compare: Compare) -> None:
    """Headings, parents and the rest of partial lines dimmed; the table with its hit row; gaps where lines are left out."""
    assert snap_compare(app_on(page, "dark"), terminal_size=(80, 24), run_before=after("h"))


def test_without_colour(page: Path, monkeypatch: pytest.MonkeyPatch, snap_compare: Compare) -> None:
    """Greys only: high-yield is bold with a bar, a label is underlined, links are underlined, missing ones in italics."""
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(app_on(page, "dark"), terminal_size=(80, 24), run_before=after())
