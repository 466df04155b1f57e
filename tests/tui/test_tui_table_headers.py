"""The header of a table stays in sight wherever the table stands, and only while it is the right one."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_on_vault import OpenApp, until

from studytui.tui.screens.reading.screen import ReadingScreen

ROWS = "".join(f"| key {n} | {'==value ' + str(n) + '==' if n % 2 else 'value ' + str(n)} |\n" for n in range(40))
NAMED = "| Drug | Use |\n|--|--|\n" + ROWS
QUOTED = "> [!note] Table\n" + "".join(f"> {line}\n" for line in NAMED.splitlines())
PLACES = {
    "in an embed": "![[Table]]\n",
    "in a callout": QUOTED,
    "in a callout in an embed": "![[Quoted]]\n",
    "in a list": "- item\n\n" + "".join(f"  {line}\n" for line in NAMED.splitlines()),
}
ABOVE = "> [!tip]- Folded\n" + "> a line\n>\n" * 5 + "\n"


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    (tmp_path / "Table.md").write_text(NAMED, encoding="utf-8")
    (tmp_path / "Quoted.md").write_text(QUOTED, encoding="utf-8")
    return tmp_path


def screen_rows(screen: ReadingScreen) -> list[str]:
    reader = screen.pages.reader
    return [reader.render_line(y).text.strip(" ┃║▌") for y in range(reader.size.height)]


def stays(screen: ReadingScreen) -> bool:
    """True if the header is painted above the row that is the third on the screen."""
    first, second, third = screen_rows(screen)[:3]
    return first.split() == ["Drug", "│", "Use"] and set(second) == {"─", "┼"} and third.startswith("key ")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("view", ["all", "only", "dim"])
async def test_a_header_stays_in_every_view(tables: Path, open_app: OpenApp, place: str, view: str) -> None:
    (tables / "Host.md").write_text(ABOVE + PLACES[place] + "\nlast ==words==\n" * 9, encoding="utf-8")
    async with open_app(tables, "Host.md", size=(70, 20)) as (_, pilot, screen):
        reader = screen.pages.reader
        if view != "all":
            await pilot.press("h" if view == "only" else "d")
            await until(pilot, lambda: screen.pages.view == view and reader.complete)
        row = next(row for row, line in enumerate(reader.lines) if "key 9 " in line.text)
        reader.go_to_row(row)
        await until(pilot, lambda: reader.top == row)
        assert stays(screen)
        reader.go_to_row(next(row for row, line in enumerate(reader.lines) if "key 39 " in line.text))
        await pilot.pause()
        assert "Drug" not in " ".join(screen_rows(screen))


async def test_a_header_stays_after_a_fold_above_it_has_turned(tables: Path, open_app: OpenApp) -> None:
    (tables / "Host.md").write_text(ABOVE + PLACES["in a callout in an embed"], encoding="utf-8")
    async with open_app(tables, "Host.md", size=(70, 20)) as (_, pilot, screen):
        reader = screen.pages.reader
        fold = next(iter(screen.pages.regions))
        for count in (1, 2):
            before = len(reader.lines)
            screen.pages.fold.toggle(fold)
            await until(pilot, lambda before=before: reader.complete and len(reader.lines) != before)
            row = next(row for row, line in enumerate(reader.lines) if f"key {count + 5} " in line.text)
            reader.go_to_row(row)
            await until(pilot, lambda row=row: reader.top == row)
            assert stays(screen)


@pytest.mark.parametrize("names", ["| | |", "| &nbsp; | <br> |", "| %%hidden%% | <!-- x --> |"])
async def test_no_header_stays_where_the_columns_have_no_names(tables: Path, open_app: OpenApp, names: str) -> None:
    (tables / "Host.md").write_text(f"{names}\n|--|--|\n{ROWS}", encoding="utf-8")
    async with open_app(tables, "Host.md", size=(70, 20)) as (_, pilot, screen):
        reader = screen.pages.reader
        reader.go_to_row(10)
        await until(pilot, lambda: reader.top == 10)
        assert screen_rows(screen)[0].startswith("key ")
        assert reader.first_row == 10
        assert not any(set(line.text) & {"─", "┼"} for line in reader.lines)
