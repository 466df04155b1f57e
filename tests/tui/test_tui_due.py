"""What is due, in the sidebar and the status line; and nothing of it where nobody studies."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from app_on_vault import HY, OpenApp, Opened, until

from studytui.state import open_state
from studytui.study.collect import collect
from studytui.study.deck import Decks
from studytui.study.registry import sync
from studytui.study.reviews import Reviews
from studytui.study.schedule import Grade
from studytui.vault import open_vault


@pytest.fixture
def learned(tmp_path: Path) -> Path:
    root = tmp_path / "learned"
    (root / "Heart").mkdir(parents=True)
    lines = "".join(f"# H{n}\n\n- {HY}word {n}</span> is asked\n\n" for n in range(4))
    (root / "Heart" / "Beat.md").write_text(lines, encoding="utf-8")
    (root / "Home.md").write_text("home\n", encoding="utf-8")
    vault, state = open_vault(root), open_state(root)
    made = collect(vault)
    assert made is not None
    deck = Decks(made, sync(state, made, keep=True)).of(["Heart/Beat.md"])
    reviews = Reviews(state, clock=lambda: time.time() - 30 * 86_400)
    for each in deck[:3]:
        reviews.answer(each.id, Grade.EASY)
    reviews.suspend([deck[0].id])
    state.close()
    return root


def tree(opened: Opened) -> str:
    topics = opened[2].sidebar.topics
    return "\n".join(topics.render_line(y).text for y in range(topics.size.height))


async def test_the_sidebar_says_what_is_due_and_the_status_line_what_is_left(learned: Path, open_app: OpenApp) -> None:
    async with open_app(learned, "Heart/Beat.md", size=(140, 30), review_new=1) as opened:
        _, pilot, main = opened
        await until(pilot, lambda: "•2" in tree(opened))
        assert [row for row in tree(opened).split("\n") if "Heart" in row and "•2" in row]
        assert "2 due, 1 new" in main.status_line.render().plain
        await pilot.press("R")
        await until(pilot, lambda: getattr(opened[0].screen, "asked", None) is not None)
        await pilot.press("space", "4", "space", "4")
        await until(pilot, lambda: opened[0].screen.status_line.status.counts == "new 1 · learning 0 · due 0")  # type: ignore[attr-defined]
        await pilot.press("q")
        await until(pilot, lambda: "•" not in tree(opened))
        await until(pilot, lambda: main.status_line.status.left == "1 new")


async def test_a_narrow_screen_says_the_path_rather_than_what_is_left(learned: Path, open_app: OpenApp) -> None:
    async with open_app(learned, "Heart/Beat.md", size=(60, 24)) as opened:
        _, pilot, main = opened
        await until(pilot, lambda: main.status_line.status.left != "")
        assert "due" not in main.status_line.render().plain
        assert "Beat.md" in main.status_line.render().plain


async def test_both_can_be_switched_off(learned: Path, open_app: OpenApp) -> None:
    async with open_app(learned, "Home.md", size=(140, 30), show_due=False) as opened:
        _, pilot, main = opened
        await until(pilot, lambda: main.status_line.status.left != "")
        assert "•" not in tree(opened)
    async with open_app(learned, "Home.md", size=(140, 30), show_left=False) as opened:
        _, pilot, main = opened
        await until(pilot, lambda: "•2" in tree(opened))
        assert main.status_line.status.left == ""


async def test_whoever_has_answered_nothing_is_told_nothing(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, size=(140, 30)) as opened:
        await opened[1].pause(0.5)
        assert "•" not in tree(opened)
        assert opened[2].status_line.status.left == ""


def test_the_start_of_the_screen_loads_nothing_of_reviews() -> None:
    code = (
        "import sys, studytui.tui.app\n"
        "print([name for name in sys.modules if name.startswith(('studytui.study', 'fsrs', 'studytui.tui.screens.review', "
        "'studytui.tui.screens.overview'))])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "['studytui.study', 'studytui.study.recall']"
