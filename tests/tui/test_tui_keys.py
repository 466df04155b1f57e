"""Keys: help shows them all, README and Guide say them right, and the settings may change them."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from app_on_vault import OpenApp, until
from rich.console import Console
from textual import events
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.dom import DOMNode
from textual.widgets import OptionList, Static

import studytui.tui.screens.reading
from studytui.tui.keys import display, groups, problems_of, usable
from studytui.tui.reader.reader import Reader
from studytui.tui.screens.help import HelpScreen
from studytui.tui.screens.reading.program import Program
from studytui.tui.screens.reading.screen import ReadingScreen
from studytui.tui.screens.search_input import SearchInput

ROOT = Path(__file__).parents[2]


def every_class() -> Iterator[type[DOMNode]]:
    """Every screen, pane and box of the program."""
    for module in pkgutil.walk_packages(studytui.tui.__path__, "studytui.tui."):
        importlib.import_module(module.name)
    waiting, seen = [DOMNode], set()
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting += node.__subclasses__()
            if node.__module__.startswith("studytui."):
                yield node


BINDINGS = [
    (node, binding)
    for node in every_class()
    for binding in node.__dict__.get("BINDINGS", ())
    if isinstance(binding, Binding)
]


def text_of(screen: HelpScreen) -> str:
    console = Console(width=screen.app.size.width, force_terminal=False, no_color=True)
    with console.capture() as capture:
        for static in screen.query(Static):
            if static.display:
                console.print(static.visual if isinstance(static.content, str) else static.content)
    return " ".join(capture.get().split())


def test_every_binding_has_an_id_of_its_own_and_a_tooltip() -> None:
    assert len(BINDINGS) > 80
    assert [(node, binding) for node, binding in BINDINGS if not binding.id or not binding.tooltip] == []
    ids = [binding.id for _, binding in BINDINGS]
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("size", [(160, 45), (120, 40), (80, 24), (40, 15)])
async def test_every_command_of_every_screen_stands_in_help(
    vault: Path, open_app: OpenApp, size: tuple[int, int]
) -> None:
    async with open_app(vault, size=size) as (app, pilot, _):
        await pilot.press("question_mark")
        assert isinstance(app.screen, HelpScreen)
        shown = text_of(app.screen)
        assert [binding.id for _, binding in BINDINGS if not re.search(rf"(^| ){binding.id}( |$)", shown)] == []


async def test_the_keys_of_the_focused_pane_stand_first(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault) as (app, pilot, _):
        for keys, first in ((("question_mark",), "Reading"), (("escape", "t", "question_mark"), "In the topics")):
            await pilot.press(*keys)
            assert isinstance(app.screen, HelpScreen)
            assert re.search(r"Reading|In the topics", text_of(app.screen)).group() == first  # type: ignore[union-attr]


async def test_typing_filters_help_and_escape_shows_all_again_then_closes(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault) as (app, pilot, screen):
        await pilot.press("question_mark", *"next head")
        help_ = app.screen
        assert isinstance(help_, HelpScreen)
        assert "reader.next_heading" in text_of(help_)
        assert "reader.down" not in text_of(help_)
        await pilot.press("x", "x")
        assert "is in no command" in text_of(help_)
        await pilot.press("backspace", "backspace")
        assert "reader.next_heading" in text_of(help_)
        await pilot.press("escape")
        assert app.screen is help_ and "reader.down" in text_of(help_)
        await pilot.press("escape")
        assert app.screen is screen


async def test_f1_shows_help_also_in_a_box_and_closes_it(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault) as (app, pilot, screen):
        await pilot.press("slash", "f1")
        assert isinstance(app.screen, HelpScreen)
        assert text_of(app.screen).index("search.open") < text_of(app.screen).index("reader.down")
        await pilot.press("f1")
        await pilot.press("escape", "f1", "f1")
        assert app.screen is screen


async def test_help_scrolls_by_rows_and_screens_and_says_keys_of_the_settings(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, size=(80, 24), keys={"topics": "T"}) as (app, pilot, _):
        await pilot.press("question_mark")
        help_ = app.screen
        assert isinstance(help_, HelpScreen)
        scroll = help_.query_one(VerticalScroll)
        places = [scroll.scroll_y]
        for key in ("down", "pagedown", "space", "pageup", "up"):
            await pilot.press(key)
            places.append(scroll.scroll_y)
        screen_ = scroll.size.height - 1
        assert places == [0, 1, 1 + screen_, 1 + 2 * screen_, 1 + screen_, screen_]
        await pilot.press(*"topics")
        assert re.search(r"(^| )T .*topics( |$)", text_of(help_))


def keys_in(note: Path) -> list[str]:
    """The keys in the first column of a note's tables."""
    text = note.read_text(encoding="utf-8")
    if note.name == "README.md":
        text = text[text.index("## Keys") : text.index("## Commands")]
    rows = re.findall(r"^\|(.*?)\|.*\|$", text, re.MULTILINE)
    return [key for row in rows for key in re.findall(r"`([^`]+)`", row)]


@pytest.mark.parametrize("note", ["README.md", "notes/Guide/Keys.md"])
def test_the_key_tables_of_readme_and_guide_name_only_keys_that_there_are(note: str) -> None:
    bound = {display(key) for _, binding in BINDINGS for key in binding.key.split(",")}
    named = keys_in(ROOT / note)
    assert len(named) > 20
    assert [key for key in named if key not in bound] == []


def test_readme_names_a_key_of_every_command_of_the_main_screen() -> None:
    named = set(keys_in(ROOT / "README.md"))
    main = [each for each in BINDINGS if issubclass(ReadingScreen, each[0]) or issubclass(Reader, each[0])]
    assert len(main) > 40
    unnamed = [
        binding.id for _, binding in main if not {display(key) for key in binding.key.split(",")} & (named | {"escape"})
    ]
    assert unnamed == []


def parts_with_keys() -> Iterator[type]:
    """Every class in the folder of the main screen that has keys and is no node."""
    for module in pkgutil.iter_modules(studytui.tui.screens.reading.__path__, "studytui.tui.screens.reading."):
        for each in vars(importlib.import_module(module.name)).values():
            own = isinstance(each, type) and each.__module__ == module.name and "BINDINGS" in vars(each)
            if own and not issubclass(each, DOMNode):
                yield each


async def test_the_main_screen_leaves_out_no_part_and_no_action(vault: Path, open_app: OpenApp) -> None:
    assert set(parts_with_keys()) == set(ReadingScreen.PARTS)
    async with open_app(vault) as (app, _, screen):
        actions = [binding.action.partition("(")[0] for node, binding in BINDINGS if node is ReadingScreen]
        assert len(actions) > 20
        for action in actions:
            namespace, _, name = action.rpartition(".")
            assert callable(getattr(app if namespace == "app" else screen, f"action_{name}", None)), action


async def test_help_has_the_keys_of_the_main_screen_in_one_order_wherever_it_is_opened(
    vault: Path, open_app: OpenApp
) -> None:
    titles = [part.BINDING_GROUP_TITLE for part in ReadingScreen.PARTS if part is not Program]  # that is the app's too
    async with open_app(vault) as (app, pilot, _):
        for keys in (("f1",), ("f1", "slash", "f1")):
            await pilot.press(*keys)
            assert isinstance(app.screen, HelpScreen)
            shown = [group.title for group in app.screen._sections]
            assert [title for title in shown if title in titles] == titles


def test_keys_are_shown_as_a_person_reads_them() -> None:
    assert display("question_mark,f1") == "? f1"
    assert display("slash, ctrl+backslash,space,escape") == "/ ctrl+\\ space escape"
    assert display("number_sign,left_curly_bracket,é") == "# { é"


def test_keys_that_no_terminal_sends_are_said_and_left_out() -> None:
    keys, problems = usable({"back": "foobarkey, B", "topics": "Ctrl+K", "links": "?", "dim": "pgdown"})
    assert keys == {"back": "B", "links": "?"}
    assert problems == [
        "keys.back: no key is called foobarkey",
        "keys.topics: no key is called Ctrl+K; did you mean ctrl+k?",
        "keys.dim: no key is called pgdown; did you mean pagedown?",
    ]


@pytest.mark.parametrize(
    ("keys", "problems"),
    [
        ({"back": "backspace"}, []),
        ({"back": "alt+left,backspace", "reader.down": "down,j"}, []),
        ({"topics": "o", "outline": "t"}, []),
        ({"topics.down": "o"}, []),
        ({"topics": "h"}, ["keys.topics: h is the key of high_yield, which has no key now",
                           "keys.topics: h does something else in some panes: topics.close"]),
        ({"dim": "backspace"}, ["keys.dim: backspace is the key of back, which has only alt+left now"]),
        ({"topics": "T", "high_yield": "T"}, ["keys: T is set for both topics and high_yield; one of them needs another key"]),
        ({"help": "slash"}, ["keys.help: / is the key of search, which has no key now"]),
        ({"bogus_": "T"}, ["keys.bogus_: no command is called so; ? shows their names"]),
        ({"reader.dwn": "T"}, ["keys.reader.dwn: no command is called so; did you mean reader.down?"]),
        ({"search.close": "ctrl+p"}, ["keys.search.close: ctrl+p is the key of search.up, which has only up now"]),
    ],
)  # fmt: skip
def test_clashes_and_unknown_commands_are_said_with_key_and_both_commands(
    keys: dict[str, str], problems: list[str]
) -> None:
    assert sorted(problems_of(keys, groups())) == sorted(problems)


async def test_what_is_wrong_with_keys_is_said_once_not_at_every_screen(
    vault: Path, home: Path, open_app: OpenApp
) -> None:
    keys = {"back": "backspace", "topics": "h", "bogus": "T", "links": "foobarkey"}
    async with open_app(vault, keys=keys) as (app, pilot, _):
        said: list[str] = []
        await until(pilot, lambda: len(app._notifications) == 4)
        for _ in range(2):
            await pilot.press("question_mark", "escape", "slash", "escape")
        await pilot.pause(0.2)
        said = [notification.message for notification in app._notifications]
        assert len(said) == 4
        assert not any("back" in message for message in said)


async def test_remapped_commands_keep_their_place_in_the_footer(vault: Path, open_app: OpenApp) -> None:
    from studytui.tui.panes.key_bar import KeyBar

    async with open_app(vault, keys={"topics": "T", "quit": "Q"}) as (_, __, screen):
        shown = screen.query_one(KeyBar).render().plain
        assert shown == " T Topics o Outline b Links / Search h HY only ? Help Q Quit"


async def test_the_footer_has_the_keys_that_work_now_in_words_that_touch_nothing(
    vault: Path, open_app: OpenApp
) -> None:
    async with open_app(vault, size=(120, 40)) as (_, pilot, screen):
        await pilot.press("tab")
        assert screen.key_bar.render().plain.startswith(" enter Open t Topics")
        await pilot.press("enter")
        await until(pilot, lambda: " backspace Back " in screen.key_bar.render().plain)
        assert " Open " not in screen.key_bar.render().plain
        await pilot.press("backspace")
        await until(pilot, lambda: " Back " not in screen.key_bar.render().plain)


@pytest.mark.parametrize("columns", [20, 40, 60, 80])
async def test_help_stays_in_the_footer_of_the_narrowest_window(vault: Path, open_app: OpenApp, columns: int) -> None:
    async with open_app(vault, size=(columns, 15)) as (_, __, screen):
        shown = screen.key_bar.render().plain
        assert shown.split()[-2:] == ["?", "Help"] or shown.endswith("? Help q Quit")
        assert len(shown) <= columns


async def test_letters_that_follow_enter_at_once_change_nothing_of_what_it_chooses(
    vault: Path, open_app: OpenApp
) -> None:
    async with open_app(vault) as (app, pilot, screen):
        for opens in ("ctrl+p", "ctrl+o"):
            await pilot.press(opens)
            await until(pilot, lambda: app.screen.is_mounted and isinstance(app.focused, SearchInput))
            for key in (*"twin", "enter", *"zzz"):
                app.focused.post_message(events.Key(key, key if len(key) == 1 else None))
            await until(pilot, lambda: app.screen is screen)
            await until(pilot, lambda: screen.pages.page is not None and "Twin" in screen.pages.page.path)
            await pilot.press("backspace")


async def test_enter_again_after_the_palette_has_chosen_does_nothing(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault) as (app, pilot, screen):
        for show in (app.action_command_palette, app.search_themes):
            show()
            await until(pilot, lambda: app.screen.is_mounted and app.screen.query_one(OptionList).option_count > 1)
            for key in ("d", "r", "enter", "enter", "enter", "enter"):
                app.simulate_key(key)
            await until(pilot, lambda: app.screen is screen)
