"""No word of a note is lost between the file and the screen, at any width, in any view."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from studytui.layout import Line, lay_out
from studytui.markdown import parse

TESTS = Path(__file__).parent
FIXTURES = sorted((TESTS / "fixtures" / "words").glob("*.md"))
BUNDLED = sorted((TESTS.parent / "notes").rglob("*.md"))

sys.path.insert(0, str(TESTS / "benchmarks"))
import bench_words  # noqa: E402
import words  # noqa: E402

sys.path.remove(str(TESTS / "benchmarks"))


def read(path: Path) -> str:
    return path.read_bytes().decode().replace("\r\n", "\n").replace("\r", "\n")


def lost(text: str, lines: list[Line]) -> list[str]:
    return words.missing(words.page(text).words(words.sources(lines)), words.shown(lines))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_every_word_of_a_note_is_shown_in_order_at_any_width_in_any_view(path: Path) -> None:
    assert list(bench_words.check_note(read(path))) == []


@pytest.mark.parametrize("width", [21, 30, 57, 100])
@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_odd_widths_lose_nothing_either(path: Path, width: int) -> None:
    assert list(bench_words.check_note(read(path), [width])) == []


@pytest.mark.skipif(not BUNDLED, reason="the notes are only in the checkout")
def test_no_word_of_the_bundled_vault_is_lost() -> None:
    failures = {str(path): list(bench_words.check_note(read(path), [40])) for path in BUNDLED}
    assert {path: found for path, found in failures.items() if found} == {}


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_what_is_hidden_stays_hidden(path: Path) -> None:
    shown = " ".join(words.shown(lay_out(parse(read(path)).blocks, 200)).words)
    assert "secret" not in shown.lower()


# The check itself must be able to fail.


@pytest.fixture(params=[20, 80], ids=["narrow", "wide"])
def lines(request: pytest.FixtureRequest) -> list[Line]:
    return lay_out(parse(NOTE).blocks, request.param)


NOTE = "# One two\n- three four\n\n| five | six |\n|---|---|\n| seven eight | nine |\n\nten eleven ten\n"


def without(lines: list[Line], word: str) -> Iterator[Line]:
    for line in lines:
        yield replace(line, text=line.text.replace(word, " " * len(word)))


def test_a_whole_layout_lacks_nothing(lines: list[Line]) -> None:
    assert lost(NOTE, lines) == []


@pytest.mark.parametrize("word", ["two", "three", "six", "seven", "nine", "eleven"])
def test_a_word_that_is_lost_is_found_out(lines: list[Line], word: str) -> None:
    assert word in lost(NOTE, list(without(lines, word)))


def test_a_row_that_is_lost_or_in_another_place_is_found_out(lines: list[Line]) -> None:
    assert lost(NOTE, lines[:-1])
    assert lost(NOTE, [lines[-1], *lines[:-1]])


def test_one_of_two_equal_words_is_missed(lines: list[Line]) -> None:
    last = lines[-1]
    assert lost(NOTE, [*lines[:-1], replace(last, text=last.text.removesuffix("ten"))]) == ["ten", "…"]


def test_a_word_that_is_cut_in_two_is_found_out() -> None:
    (line,) = lay_out(parse("hemolysis\n").blocks, 40)
    assert lost("hemolysis\n", [replace(line, text="hemo lysis")])


def test_a_symbol_counts_as_a_word_and_punctuation_does_not() -> None:
    assert words.words_of("K⁺ ↑, H₂O ≥ 3 — β-blocker!") == ["K", "↑", "H2O", "≥", "3", "β", "blocker"]


def test_the_browser_shows_what_obsidian_would() -> None:
    text = '---\n{"a": 1}\n---\n> [!tip]- T\n> %%no%% yes [[p/q\\|r]] ^id\n\n- [x] done ![[a/b.png|9]]\n\n`[[raw|code]]` ![alt|3](u)'
    assert words.page(text).words() == ["T", "yes", "r", "done", "b", "png", "raw", "code", "alt"]


@pytest.mark.parametrize(
    "text",
    ["a <span>b", "</u>", "<kbd>", "<details open>", "<h2>", "a \\| b", "{ .block-x}", "{ #id}", "[[a]]", "![[a#b|c]]", "100%%",
     "==a b==", "a ==b==.", "[!tip] b", "[!a|b]- c", "$\\frac12$", "[^1]: b", '{"dg-publish":true}'],
)  # fmt: skip
def test_raw_markup_is_found_out_except_in_code(text: str) -> None:
    assert words.remains([Line(text)])
    assert not words.remains(lay_out(parse(f"    {text}\n").blocks, 40))


@pytest.mark.parametrize(
    "text",
    ["a == b", "A==B", "a == b == c", "x != 1 == y", "====", "[[", "[[ ]]", "a]]", "a < b", "<5 mg", "a <b", "[^1]"],
)
def test_signs_that_mean_themselves_are_no_raw_markup(text: str) -> None:
    assert not words.remains([Line(text)])


def test_raw_markup_is_found_over_the_end_of_a_row() -> None:
    assert words.remains([Line("a [[b", logical=3), Line("  c]]", logical=3, offset=6, indent=2)])
    assert not words.remains([Line("a [[b", logical=3), Line("c]]", logical=4)])


def test_rows_that_are_too_wide_or_hold_controls_are_found_out() -> None:
    assert words.faults([Line("x" * 41)], 40) and words.faults([Line("漢" * 21)], 40)
    assert words.faults([Line("\x1b[31m")], 40) and words.faults([Line("\u202e")], 40)
    assert not words.faults([Line("漢" * 20)], 40)


def test_a_line_that_the_view_only_drops_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(blocks: object, width: int, *, view: str = "all") -> list[Line]:
        lines = lay_out(blocks, width, view=view)  # type: ignore[arg-type]
        return [line for line in lines if view != "only" or "kept" not in line.text]

    assert list(bench_words.check_note("==kept==\n\nlost\n", [40])) == []
    monkeypatch.setattr(bench_words, "lay_out", forgetful)
    assert [failure.kind for failure in bench_words.check_note("==kept==\n\nlost\n", [40])] == ["only"]
