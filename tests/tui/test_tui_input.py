"""What a terminal sends, and how it ends: nothing of it stops the program, and the terminal is always given back.

`tui/textual_private.py` knows parts of Textual that are not public: these tests say what breaks when they go.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from itertools import pairwise
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals", allow_module_level=True)

from hypothesis import assume, given
from hypothesis import strategies as st
from terminal import Terminal

from studytui.tui.textual_private import ControlStrings


def opened(home: Path, vault: Path, note: str = "Start here") -> Terminal:
    terminal = Terminal(home, vault)
    terminal.until(note)
    terminal.settle()
    return terminal


ODD = {
    "no UTF-8": b"\xff",
    "a part of UTF-8": b"\x80",
    "Latin-1": b"\xe9",
    "half a character": b"\xed\xa0\x80",
    "a cut character": b"\xe2\x82 ",
    "a key code that is none": b"\x1b[99999999;5u",
    "a key code beyond Unicode": b"\x1b[1114112u",
    "a key code of half a character": b"\x1b[55296u",
    "a sequence nobody knows": b"\x1b[>99;99;99z",
    "a very long sequence": b"\x1b[" + b"1;" * 3_000 + b"z",
    "a screen of nothing": b"\x1b[48;0;0;0;0t",
    "a screen beyond all": b"\x1b[48;1000000;1000000;1;1t",
    "an answer with a q in it": b"\x1bP1$r0q\x1b\\",
    "a name with a q in it": b"\x1b]0;q\x07",
    "the mouse far away": b"\x1b[<0;999999999;999999999M",
    "half a report of the mouse": b"\x1b[<0;1M",
    "an answer that does not end": b"\x1bP1$r",
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_what_is_no_key_is_passed_over_and_the_next_key_works(home: Path, vault: Path, odd: bytes) -> None:
    with opened(home, vault) as terminal:
        os.write(terminal.fd, odd)
        terminal.settle(0.3)
        if odd == ODD["an answer that does not end"]:
            os.write(terminal.fd, b"\x1b\\")
        terminal.send("c")
        terminal.until("Legend")
        terminal.send("escape")
        terminal.until(lambda: "Legend" not in terminal.text())
        assert "Start here" in terminal.text()
        terminal.send("q")
        assert terminal.ended() == 0
        assert b"Traceback" not in terminal.raw


def test_a_key_behind_an_odd_sequence_is_not_lost(home: Path, vault: Path) -> None:
    with opened(home, vault) as terminal:
        os.write(terminal.fd, b"\xff\x1b[99999999;5uc")
        terminal.until("Legend")


@pytest.mark.parametrize(
    "parts",
    [(b"\x1b", b"P1$r0q\x1b\\"), (b"\x1bP", b"1$r0q\x1b\\"), (b"\x1bP1$r", b"0q\x1b\\"), (b"\x1bP1$r0q\x1b", b"\\"),
     (b"\x1b]0;", b"q", b"\x07")],
    ids=repr,
)  # fmt: skip
def test_an_answer_of_the_terminal_that_comes_in_parts_is_no_keys(
    home: Path, vault: Path, parts: tuple[bytes, ...]
) -> None:
    with opened(home, vault) as terminal:
        for part in parts:
            os.write(terminal.fd, part)
            terminal.settle(0.03, 0.03)
        terminal.send("c")
        terminal.until("Legend")


@given(st.text(alphabet="\x1b\\P]X^_\x07[aq1;$"), st.lists(st.integers(min_value=0), max_size=4))
def test_control_strings_are_taken_out_however_they_are_cut(text: str, cuts: list[int]) -> None:
    """One that does not end is held, and with it all that may still be of it."""
    places = [0, *sorted(cut % (len(text) + 1) for cut in cuts), len(text)]
    whole, cut = ControlStrings(lambda: 0.0), ControlStrings(lambda: 0.0)
    parts = [text[start:end] for start, end in pairwise(places)]
    escapes = [part for part in parts[:-1] if part.endswith("\x1b")]
    taken = "".join(cut.take(part) for part in parts)
    assume(not escapes)  # an escape alone is the parser's: it may be the key
    assert taken == whole.take(text)


def test_what_begins_as_a_control_string_and_is_none_comes_late_and_what_never_ends_is_dropped() -> None:
    now = [0.0]
    strings = ControlStrings(lambda: now[0])
    assert (strings.take("a\x1bP"), strings.wait(), strings.wait()) == ("a", "\x1bP", "")
    assert (strings.take("\x1bP1$r"), strings.wait()) == ("", "")
    now[0] = 0.4
    assert strings.take("q") == ""
    now[0] = 0.6
    assert strings.take("c") == "c"


MODES = ("1049", "1000", "1003", "1006", "2004", "1004")


def assert_given_back(terminal: Terminal) -> None:
    assert not terminal.is_raw()
    for mode in MODES:
        on, off = (terminal.raw.rfind(f"\x1b[?{mode}{end}".encode()) for end in "hl")
        assert off > on, mode


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT])
def test_a_signal_ends_it_with_the_terminal_restored_and_the_place_kept(
    home: Path, vault: Path, number: signal.Signals
) -> None:
    with Terminal(home, "Stroke", "--vault", vault) as terminal:
        terminal.until("An acute focal deficit")
        terminal.send("G")
        terminal.until("Aspirin ends the list")
        os.kill(terminal.pid, number)
        assert terminal.ended(5) == 128 + number
        assert_given_back(terminal)
    with opened(home, vault, note="Aspirin ends the list"):
        pass
    (state,) = home.rglob("state.db")
    with sqlite3.connect(state) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_ctrl_c_copies_what_is_selected_closes_a_dialog_or_quits(home: Path, vault: Path) -> None:
    with opened(home, vault) as terminal:
        column, row = terminal.place_of("Nothing at")
        terminal.drag((column, row), (column + 6, row))
        terminal.send("ctrl+c")
        terminal.until(lambda: terminal.copied() == "Nothing")
        terminal.press("escape", "c")
        terminal.until("Legend")
        terminal.send("ctrl+c")
        terminal.until(lambda: "Legend" not in terminal.text())
        terminal.send("ctrl+c")
        assert terminal.ended() == 0
        assert_given_back(terminal)


def test_the_end_of_the_terminal_ends_it(home: Path, vault: Path) -> None:
    terminal = opened(home, vault)
    os.close(terminal.fd)
    for _ in range(200):
        pid, _status = os.waitpid(terminal.pid, os.WNOHANG)
        if pid:
            return
        signal.sigtimedwait([], 0.02)
    os.kill(terminal.pid, signal.SIGKILL)
    raise AssertionError("it goes on without a terminal")


def long_note(vault: Path) -> None:
    line = "some words and [[Neurology/Stroke|a link]] with ==a mark== in it "
    (vault / "Long.md").write_text(f"# Long\n\n{line * 60_000}\n", encoding="utf-8")


@pytest.mark.parametrize("key", ["q", "ctrl+c"])
def test_quitting_waits_for_nothing_that_is_at_work(home: Path, vault: Path, key: str) -> None:
    long_note(vault)
    with Terminal(home, vault / "Long.md") as terminal:
        terminal.until("Long")
        terminal.settle(0.1, 0.5)
        terminal.send(key)
        assert terminal.ended(3) == 0
        assert_given_back(terminal)
    with Terminal(home, "search", "words", "--vault", vault) as terminal:
        assert terminal.ended(30) == 0


def test_a_vault_that_goes_is_said_what_is_shown_stays_and_it_goes_on_when_it_is_back(home: Path, vault: Path) -> None:
    away = vault.with_name("away")
    with opened(home, vault) as terminal:
        vault.rename(away)
        terminal.until("looking again")
        assert "Start here" in terminal.text()
        terminal.press("j", "k", "t", "escape")
        away.rename(vault)
        terminal.until("there again")
        (vault / "New.md").write_text("a brandnewword\n", encoding="utf-8")
        terminal.settle(1.5)
        terminal.send("/")
        for letter in "brandnewword":
            terminal.send(letter)
        terminal.until("1 found")
        terminal.press("escape")
        terminal.send("q")
        assert terminal.ended() == 0


def test_a_vault_that_was_never_there_is_an_error(home: Path, tmp_path: Path) -> None:
    with Terminal(home, tmp_path / "nowhere") as terminal:
        assert terminal.ended() == 2
        assert "nowhere" in terminal.text().replace("\n", "")


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes only there")
def test_a_vault_whose_path_is_no_unicode_is_read_again_when_it_changes(home: Path, vault: Path) -> None:
    odd = os.fsdecode(os.fsencode(vault.parent) + b"/odd\xff")
    vault.rename(odd)
    with opened(home, Path(odd)) as terminal:
        (Path(odd) / "Home.md").write_text("written anew\n", encoding="utf-8")
        terminal.until("written anew")
        terminal.send("q")
        assert terminal.ended() == 0


def test_a_damaged_index_is_built_anew_while_one_searches(home: Path, vault: Path) -> None:
    with Terminal(home, "index", "--vault", vault) as terminal:
        assert terminal.ended() == 0
    (index,) = home.rglob("index.sqlite3")
    with sqlite3.connect(index) as connection:
        connection.execute("UPDATE body SET text = x'00ff00', places = 'zz'")
    connection.close()
    with opened(home, vault) as terminal:
        terminal.send("/")
        for letter in "thrombolytic":
            terminal.send(letter)
        terminal.until("1 found")
        terminal.until("Alteplase within")
        terminal.send("q")


def test_the_screen_needs_a_terminal(home: Path, vault: Path) -> None:
    for closing in ("<&-", "2>&-", "</dev/null"):
        command = f'"{sys.executable}" -m studytui "{vault}" {closing}'
        with Terminal(home, command=("sh", "-c", command)) as terminal:
            assert terminal.ended() == 2
            assert b"Traceback" not in terminal.raw


def test_closed_streams_are_said_in_a_line(home: Path, vault: Path) -> None:
    for rest, status, said in (
        ("show Stroke >&-", 2, "standard output is closed"),
        ("show Nope 2>&-", 1, ""),
        ("show Stroke <&-", 0, "Alteplase"),
        ("search --stdin <&-", 0, ""),
    ):
        command = f'"{sys.executable}" -m studytui {rest.replace(" ", f" --vault {vault} ", 1)}'
        with Terminal(home, command=("sh", "-c", command), size=(120, 200)) as terminal:
            assert terminal.ended() == status
            assert said in terminal.text()
            assert "Error" not in terminal.text()
