"""Spaced review on the screen: asked, turned, graded, taken back; nothing is lost, and nothing is said that is not so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from app_on_vault import GREEN, HY, OpenApp, Opened, path, until

from studytui.state.database import NotKeptError
from studytui.study.reviews import Reviews
from studytui.study.schedule import Grade
from studytui.study.scope import Scope
from studytui.tui.app import StudyApp
from studytui.tui.panes.key_bar import KeyBar
from studytui.tui.screens import editing
from studytui.tui.screens.review.note import NoteScreen
from studytui.tui.screens.review.screen import ReviewScreen

CARDS = (
    f"# Signs\n\n- {HY}Babinski</span> is of the upper neuron\n- {HY}wholly marked</span>\n"
    f"- see $\\alpha$ and {HY}a first</span> and {HY}a second</span>\n\n"
    f"| Sign | Cause |\n| --- | --- |\n| Romberg | {HY}dorsal column</span> |\n\n"
    f"- {GREEN}only a label</span> here\n"
)


@pytest.fixture
def studied(tmp_path: Path) -> Path:
    root = tmp_path / "studied"
    (root / "Neuro").mkdir(parents=True)
    (root / "Neuro" / "Cards.md").write_text(CARDS, encoding="utf-8")
    (root / "Neuro" / "More.md").write_text(f"#tagged\n\n- {HY}more</span> of it\n", encoding="utf-8")
    (root / "Plain.md").write_text("nothing\n", encoding="utf-8")
    return root


def card(review: ReviewScreen) -> str:
    """What stands on the card."""
    return "\n".join(line.text for line in review.reader.lines)


def asked(review: ReviewScreen, text: str, *, shown: bool = False) -> Callable[[], bool]:
    """True if a card with this text is asked, or shown."""
    return lambda: review.asked is not None and review.shown == shown and text in card(review)


async def begin(opened: Opened, *keys: str) -> ReviewScreen:
    """Presses the keys, and waits until the review asks or has ended."""
    app, pilot, _ = opened
    await pilot.press(*(keys or ("R",)))
    await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
    review = app.screen
    assert isinstance(review, ReviewScreen)
    await until(pilot, lambda: review.asked is not None or review.ended)
    return review


def answers(opened: Opened) -> list[Grade]:
    return [answer.grade for answer in Reviews(opened[0].session.state).answers()]


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_r_asks_space_shows_and_digits_grade_with_the_next_interval_on_each(
    studied: Path, open_app: OpenApp, size: tuple[int, int]
) -> None:
    async with open_app(studied, "Neuro/Cards.md", size=size) as opened:
        app, pilot, screen = opened
        review = await begin(opened)
        assert "Cards › Signs" in card(review) and "______ is of the upper neuron" in card(review)
        assert "Babinski" not in card(review)
        assert "new 5 · learning 0 · due 0" in review.status_line.status.counts
        assert "space shows the answer" in review.grades.render().plain
        await pilot.press("space")
        await until(pilot, asked(review, "Babinski is of the upper neuron", shown=True))
        offered = review.grades.render().plain
        assert [part for part in ("1 Again 1m", "2 Hard", "3 Good 10m", "4 Easy") if part not in offered] == []
        await pilot.press("4")
        await until(pilot, asked(review, "what follows?"))
        assert answers(opened) == [Grade.EASY]
        await pilot.press("space", "space")
        await until(pilot, asked(review, "see α and ______ and a second"))
        assert answers(opened) == [Grade.EASY, Grade.GOOD]
        await pilot.press("space", "1")
        await until(pilot, asked(review, "Cause"))
        assert "│ ______" in card(review)  # a table, drawn as one
        assert review.status_line.status.counts == "new 2 · learning 2 · due 0"
        await pilot.press("q")
        await until(pilot, lambda: app.screen is screen)
        assert "3 answers" in screen.status_line.status.message


async def test_a_grade_before_the_answer_is_shown_grades_nothing(studied: Path, open_app: OpenApp) -> None:
    async with open_app(studied, "Neuro/Cards.md") as opened:
        review = await begin(opened)
        await opened[1].press("3")
        await until(opened[1], lambda: "shows the answer first" in review.status_line.status.message)
        assert answers(opened) == []


async def test_a_digit_that_is_no_grade_does_not_repeat_the_key_behind_it(studied: Path, open_app: OpenApp) -> None:
    async with open_app(studied, "Neuro/Cards.md") as opened:
        _, pilot, _ = opened
        review = await begin(opened)
        left = review.status_line.status.counts
        await pilot.press("9", "minus", "5", "exclamation_mark")
        await until(pilot, lambda: review.status_line.status.counts != left)
        await pilot.pause(0.2)
        await pilot.press("u", "u")
        await until(pilot, lambda: review.status_line.status.counts == left)


async def test_undo_skip_bury_suspend_and_the_leech_mark(studied: Path, open_app: OpenApp) -> None:
    async with open_app(studied, "Neuro/Cards.md") as opened:
        _, pilot, _ = opened
        review = await begin(opened)
        await pilot.press("space", "3")
        await until(pilot, asked(review, "what follows?"))
        await pilot.press("u")
        await until(pilot, asked(review, "upper neuron"))
        assert answers(opened) == []
        await pilot.press("s")
        await until(pilot, asked(review, "what follows?"))
        await pilot.press("minus")
        await until(pilot, asked(review, "see α"))
        assert "buried" in review.status_line.status.message
        await pilot.press("exclamation_mark")
        await until(pilot, asked(review, "see α and a first and ______"))
        await pilot.press("u")
        await until(pilot, asked(review, "see α and ______ and a second"))
        await pilot.press("asterisk")
        await until(pilot, lambda: "leech" in review.status_line.status.path)
        await pilot.press("asterisk")
        await until(pilot, lambda: "leech" not in review.status_line.status.path)
        flags = Reviews(opened[0].session.state).flags().values()
        assert [
            (flag.suspended, flag.buried is not None)
            for flag in flags
            if flag.hides(Reviews(opened[0].session.state).today)
        ] == [(False, True)]


async def test_o_shows_the_note_at_the_line_and_o_comes_back_to_the_card(studied: Path, open_app: OpenApp) -> None:
    async with open_app(studied, "Neuro/Cards.md") as opened:
        app, pilot, _ = opened
        review = await begin(opened)
        await pilot.press("space", "o")
        await until(pilot, lambda: isinstance(app.screen, NoteScreen))
        note = app.screen
        assert isinstance(note, NoteScreen)
        await until(pilot, lambda: any("wholly marked" in line.text for line in note._pages.reader.lines))
        await pilot.press("o")
        await until(pilot, lambda: app.screen is review)
        assert review.shown and "Babinski" in card(review)


async def test_e_edits_the_line_and_the_card_goes_on_as_the_note_is_now(
    studied: Path, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    from contextlib import nullcontext

    note = studied / "Neuro" / "Cards.md"

    def write(command: list[str]) -> None:
        assert command[-2:] == ["+3", str(note)]
        note.write_text(CARDS.replace("is of the upper neuron", "shows the upper neuron"), encoding="utf-8")

    monkeypatch.setattr(editing, "run_in_terminal", write)
    async with open_app(studied, "Neuro/Cards.md") as opened:
        app, pilot, _ = opened
        monkeypatch.setattr(app, "suspend", nullcontext)
        review = await begin(opened)
        before = review.asked.question.deck_card.id  # type: ignore[union-attr]
        await pilot.press("e")
        await until(pilot, asked(review, "______ shows the upper neuron"))
        assert review.asked.question.deck_card.id == before  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("database or disk is full", "not kept, disk full: the card stays"),
        ("attempt to write a readonly database", "not kept, the disk is read-only: the card stays"),
    ],
)
async def test_an_answer_that_no_disk_takes_is_said_and_the_card_stays(
    studied: Path, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch, reason: str, said: str
) -> None:
    async with open_app(studied, "Neuro/Cards.md") as opened:
        app, pilot, _ = opened
        review = await begin(opened)
        await pilot.press("space")
        await until(pilot, asked(review, "Babinski", shown=True))

        def fail(*statements: object, **options: object) -> None:
            raise NotKeptError(reason)

        with monkeypatch.context() as patch:
            patch.setattr(app.session.state, "write", fail)
            for key in ("3", "minus", "exclamation_mark", "asterisk"):
                review.status_line.flash("")
                await pilot.press(key)
                await until(pilot, lambda: review.status_line.status.message == said)
                assert asked(review, "Babinski", shown=True)()
        assert answers(opened) == []
        await pilot.press("3")
        await until(pilot, asked(review, "what follows?"))
        assert answers(opened) == [Grade.GOOD]
        assert review.status_line.status.message == ""


async def test_the_end_says_what_was_done_and_what_comes_and_asks_again_by_itself(
    studied: Path, open_app: OpenApp
) -> None:
    async with open_app(studied, "Plain.md", review_new=2) as opened:
        _, pilot, _ = opened
        review = await begin(opened)
        assert review.scope == Scope("topic", "")
        for _ in range(2):
            await pilot.press("space")
            await until(pilot, lambda: review.shown)
            await pilot.press("4")
            await until(pilot, lambda: not review.shown)
        await until(pilot, lambda: review.ended)
        said = " ".join(card(review).split())
        assert "Done: 2 answers in 1 min — Easy 2." in said
        assert "new cards wait for later days: 2 a day" in said
        assert "cards are of" not in said
        await pilot.press("q")
        again = await begin(opened)
        said = " ".join(card(again).split())
        assert "Nothing is due now." in said
        assert "due on " in said and "(in " in said


async def test_a_topic_without_cards_says_so(tmp_path: Path, open_app: OpenApp) -> None:
    root = tmp_path / "bare"
    root.mkdir()
    (root / "Bare.md").write_text("no mark\n", encoding="utf-8")
    async with open_app(root) as opened:
        review = await begin(opened)
        assert "There are no cards" in card(review)


async def test_a_cram_says_so_and_changes_no_schedule(studied: Path, open_app: OpenApp) -> None:
    async with open_app(studied, "Neuro/Cards.md") as opened:
        app, pilot, screen = opened
        await screen.studying.review(Scope("note", "Neuro/More.md", cram=True))
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen) and app.screen.asked is not None)
        review = app.screen
        assert isinstance(review, ReviewScreen)
        assert "no schedule changes" in review.status_line.status.view
        await pilot.press("space")
        await until(pilot, asked(review, "more of it", shown=True))
        assert review.grades.render().plain.split() == ["1", "Again", "2", "Hard", "3", "Good", "4", "Easy"]
        await pilot.press("1", "space", "3")
        await until(pilot, lambda: review.ended)
        assert "no schedule has changed" in " ".join(card(review).split())
        assert answers(opened) == []


async def test_scopes_in_the_palette_review_and_cram_notes_topics_tags_and_colours(
    studied: Path, open_app: OpenApp
) -> None:
    async with open_app(studied, "Neuro/Cards.md") as opened:
        app, pilot, screen = opened
        commands = {command.title: command.run for command in screen.commands()}
        names = [
            "Review everything", "Cram everything", "Review this note", "Cram this note", "Review topic Neuro",
            "Cram topic Neuro", "Review a tag …", "Review a colour …",
        ]  # fmt: skip
        assert [name for name in names if name not in commands] == []
        await until(pilot, lambda: "tagged" in app.session.tags())
        await commands["Review a tag …"]()
        await until(pilot, lambda: app.screen is not screen)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen) and app.screen.asked is not None)
        review = app.screen
        assert isinstance(review, ReviewScreen)
        assert "more" not in card(review).replace("More", "") and "______ of it" in card(review)
        await pilot.press("escape")
        await commands["Review a colour …"]()
        await until(pilot, lambda: app.screen is not screen)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen) and app.screen.asked is not None)
        assert "yellow marks" in app.screen.status_line.status.path  # type: ignore[attr-defined]


async def test_a_click_on_an_answer_grades(studied: Path, open_app: OpenApp) -> None:
    async with open_app(studied, "Neuro/Cards.md") as opened:
        _, pilot, _ = opened
        review = await begin(opened)
        await pilot.click(review.grades, offset=(3, 0))
        await until(pilot, asked(review, "Babinski", shown=True))
        at = review.grades.render().plain.index("4 Easy")
        await pilot.click(review.grades, offset=(at + 1, 0))
        await until(pilot, asked(review, "what follows?"))
        assert answers(opened) == [Grade.EASY]


async def test_keys_that_come_fast_are_taken_in_order_and_none_is_counted_twice(
    studied: Path, open_app: OpenApp
) -> None:
    async with open_app(studied, "Neuro/Cards.md") as opened:
        _, pilot, _ = opened
        review = await begin(opened)
        await pilot.press("space", "4", "space", "2", "space", "3", "space", "1")
        await until(pilot, lambda: len(answers(opened)) == 4)
        assert answers(opened) == [Grade.EASY, Grade.HARD, Grade.GOOD, Grade.AGAIN]
        assert review.is_attached


async def test_a_new_size_lays_the_card_out_again(studied: Path, open_app: OpenApp) -> None:
    async with open_app(studied, "Neuro/Cards.md") as opened:
        _, pilot, _ = opened
        review = await begin(opened)
        await pilot.press("space")
        await until(pilot, asked(review, "Babinski", shown=True))
        await pilot.resize_terminal(40, 15)
        await until(pilot, lambda: max(len(line.text) for line in review.reader.lines) <= 40)
        assert review.shown and "Babinski" in card(review)
        assert path(opened[2]) == "Neuro/Cards.md"


async def test_a_suspended_card_is_taken_back_from_the_palette(studied: Path, open_app: OpenApp) -> None:
    async with open_app(studied, "Neuro/Cards.md") as opened:
        app, pilot, screen = opened
        review = await begin(opened)
        await pilot.press("exclamation_mark")
        await until(pilot, asked(review, "what follows?"))
        await pilot.press("q")
        commands = {command.title: command.run for command in screen.commands()}
        await commands["Suspended cards …"]()
        await until(pilot, lambda: app.screen is not screen)
        assert "enter takes one back" in str(app.screen.query_one(".dialog").border_subtitle)
        await pilot.press("enter")
        await until(pilot, lambda: "taken back" in screen.status_line.status.message)
        assert not any(flag.suspended for flag in Reviews(app.session.state).flags().values())


async def test_a_card_that_becomes_a_leech_is_offered_for_a_rewrite(
    studied: Path, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time
    from contextlib import nullcontext

    called: list[list[str]] = []
    monkeypatch.setattr(editing, "run_in_terminal", called.append)
    async with open_app(studied, "Neuro/More.md") as opened:
        app, pilot, screen = opened
        monkeypatch.setattr(app, "suspend", nullcontext)
        await screen.studying.review(Scope("note", "Neuro/More.md"))
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen) and app.screen.asked is not None)
        card_id = app.screen.asked.question.deck_card.id  # type: ignore[attr-defined]
        await pilot.press("q")
        now = [time.time() - 900 * 86_400]
        past = Reviews(app.session.state, clock=lambda: now[0])
        for _ in range(7):
            past.answer(card_id, Grade.EASY)
            now[0] += 60 * 86_400
            past.answer(card_id, Grade.AGAIN)
            now[0] += 86_400
        past.answer(card_id, Grade.EASY)
        await screen.studying.review(Scope("note", "Neuro/More.md"))
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen) and app.screen.asked is not None)
        review = app.screen
        assert isinstance(review, ReviewScreen)
        await pilot.press("space", "1")
        await until(pilot, lambda: "a leech, forgotten 8 times" in review.status_line.status.message)
        await pilot.press("E")
        await until(pilot, lambda: bool(called))
        assert called[0][-2:] == ["+3", str(studied / "Neuro" / "More.md")]


async def test_help_stays_in_the_footer_of_a_narrow_review(studied: Path, open_app: OpenApp) -> None:
    async with open_app(studied, size=(60, 20)) as (app, pilot, _):
        await pilot.press("R")
        await until(pilot, lambda: bool(app.screen.query(KeyBar)) and "Again" not in rows_of_footer(app))
        await until(pilot, lambda: rows_of_footer(app).endswith("? Help"))


def rows_of_footer(app: StudyApp) -> str:
    return app.screen.query_one(KeyBar).render().plain
