"""Pictures on the screen: painted, scrolled, clicked, opened."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from app_on_vault import OpenApp, path, until
from made_images import BLUE, GREEN, RED, SVG, WHITE, as_file, quarters
from PIL import Image
from rich.console import Console
from rich.segment import Segment
from textual.pilot import Pilot
from textual.screen import ModalScreen

from studytui.settings import load
from studytui.state import open_state
from studytui.tui.app import StudyApp
from studytui.tui.pictures.gallery import Gallery
from studytui.tui.reader import reader as reader_module
from studytui.tui.reader.picture_rows import pictures_of
from studytui.tui.screens.picture import PictureScreen
from studytui.tui.screens.reading import follow as following
from studytui.tui.screens.reading.screen import ReadingScreen

NOTE = """# Anatomy
- before
- ![[four.png|80]]
- after

![broken](broken.png)

![[flow.svg]]

| a | b |
| --- | --- |
| ![[four.png]] | x |

![gone](/img/user/gone.png)

[[Other]]
"""


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    (root / "appendix").mkdir(parents=True)
    noise = as_file(Image.effect_noise((300, 300), 80))
    files = {
        "Note.md": NOTE.encode(),
        "Other.md": b"\n".join(b"line %d\n" % at for at in range(60)) + b"\n![[four.png|400]]\n",
        "appendix/four.png": as_file(quarters((400, 400))),
        "broken.png": noise[: len(noise) // 2],
        "flow.svg": SVG,
    }
    for name, data in files.items():
        (root / name).write_bytes(data)
    return root


def rows_of_picture(screen: ReadingScreen) -> list[int]:
    return [row for row, line in enumerate(screen.pages.reader.lines) if pictures_of(line)]


def painted(screen: ReadingScreen, row: int) -> list[Segment]:
    """The segments on one row of the reader, as they are on the screen."""
    reader = screen.pages.reader
    return list(reader.render_line(row - reader.top))


async def shown(pilot: Pilot[None], screen: ReadingScreen) -> None:
    """Waits until every picture on the screen is drawn."""
    reader = screen.pages.reader

    def drawn() -> bool:
        on_screen = [line for line in reader.lines[reader.top : reader.top + reader.size.height] if pictures_of(line)]
        return bool(on_screen) and all(reader._drawn(line, span) for line in on_screen for span in pictures_of(line))

    await until(pilot, drawn)


def texts(screen: ReadingScreen) -> list[str]:
    return [line.text.strip() for line in screen.pages.reader.lines]


async def test_half_blocks_are_painted_in_the_right_colours_in_their_rows(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Note.md", images="halfblock") as (_, pilot, screen):
        await shown(pilot, screen)
        rows = rows_of_picture(screen)
        for row, mark, colors in ((rows[0], "• ", (RED, GREEN)), (rows[3], "  ", (BLUE, WHITE))):
            _gutter, *bullet, left, right, rest = painted(screen, row)
            assert "".join(segment.text for segment in bullet) == mark
            assert (left.text, right.text, rest.text.strip()) == (" " * 4, " " * 4, "")
            assert (left.style.bgcolor.triplet, right.style.bgcolor.triplet) == colors
        strip = screen.pages.reader.render_line(rows[0] - screen.pages.reader.top)
        assert strip.cell_length == screen.pages.reader.scrollable_content_region.width


async def test_a_broken_image_and_an_svg_say_so_and_one_in_a_table_is_drawn(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Note.md", images="halfblock", size=(120, 50)) as (_, pilot, screen):
        await until(pilot, lambda: "[image: broken, not drawn: damaged]" in texts(screen))
        await shown(pilot, screen)
        assert "[image: flow.svg, not drawn: SVG]" in texts(screen)
        assert "[image: gone, not in this vault]" in texts(screen)
        assert not any("four.png" in text for text in texts(screen))
        assert len(rows_of_picture(screen)) == 4 + 12


async def test_a_picture_scrolls_with_its_rows(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Other.md", images="halfblock", size=(120, 20)) as (_, pilot, screen):
        reader = screen.pages.reader
        rows = rows_of_picture(screen)
        assert screen.pages.loader.gallery.bytes_held == 0, "nothing is drawn before it is on the screen"
        reader.go_to_row(rows[0])
        await shown(pilot, screen)
        before = painted(screen, rows[2])
        await pilot.press("j", "j")
        assert reader.top == rows[2] or reader.top == reader.max_scroll_y
        assert painted(screen, rows[2]) == before


async def test_tab_stops_once_at_a_picture_and_enter_or_a_click_opens_it_outside(
    vault: Path, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(following.outside, "open_outside", lambda file: opened.append(file))
    async with open_app(vault, "Note.md", images="halfblock") as (_, pilot, screen):
        await shown(pilot, screen)
        reader = screen.pages.reader
        await pilot.press("tab")
        first = reader.selected
        assert " four.p" in "".join(segment.text for segment in painted(screen, rows_of_picture(screen)[0]))
        await pilot.press("tab")
        assert first is not None and first.span.role == "picture" and first.span.target == "four.png"
        assert reader.selected is not None and reader.selected.key != first.key
        await pilot.press("shift+tab", "enter")
        await until(pilot, lambda: len(opened) == 1)
        row = rows_of_picture(screen)[2]
        await pilot.click(reader, offset=(8, row - reader.top))
        await until(pilot, lambda: len(opened) == 2)
        assert opened == [vault / "appendix/four.png"] * 2
        await pilot.click(reader, offset=(30, row - reader.top))
        await pilot.pause()
        assert len(opened) == 2


async def test_kitty_gets_each_picture_once_before_its_cells_and_forgets_it_at_the_end(
    vault: Path, open_app: OpenApp
) -> None:
    async with open_app(vault, "Note.md") as (app, pilot, screen):
        written: list[str] = []
        assert app._driver is not None
        app._driver.write = written.append  # type: ignore[method-assign]
        app.session.gallery = screen.pages.loader.gallery = Gallery("kitty", (10, 20))
        screen.pages.relayout()
        await shown(pilot, screen)
        await pilot.press("j", "k", "h", "h")
        await until(pilot, lambda: bool(rows_of_picture(screen)) and screen.pages.reader.complete)
        cells = painted(screen, rows_of_picture(screen)[1])[2]
        number = int("".join(f"{value:02x}" for value in cells.style.color.triplet), 16)
        assert cells.text.startswith("\U0010eeee\u030d\u0305\U0010eeee\u030d\u030d")
        assert cells.cell_length == 8
        assert "".join(written).count(f"i={number},c=8,r=4") == 1
    assert "".join(written).count(f"a=d,d=I,q=2,i={number}") == 1


async def test_sixels_are_drawn_over_the_rows_and_again_when_they_are_painted(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Note.md") as (app, pilot, screen):
        written: list[str] = []
        assert app._driver is not None
        app._driver.write = written.append  # type: ignore[method-assign]
        screen.pages.loader.gallery = Gallery("sixel", (10, 20))
        screen.pages.relayout()
        await shown(pilot, screen)
        await until(pilot, lambda: any("\x1bP0;1;0q" in text for text in written))
        reader = screen.pages.reader
        row = reader.content_region.y + rows_of_picture(screen)[0] - reader.top
        column = reader.content_region.x + 4
        assert any(f"\x1b[{row + 1};{column + 1}H\x1bP0;1;0q" in text for text in written)
        reader.render_lines(reader.content_region)
        await app.push_screen(ModalScreen())
        written.clear()
        await pilot.pause(0.3)
        assert not any("\x1bP" in text for text in written), "nothing is drawn over what lies on top"
        await app.pop_screen()
        await until(pilot, lambda: any("\x1bP0;1;0q" in text for text in written))


async def test_without_the_image_library_the_name_stands_and_the_status_line_says_what_to_install(
    vault: Path, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "PIL", None)
    async with open_app(vault, "Note.md", images="halfblock") as (_, pilot, screen):
        assert "• [image: four.png]" in texts(screen)
        assert "[image: flow.svg]" in texts(screen)
        assert rows_of_picture(screen) == []
        await pilot.press("tab")
        await until(pilot, lambda: "install studytui[images]" in screen.status_line.status.selected)
        assert path(screen) == "Note.md"


async def test_images_can_be_turned_off(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Note.md", images="off") as (_, pilot, screen):
        assert rows_of_picture(screen) == []
        assert "• [image: four.png]" in texts(screen)
        await pilot.press("tab")
        await until(pilot, lambda: "opens outside" in screen.status_line.status.selected)
        assert "install" not in screen.status_line.status.selected


async def test_a_hint_stands_on_a_picture_and_f_reaches_it(
    vault: Path, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(following.outside, "open_outside", lambda file: opened.append(file))
    async with open_app(vault, "Note.md", images="halfblock") as (_, pilot, screen):
        await shown(pilot, screen)
        await pilot.press("f")
        assert "a" in [segment.text for segment in painted(screen, rows_of_picture(screen)[0])]
        await pilot.press("a")
        await until(pilot, lambda: opened == [vault / "appendix/four.png"])


async def test_y_copies_the_path_of_a_picture(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Note.md", images="halfblock") as (app, pilot, screen):
        await shown(pilot, screen)
        await pilot.press("tab", "y")
        await until(pilot, lambda: app.clipboard == str(vault / "appendix/four.png"))


@pytest.mark.parametrize("images", ["halfblock", "kitty", "sixel"])
async def test_capital_k_shows_a_picture_as_large_as_the_window(vault: Path, open_app: OpenApp, images: str) -> None:
    async with open_app(vault, "Note.md", images=images, size=(100, 40)) as (app, pilot, screen):
        await shown(pilot, screen)
        await pilot.press("tab", "K")
        await until(pilot, lambda: isinstance(app.screen, PictureScreen) and len(app.screen.reader.lines) > 30)
        assert isinstance(app.screen, PictureScreen)
        reader = app.screen.reader
        await until(pilot, lambda: reader._drawn(reader.lines[0], reader.lines[0].spans[0]) is not None)
        await pilot.resize_terminal(60, 20)
        await until(pilot, lambda: 10 < len(reader.lines) < 20)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)


async def test_a_window_made_narrower_than_a_sixel_picture_is_no_error(
    vault: Path, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []

    def beyond(rows: object, drawn: object, at: object, uncovered: Callable[[int, int], bool]) -> str:
        seen.append(uncovered(500, 1))
        return ""

    monkeypatch.setattr(reader_module, "over_rows", beyond)
    async with open_app(vault, "Note.md", images="sixel") as (_, pilot, screen):
        await shown(pilot, screen)
        screen.pages.reader._draw_over()
    assert seen and not any(seen)


async def test_enter_in_a_large_picture_opens_it_outside(
    vault: Path, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(following.outside, "open_outside", lambda file: opened.append(file))
    async with open_app(vault, "Note.md", images="halfblock") as (app, pilot, screen):
        await shown(pilot, screen)
        await pilot.press("tab", "K")
        await until(pilot, lambda: isinstance(app.screen, PictureScreen))
        await pilot.press("enter")
        await until(pilot, lambda: opened == [vault / "appendix/four.png"] and app.screen is screen)


async def test_the_address_of_an_image_outside_is_shown_copied_and_opened(
    vault: Path, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(following.outside, "open_outside", lambda file: opened.append(file))
    (vault / "Out.md").write_text("![](https://example.org/x.jpg)\n", encoding="utf-8")
    async with open_app(vault, "Out.md", images="halfblock") as (app, pilot, screen):
        await until(pilot, lambda: "[image: https://example.org/x.jpg]" in texts(screen))
        await pilot.press("tab", "y")
        await until(pilot, lambda: app.clipboard == "https://example.org/x.jpg")
        await pilot.press("enter")
        await until(pilot, lambda: opened == ["https://example.org/x.jpg"])


async def test_two_pictures_in_a_row_of_a_table_are_both_drawn(vault: Path, open_app: OpenApp) -> None:
    table = "| a | b |\n| --- | --- |\n| ![[four.png\\|100]] | ![[four.png\\|100]] |\n"
    (vault / "Table.md").write_text(table, encoding="utf-8")
    async with open_app(vault, "Table.md", images="halfblock", size=(100, 40)) as (_, pilot, screen):
        await shown(pilot, screen)
        row = rows_of_picture(screen)[0]
        colors = [segment.style.bgcolor.triplet for segment in painted(screen, row) if segment.style.bgcolor]
        assert colors.count(RED) == colors.count(GREEN) == 2


async def test_a_width_for_a_window_is_not_taken_literally_in_coarse_cells(vault: Path, open_app: OpenApp) -> None:
    (vault / "Wide.md").write_text("![[four.png|240]]\n\n![[four.png|100]]\n", encoding="utf-8")
    async with open_app(vault, "Wide.md", images="halfblock", size=(100, 60)) as (_, _pilot, screen):
        widths = {span.end - span.start for line in screen.pages.reader.lines for span in pictures_of(line)}
        assert widths == {40, 10}


@pytest.mark.parametrize("version", ["XTerm(379)", ""])
async def test_colours_stay_whole_up_to_the_driver_whatever_rich_has_detected(
    vault: Path, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    for name, value in (("TERM", "xterm-256color"), ("COLORTERM", ""), ("XTERM_VERSION", version), ("TMUX", "")):
        monkeypatch.setenv(name, value)
    app = StudyApp(vault, load().settings, open_state(vault), "Note.md")
    app.console = Console(color_system="256", force_terminal=True)
    app.get_driver_class()
    assert app.console.color_system == "truecolor"
    assert app.color_depth.depth == ("truecolor" if version else "256")


async def test_a_high_picture_in_a_cell_is_made_narrower(vault: Path, open_app: OpenApp) -> None:
    (vault / "Table.md").write_text("| a | b |\n| --- | --- |\n| ![[four.png]] | x |\n", encoding="utf-8")
    async with open_app(vault, "Table.md", images="halfblock", size=(120, 50)) as (_, _pilot, screen):
        assert len(rows_of_picture(screen)) in (11, 12)


async def test_a_sixel_is_no_wider_than_xterm_draws(vault: Path) -> None:
    gallery = Gallery("sixel", (9, 18))
    assert gallery.most_columns * 9 <= 1000 < (gallery.most_columns + 1) * 9
