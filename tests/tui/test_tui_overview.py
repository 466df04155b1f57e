"""The overview: what really happened, in rows that lead to what they name; the plan of an exam."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from app_on_vault import HY, OpenApp, Opened, path, until
from textual.widgets import OptionList

from studytui.state import open_state
from studytui.state.database import NotKeptError
from studytui.study.collect import collect
from studytui.study.days import Days
from studytui.study.deck import DeckCard, Decks
from studytui.study.exam import Exam, exam_of, set_exam
from studytui.study.glance import Glance
from studytui.study.planner import Planner
from studytui.study.registry import sync
from studytui.study.reviews import Reviews
from studytui.study.schedule import Grade, Scheduler
from studytui.study.session import Left, Limits
from studytui.study.stats import Counts, Overview, Retention
from studytui.study.today import Today
from studytui.tui.screens.overview import screen as screen_module
from studytui.tui.screens.overview.bars import bar, coverage, heights
from studytui.tui.screens.overview.exam import PAUSE_SECONDS, ExamScreen, UnclearError, read_exam
from studytui.tui.screens.overview.rows import OverviewRow, Places, rows_of
from studytui.tui.screens.overview.screen import OverviewScreen, content
from studytui.tui.screens.review.screen import ReviewScreen
from studytui.vault import open_vault

TODAY = date(2026, 3, 1)


@pytest.fixture
def learned(tmp_path: Path) -> Path:
    """A vault of two topics, of which one was learned ten days ago and forgotten once."""
    root = tmp_path / "learned"
    for topic in ("Heart", "Lung"):
        (root / topic).mkdir(parents=True)
        lines = "".join(f"# H{n}\n\n- {HY}{topic} word {n}</span> is asked\n\n" for n in range(4))
        (root / topic / f"{topic}.md").write_text(lines, encoding="utf-8")
    (root / "Home.md").write_text("---\ntitle: Start here\n---\nhome\n", encoding="utf-8")
    state = open_state(root)
    now = [time.time() - 10 * 86_400]
    reviews = Reviews(state, clock=lambda: now[0])
    deck = cards(root)
    for each in deck[:2]:
        reviews.answer(each.id, Grade.EASY, milliseconds=3000)
    now[0] = time.time() - 60
    reviews.answer(deck[0].id, Grade.AGAIN, milliseconds=3000)
    reviews.mark_leech(deck[1].id)
    state.add_bookmark("Lung/Lung.md", 3, "H0", "kept here")
    state.close()
    return root


def cards(root: Path) -> list[DeckCard]:
    vault = open_vault(root)
    made = collect(vault)
    assert made is not None
    state = open_state(root)
    known = sync(state, made, keep=True)
    state.close()
    return Decks(made, known).of(["Heart/Heart.md", "Lung/Lung.md"])


async def overview(opened: Opened, *keys: str) -> OverviewScreen:
    app, pilot, _ = opened
    await pilot.press(*(keys or ("S",)))
    await until(pilot, lambda: isinstance(app.screen, OverviewScreen) and bool(app.screen.rows))
    screen = app.screen
    assert isinstance(screen, OverviewScreen)
    return screen


def texts(screen: OverviewScreen) -> str:
    return "\n".join(row.text for row in screen.rows)


async def choose(opened: Opened, screen: OverviewScreen, text: str) -> None:
    """Goes to a row by keys, and enters it."""
    options = screen.query_one(OptionList)
    for _ in range(60):
        if text in screen.rows[options.highlighted or 0].text:
            await opened[1].press("enter")
            return
        await opened[1].press("j")
    raise AssertionError(f"not reached: {text}")


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_the_overview_says_what_is_due_done_known_and_weak(
    learned: Path, open_app: OpenApp, size: tuple[int, int]
) -> None:
    async with open_app(learned, "Home.md", size=size) as opened:
        said = texts(await overview(opened))
        expected = [
            "Review: 1 due, 1 in learning, 6 new",
            "Exam date: none",
            "Continue: Start here\nBookmark",
            ": kept here",
            "A random high-yield line",
            "Answers by day",
            "Streak: 1 day in a row",
            "True retention in 30 days: 0 %, 0 of 1 answers to cards in review",
            "more seen, 4 never",
            "To be written anew: 1 leech",
            "marked  Heart › H1: […] is asked",
            "1× · ",
        ]
        assert [text for text in expected if text not in said] == []


@pytest.mark.parametrize("late", [False, True], ids=["soon there", "late"])
async def test_the_overview_comes_with_its_rows_or_else_says_that_it_counts(
    learned: Path, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch, late: bool
) -> None:
    painted: list[tuple[bool, str]] = []
    may_look = threading.Event()
    look, paint = OverviewScreen._look, OverviewScreen.paint

    def looks(screen: OverviewScreen) -> Glance | None:
        may_look.wait(10)
        return look(screen)

    def paints(screen: OverviewScreen) -> None:
        painted.append((bool(screen.rows), screen.status_line.status.counts))
        paint(screen)

    monkeypatch.setattr(OverviewScreen, "_look", looks)
    monkeypatch.setattr(OverviewScreen, "paint", paints)
    monkeypatch.setattr(screen_module, "PATIENCE", 0.05 if late else 10.0)
    async with open_app(learned, "Home.md") as opened:
        await opened[1].press("S")
        await until(opened[1], lambda: bool(painted) == late)
        may_look.set()
        await until(opened[1], lambda: len(painted) == 1 + late)
    assert painted == [(False, "counting …"), (True, "")][not late :]


async def test_while_cards_are_made_the_overview_says_how_far_that_is_and_why(
    learned: Path, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_end = threading.Event()

    def slowly(*given: Any, progress: Callable[[int, int], None], **named: Any) -> object:
        progress(1, 3)
        may_end.wait(10)
        return collect(*given, progress=progress, **named)

    monkeypatch.setattr(screen_module, "collect", slowly)
    async with open_app(learned, "Home.md") as (app, pilot, _):
        await pilot.press("S")
        await until(pilot, lambda: isinstance(app.screen, OverviewScreen) and app.screen.query_one(OptionList).options)
        options = app.screen.query_one(OptionList).options
        assert [str(option.prompt).split(".")[0] for option in options] == [
            "Making cards: 1 of 3 notes are read",
            "Cards are made of what is high-yield in the notes",
        ]
        await pilot.press("enter", "j")
        may_end.set()
        await until(pilot, lambda: isinstance(app.screen, OverviewScreen) and bool(app.screen.rows))
        assert app.screen.query_one(OptionList).highlighted == 1


async def test_rows_lead_to_the_review_the_line_the_topic_and_the_bookmark(learned: Path, open_app: OpenApp) -> None:
    async with open_app(learned, "Home.md") as opened:
        app, pilot, main = opened
        await choose(opened, await overview(opened), "1× · ")
        await until(pilot, lambda: app.screen is main and path(main) == "Heart/Heart.md")
        await choose(opened, await overview(opened), "kept here")
        await until(pilot, lambda: app.screen is main and path(main) == "Lung/Lung.md")
        screen = await overview(opened)
        lung = next(row for row in screen.rows if row.text.startswith("Lung"))
        await choose(opened, screen, lung.text)
        await until(
            pilot, lambda: app.screen is main and main.pages.page is not None and main.pages.page.kind == "topic"
        )
        assert path(main) == "Lung"
        await choose(opened, await overview(opened), "Review:")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen) and app.screen.asked is not None)


async def test_x_opens_a_high_yield_line_at_random(learned: Path, open_app: OpenApp) -> None:
    async with open_app(learned, "Home.md") as opened:
        app, pilot, main = opened
        await until(pilot, lambda: app.session.engine is not None and bool(app.session.engine.high_yields()))
        await pilot.press("X")
        await until(pilot, lambda: path(main) in ("Heart/Heart.md", "Lung/Lung.md"))
        await pilot.press("S")
        await until(pilot, lambda: isinstance(app.screen, OverviewScreen))
        await pilot.press("X")
        await until(pilot, lambda: app.screen is main)


async def test_the_overview_may_be_the_start_page(learned: Path, open_app: OpenApp) -> None:
    async with open_app(learned, start_page="overview") as (app, pilot, main):
        await until(pilot, lambda: isinstance(app.screen, OverviewScreen) and bool(app.screen.rows))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is main)


async def test_an_exam_date_is_set_with_its_plan_and_what_is_expected(learned: Path, open_app: OpenApp) -> None:
    async with open_app(learned, "Home.md", size=(80, 24)) as opened:
        app, pilot, _ = opened
        screen = await overview(opened)
        await pilot.press("E")
        await until(pilot, lambda: isinstance(app.screen, ExamScreen))
        dialog = app.screen
        assert isinstance(dialog, ExamScreen)
        await until(pilot, lambda: "no date" in str(dialog.said.content))
        await pilot.press(*"20", "tab", *"Hart")
        await until(pilot, lambda: "no notes are in Hart; did you mean Heart?" in str(dialog.said.content))
        await pilot.press("enter")
        await pilot.pause(0.1)
        assert app.screen is dialog and exam_of(app.session.state) is None
        await pilot.press("backspace", "backspace", "backspace", *"eart", "tab", "ctrl+u", *"1")
        await until(pilot, lambda: "4 cards" in str(dialog.said.content))
        await until(pilot, lambda: "expected to be known on the day" in str(dialog.said.content))
        assert "after a missed week" in str(dialog.said.content)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen)
        today = Days().day(time.time())
        assert exam_of(app.session.state) == Exam(today + timedelta(days=20), ("Heart",), 1)
        await until(pilot, lambda: "at 1 a day all 4 cards are seen in 20 days" in texts(screen))
        await until(pilot, lambda: "expected to be known on the day" in texts(screen))
        await pilot.press("E")
        await until(pilot, lambda: isinstance(app.screen, ExamScreen))
        await pilot.press("ctrl+u", "enter")
        await until(pilot, lambda: app.screen is screen and exam_of(app.session.state) is None)
        await pilot.press("E")
        await until(pilot, lambda: isinstance(app.screen, ExamScreen))
        await pilot.press(*"20")
        await pilot.click(offset=(0, 0))
        await until(pilot, lambda: app.screen is screen and exam_of(app.session.state) is None)


async def test_every_box_of_the_exam_is_in_sight_where_it_is_typed_into_in_twelve_rows(
    learned: Path, open_app: OpenApp
) -> None:
    async with open_app(learned, "Home.md", size=(40, 12)) as opened:
        app, pilot, _ = opened
        await overview(opened)
        await pilot.press("E")
        await until(pilot, lambda: isinstance(app.screen, ExamScreen))
        await pilot.press("tab", "tab")
        frame = app.screen.query_one(".dialog")
        await until(pilot, lambda: app.focused is not None and app.focused.region in frame.content_region)


async def test_while_there_is_an_exam_its_plan_holds_in_a_review(learned: Path, open_app: OpenApp) -> None:
    state = open_state(learned)
    set_exam(state, Exam(Days().day(time.time()) + timedelta(days=3), ("Lung",), 2), time.time())
    state.close()
    async with open_app(learned, "Home.md") as opened:
        app, pilot, main = opened
        await pilot.press("R")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen) and app.screen.asked is not None)
        review = app.screen
        assert isinstance(review, ReviewScreen)
        assert review.asked is not None and review.asked.question.deck_card.note == "Lung/Lung.md"
        easy = review.asked.question.previews[Grade.EASY]
        assert easy.interval <= 2 * 86_400  # never later than the day before
        await pilot.press("q")
        await until(pilot, lambda: app.screen is main)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("2026-03-01", "", ""), "after today"),
        (("2126-04-01", "", ""), "within ten years"),
        (("soon", "", ""), "2027-03-01"),
        (("99999999999", "", ""), "2027-03-01"),
        (("30", "", "0"), "from 1 to"),
        (("30", "", "many"), "from 1 to"),
    ],
)
def test_what_is_no_exam_is_said(learned: Path, typed: tuple[str, str, str], said: str) -> None:
    with pytest.raises(UnclearError, match=said):
        read_exam(*typed, TODAY, open_vault(learned))


def test_an_exam_is_read_from_a_date_or_days(learned: Path) -> None:
    vault = open_vault(learned)
    assert read_exam("2026-04-01", "A, #b ,", "80", TODAY, vault) == Exam(date(2026, 4, 1), ("A", "#b"), 80)
    assert read_exam(" 31 ", "", "", TODAY, vault) == Exam(date(2026, 4, 1))
    assert read_exam("", "A", "80", TODAY, vault) is None


async def test_a_topic_that_is_not_there_is_said_also_while_cards_are_made(
    learned: Path, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app(learned, "Home.md", size=(80, 24)) as opened:
        app, pilot, _ = opened
        await overview(opened)
        made = threading.Event()
        monkeypatch.setattr(
            "studytui.tui.screens.overview.exam.collect",
            lambda *given, **named: made.wait(5) and collect(*given, **named),
        )
        await pilot.press("E")
        await until(pilot, lambda: isinstance(app.screen, ExamScreen))
        dialog = app.screen
        assert isinstance(dialog, ExamScreen)
        await pilot.press(*"20", "tab", *"Hart", "enter")
        await until(pilot, lambda: "no notes are in Hart" in str(dialog.said.content))
        assert app.screen is dialog and exam_of(app.session.state) is None
        made.set()


async def test_what_was_typed_last_does_not_hide_that_an_exam_is_not_kept(
    learned: Path, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise NotKeptError("database or disk is full")

    async with open_app(learned, "Home.md", size=(80, 24)) as opened:
        app, pilot, _ = opened
        await overview(opened)
        await pilot.press("E")
        await until(pilot, lambda: isinstance(app.screen, ExamScreen))
        dialog = app.screen
        assert isinstance(dialog, ExamScreen)
        await until(pilot, lambda: "no date" in str(dialog.said.content))
        monkeypatch.setattr("studytui.tui.screens.overview.exam.set_exam", fail)
        await pilot.press(*"20", "enter")
        await until(pilot, lambda: "not kept, disk full" in str(dialog.said.content))
        await pilot.pause(2 * PAUSE_SECONDS)
        assert "not kept, disk full" in str(dialog.said.content)


@pytest.mark.parametrize("width", [76, 156])
def test_coverage_has_a_row_for_each_topic_however_narrow(width: int) -> None:
    topics = {"USMLE/Biostatistics and ethics": Counts(cards=60, new=60), "": Counts(cards=1594, new=594, review=1000)}
    found = Overview(
        Counts(cards=1654, new=654, review=1000, suspended=3), topics, {}, 0, (0,), (), 0, Retention(0, 0), (), 0
    )
    rows = rows_of(Glance(found, Today(Limits(), Scheduler()), Left(0, 0, 0)), Places(), None, width, TODAY)
    texts = [row.text for row in rows if "never" in row.text and not row.heading]
    assert len(texts) == 3 and texts[1].split(" ·")[0].strip().endswith("statistics and ethics"[-10:])
    assert max(map(len, texts)) <= width


def test_a_row_of_the_overview_that_is_wrapped_hangs_below_its_first_line() -> None:
    said = "  expected to be known on the day: 97 %, 95 to 98, after a missed week 95 %"
    lines = content(OverviewRow(said), 60).plain.split("\n")
    assert [line[:12] for line in lines] == ["  expected t", "    missed w"]
    assert " ".join(" ".join(lines).split()) == said.strip()
    assert content(OverviewRow("  fits  ··█"), 60).plain == "  fits  ··█"


def test_bars_read_without_colours_and_hide_nothing() -> None:
    assert [bar(value, 8, 4) for value in (0, 1, 4, 8)] == ["", "▌", "██", "████"]
    assert bar(0.001, 8, 4) == "▏"
    assert heights([0, 1, 4, 8]) == "·▂▅█"
    assert coverage(5, 7, 10, 10) == "█████▒▒···"
    assert coverage(0, 1, 1000, 10) == "▒·········"
    assert coverage(1000, 1000, 1001, 10).endswith("·")
    assert coverage(0, 0, 0, 3) == "   "


async def test_a_plan_that_is_late_does_not_stand_below_what_was_typed_since(
    learned: Path, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    asked = Planner.expected

    def late(self: Planner, exam: Exam) -> object:
        go_on.wait(5)
        return asked(self, exam)

    state = open_state(learned)
    set_exam(state, Exam(Days().day(time.time()) + timedelta(days=9)), time.time())
    state.close()
    async with open_app(learned, "Home.md", size=(80, 24)) as opened:
        app, pilot, _ = opened
        await overview(opened)
        monkeypatch.setattr(Planner, "expected", late)
        await pilot.press("E")
        await until(pilot, lambda: isinstance(app.screen, ExamScreen))
        dialog = app.screen
        assert isinstance(dialog, ExamScreen)
        await until(pilot, lambda: "forecasting" in str(dialog.said.content))
        await pilot.press("ctrl+u", *"soon")
        await until(pilot, lambda: "2027-03-01" in str(dialog.said.content))
        said = str(dialog.said.content)
        go_on.set()
        await pilot.pause(0.3)
        assert str(dialog.said.content) == said
