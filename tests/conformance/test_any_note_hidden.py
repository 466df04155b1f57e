"""Nothing of any note is lost to what moves or hides its blocks: shown and hidden make the whole."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from any_note import Note, Writer
from hypothesis import given, settings
from hypothesis import strategies as st

from studytui.layout import Layout, Line, View
from studytui.layout.folds import AS_WRITTEN, Folds
from studytui.layout.hidden import Hidden
from studytui.markdown import parse
from studytui.tui.page.find import Finder, FoldedRows
from studytui.tui.page.unwrapped import LogicalText
from studytui.vault import Vault, open_vault
from studytui.vault.embeds import Embedding

PLANTED = re.compile(r"[wf]\d+x")
NOTES = st.builds(lambda seed, blocks: Writer(seed, careless=True).note(blocks), st.integers(0), st.integers(1, 12))


def laid_out(note: Note, view: View, folds: Folds | None) -> tuple[list[Line], Layout]:
    layout = Layout(100, view=view, folds=folds)
    return [*layout.feed(parse(note.text).blocks), *layout.finish()], layout


def words(lines: list[Line], hidden: tuple[Hidden, ...] = ()) -> set[str]:
    texts = [whole.text for whole in LogicalText(lines).lines.values()]
    texts += [line.text for each in hidden for line in each.lines]
    return set(PLANTED.findall("\n".join(texts)))


@settings(max_examples=150, deadline=None)
@given(NOTES, st.integers(0))
def test_each_word_of_a_note_is_shown_or_hidden_in_every_view_whatever_is_folded(note: Note, seed: int) -> None:
    everything, written = laid_out(note, "all", AS_WRITTEN)
    every = words(laid_out(note, "all", None)[0])
    assert words(everything, tuple(written.hidden)) == every
    for view in ("all", "dim"):
        keys = frozenset(key for key in written.regions if Random(f"{seed} {key}").random() < 0.5)
        for folds in (Folds(headings=True), Folds(closed=keys)):
            lines, layout = laid_out(note, view, folds)
            assert words(lines, tuple(layout.hidden)) == every
            assert all(0 <= each.row <= len(lines) for each in layout.hidden)
    lines, layout = laid_out(note, "only", None)
    assert words(lines, tuple(layout.hidden)) == every


@settings(max_examples=60, deadline=None)
@given(NOTES)
def test_opening_the_folds_that_hide_a_place_shows_it(note: Note) -> None:
    folds = Folds(headings=True)
    lines, layout = laid_out(note, "all", folds)
    for each in layout.hidden:
        for word in {word for line in each.lines for word in PLANTED.findall(line.text)}:
            if not each.cut:
                assert word in words(laid_out(note, "all", folds.open(each.folds))[0])
    finder = Finder("x")
    finder.search(FoldedRows(lines), layout.hidden)
    rows = [match.row for match in finder.matches]
    assert rows == sorted(rows)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Vault:
    """A vault in which nothing is to be embedded."""
    root: Path = tmp_path_factory.mktemp("empty")
    (root / "other.md").write_text("other\n", encoding="utf-8")
    return open_vault(root)


@settings(max_examples=150, deadline=None)
@given(NOTES)
def test_texts_of_footnotes_come_last_in_order_and_with_all_their_words(empty: Vault, note: Note) -> None:
    written = parse(note.text).blocks
    page = Embedding(empty, "note.md")
    body = [block for part in page.expand(written) for block in part]
    texts = [block for part in page.finish() for block in part]
    before, after = (Layout(100).feed(blocks) for blocks in (written, [*body, *texts]))
    counts = [
        Counter(PLANTED.findall("\n".join(whole.text for whole in LogicalText(lines).lines.values())))
        for lines in (before, after)
    ]
    assert counts[0] == counts[1]
    assert [block for block in written if block in body] == [block for block in body if block in written]
    numbers = []
    for block in texts:
        outermost = block.inside
        while outermost is not None and outermost.inside is not None:
            outermost = outermost.inside
        assert outermost is not None and outermost.kind == "footnote"
        numbers.append(int(outermost.marker))
    assert numbers == sorted(numbers)
