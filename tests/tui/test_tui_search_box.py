"""The search box: groups, rows, what is remembered, and what is said when nothing is found."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_on_vault import OpenApp, path, until
from textual.widgets import Input, Static

from studytui.layout.wrap import cells
from studytui.tui.panes.hit_list import HitList
from studytui.tui.screens.search import SearchScreen

NOTES = {
    "USMLE/Infectious disease/Opportunistic infections of the immunocompromised/HIV and opportunistic infections.md": (
        "# Prophylaxis\n\nTrimethoprim–sulfamethoxazole below 200 cells, to prevent Pneumocystis pneumonia and "
        "toxoplasmosis in everyone who has antibodies against Toxoplasma gondii\n"
    ),
    "USMLE/Pulmonology/Asthma.md": "# Etiology\n\nAllergens.\n\n# Treatment\n\nInhaled steroids in asthma.\n",
    "USMLE/Pulmonology/COPD.md": "# Treatment\n\nUnlike asthma: tiotropium first.\n",
}


@pytest.fixture
def study(vault: Path) -> Path:
    for name, text in NOTES.items():
        file = vault / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return vault


def options(app) -> list[str]:
    return [str(option.prompt) for option in app.screen.query_one(HitList).options]


async def ask(app, pilot, query: str) -> None:
    await pilot.press("slash")
    await until(pilot, lambda: isinstance(app.screen, SearchScreen))
    app.screen.query_one(Input).value = query
    await answered(app, pilot)


async def answered(app, pilot) -> None:
    box = app.screen
    await until(pilot, lambda: box._answered == box._number and box._query == box._box.value)
    await pilot.pause()


def shown(reader) -> str:
    return "\n".join(line.text for line in reader.lines[reader.top : reader.top + reader.size.height])


def ready(screen) -> bool:
    return screen.session.engine is not None and screen.session.engine.complete


async def test_groups_have_headings_that_say_what_was_read(study: Path, open_app: OpenApp) -> None:
    async with open_app(study) as (app, pilot, screen):
        await until(pilot, lambda: ready(screen))
        await ask(app, pilot, "asthma tretment")
        assert options(app)[0] == 'similar: "treatment"'
        assert options(app)[1].startswith("Asthma")
        assert options(app)[1].endswith("\n  Treatment")
        hit = app.screen.query_one(HitList).hit
        assert (hit.title, hit.snippet) == ("Asthma", "Treatment")


async def test_rows_with_most_of_the_words_stand_below_the_others_and_say_what_they_lack(
    study: Path, open_app: OpenApp
) -> None:
    async with open_app(study) as (app, pilot, screen):
        await until(pilot, lambda: ready(screen))
        await ask(app, pilot, "inhaled steroids asthma treatment")
        found = [option for option in options(app) if option.strip()]
        assert found[0] == "found"
        assert found[1].startswith("Asthma")
        at = found.index("most of the words")
        assert "without: inhaled, steroids" in found[at + 1]
        assert "most of the words" in str(app.screen.query_one("#search-status", Static).content)


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_rows_hang_and_folders_stand_at_the_right_shortened_at_their_end(
    study: Path, open_app: OpenApp, size: tuple[int, int]
) -> None:
    async with open_app(study, size=size) as (app, pilot, screen):
        await until(pilot, lambda: ready(screen))
        await ask(app, pilot, "trimethoprim")
        room = app.screen.query_one(HitList).scrollable_content_region.width - 1
        (row,) = options(app)
        first, *others = row.split("\n")
        assert first.startswith("HIV and opportunistic infections  ")
        assert first.endswith("…")
        assert "USMLE/Infectious" in first
        assert cells(first) == room
        assert len(others) > 1
        assert all(line.startswith("  ") and line[2] != " " for line in others)
        assert all(cells(line) <= room for line in row.split("\n"))


async def test_rows_are_built_anew_for_another_width(study: Path, open_app: OpenApp) -> None:
    async with open_app(study, size=(160, 45)) as (app, pilot, screen):
        await until(pilot, lambda: ready(screen))
        await ask(app, pilot, "asthma")
        await pilot.press("down")
        hit = app.screen.query_one(HitList).hit
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        hits = app.screen.query_one(HitList)
        room = hits.scrollable_content_region.width - 1
        assert all(cells(line) <= room for option in options(app) for line in option.split("\n"))
        assert hits.hit == hit


async def test_there_is_air_between_hits_with_text(study: Path, open_app: OpenApp) -> None:
    async with open_app(study) as (app, pilot, screen):
        await until(pilot, lambda: ready(screen))
        await ask(app, pilot, "treatment")
        tall = [bool(option.strip()) for option in options(app)]
        assert tall[:3] == [True, False, True]
        await pilot.press("down")
        assert app.screen.query_one(HitList).highlighted == 2  # the highlight passes over it


async def test_the_last_query_and_its_place_are_there_again_selected(study: Path, open_app: OpenApp) -> None:
    async with open_app(study) as (app, pilot, screen):
        await until(pilot, lambda: ready(screen))
        await ask(app, pilot, "treatment")
        await pilot.press("down", "down")
        hit = app.screen.query_one(HitList).hit
        await pilot.press("enter")
        await until(pilot, lambda: path(screen) == hit.note)
        await pilot.press("slash")
        await until(pilot, lambda: isinstance(app.screen, SearchScreen))
        await answered(app, pilot)
        box = app.screen.query_one(Input)
        assert (box.value, box.selected_text) == ("treatment", "treatment")
        assert app.screen.query_one(HitList).hit == hit
        await pilot.press("x")
        assert box.value == "x"


async def test_letters_typed_before_the_box_is_there_replace_the_last_query(study: Path, open_app: OpenApp) -> None:
    async with open_app(study) as (app, pilot, screen):
        await until(pilot, lambda: ready(screen))
        await ask(app, pilot, "treatment")
        await pilot.press("escape")
        for key in ("slash", "c", "o", "p", "d", "enter"):
            app.simulate_key(key)
        await until(pilot, lambda: path(screen) == "USMLE/Pulmonology/COPD.md")


async def test_the_box_for_names_begins_empty(study: Path, open_app: OpenApp) -> None:
    async with open_app(study) as (app, pilot, screen):
        await until(pilot, lambda: ready(screen))
        await ask(app, pilot, "treatment")
        await pilot.press("escape", "ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, SearchScreen))
        assert app.screen.query_one(Input).value == ""


async def test_ctrl_n_and_ctrl_p_move_down_and_up(study: Path, open_app: OpenApp) -> None:
    async with open_app(study) as (app, pilot, screen):
        await until(pilot, lambda: ready(screen))
        await ask(app, pilot, "treatment")
        hits = app.screen.query_one(HitList)
        first = hits.highlighted
        await pilot.press("ctrl+n", "ctrl+n")
        assert hits.highlighted > first
        await pilot.press("ctrl+p", "ctrl+p")
        assert hits.highlighted == first
        assert isinstance(app.screen, SearchScreen)


async def test_the_preview_stands_at_the_line_that_was_found(study: Path, open_app: OpenApp) -> None:
    (study / "Long.md").write_text(
        "\n\n".join(f"Paragraph {n}." for n in range(80)) + "\n\nA quokka at last.\n", encoding="utf-8"
    )
    async with open_app(study, size=(160, 45)) as (app, pilot, screen):
        await until(pilot, lambda: ready(screen))
        await ask(app, pilot, "quokka lasst")
        preview = app.screen._preview
        await until(pilot, lambda: preview.page is not None and preview.page.path == "Long.md")
        await until(pilot, lambda: preview.find.finder is not None)
        await until(pilot, lambda: "A quokka at last." in shown(preview.reader))


async def test_nothing_found_says_what_was_tried_and_what_would_help(study: Path, open_app: OpenApp) -> None:
    async with open_app(study) as (app, pilot, screen):
        await until(pilot, lambda: ready(screen))
        await ask(app, pilot, "qwertzui yxcvbn")
        nothing = app.screen.query_one("#search-nothing", Static)
        assert nothing.display
        assert not app.screen.query_one(HitList).display
        said = str(nothing.content)
        assert "nothing found for qwertzui yxcvbn" in said
        assert "no note holds: qwertzui, yxcvbn" in said
        assert "tried: " in said
        app.screen.query_one(Input).value = "tag:none asthma"
        await answered(app, pilot)
        assert "with operators" in str(nothing.content)
        app.screen.query_one(Input).value = "asthma"
        await answered(app, pilot)
        assert not nothing.display
        assert app.screen.query_one(HitList).display


async def test_a_row_names_the_inmost_heading_and_says_no_title_twice(tmp_path: Path, open_app: OpenApp) -> None:
    root = tmp_path / "deep"
    root.mkdir()
    (root / "Hipertensão Arterial.md").write_text(
        "# Hipertensão Arterial (HAS)\n\n## 5. Particularidades de cada grupo de pacientes\n\n"
        "### Gestantes\n\nmetildopa e hidralazina\n",
        encoding="utf-8",
    )
    async with open_app(root, size=(80, 24)) as (app, pilot, screen):
        await until(pilot, lambda: ready(screen))
        await ask(app, pilot, "metildopa")
        (row,) = options(app)
        assert row.split("\n")[1] == "  … › Gestantes: metildopa e hidralazina"


async def test_what_is_only_similar_is_counted_so_and_nobody_is_told_that_nothing_was_found(
    study: Path, open_app: OpenApp
) -> None:
    async with open_app(study) as (app, pilot, screen):
        await until(pilot, lambda: ready(screen))
        await ask(app, pilot, "tretment")
        said = str(app.screen.query_one("#search-status", Static).content)
        assert said.startswith("no note holds all of it · ")
        assert "similar" in said
