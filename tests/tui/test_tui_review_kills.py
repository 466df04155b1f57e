"""A review in a real terminal, killed between answers: what was answered is there, once, and nothing else is."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
WORDS = ("alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliett")


def kept(home: Path) -> list[tuple[str, int]]:
    """Every answer in the one state below a home folder."""
    (file,) = home.rglob("state.db")
    with sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True) as connection:
        return connection.execute("SELECT card, grade FROM answer WHERE undone IS NULL ORDER BY at").fetchall()


@pytest.fixture
def words(tmp_path: Path) -> Path:
    root = tmp_path / "words"
    root.mkdir()
    (root / "Words.md").write_text("".join(f"# H{n}\n\n- ==x== of {word}\n\n" for n, word in enumerate(WORDS)))
    return root


def test_no_answer_is_lost_or_counted_twice_when_the_program_is_killed_between_cards(
    home: Path, words: Path, request: pytest.FixtureRequest
) -> None:
    from terminal import Terminal

    at, runs = 0, len(WORDS) // 2 if request.config.getoption("--long") else 2
    for _ in range(runs):
        with Terminal(home, "review", "--vault", words, size=(80, 24)) as terminal:
            for _ in range(2):
                terminal.until(f"______ of {WORDS[at]}")
                terminal.send("space")
                terminal.until("4 Easy")
                terminal.send("4")
                at += 1
                terminal.until(f"of {WORDS[at]}" if at < len(WORDS) else "Done")
                assert len(kept(home)) == at  # on the disk before the next card shows
            os.kill(terminal.pid, signal.SIGKILL)
    found = kept(home)
    assert [grade for _, grade in found] == [4] * at
    assert len({card for card, _ in found}) == at


def test_two_copies_at_once_lose_no_answer(home: Path, words: Path) -> None:
    from terminal import Terminal

    with (
        Terminal(home, "review", "--vault", words, size=(80, 24)) as one,
        Terminal(home, "review", "--vault", words, size=(80, 24)) as other,
    ):
        for terminal in (one, other):
            terminal.until(f"______ of {WORDS[0]}")
        for terminal in (one, other):
            terminal.send("space")
            terminal.until("4 Easy")
            terminal.send("4")
            terminal.until(f"______ of {WORDS[1]}")
    assert len(kept(home)) == 2
    assert len({card for card, _ in kept(home)}) == 1


def test_q_ends_the_review_and_then_the_program_as_ever(home: Path, words: Path) -> None:
    from terminal import Terminal

    with Terminal(home, "review", "--vault", words, size=(80, 24)) as terminal:
        terminal.until(f"______ of {WORDS[0]}")
        terminal.press("q")
        terminal.until("of bravo")
        terminal.press("q")
        assert terminal.ended() == 0
        assert terminal.left_on() == []
