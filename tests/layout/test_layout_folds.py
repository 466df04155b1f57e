"""What is folded on the screen, and what its header says."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from studytui.layout import Layout, Line, View, lay_out, render_text
from studytui.layout.folds import Folds, heading_key, is_heading
from studytui.markdown import Heading, parse

FAQ = "> [!faq]- Are they foldable?\n> yes\n\nafter"


def drawn(markdown: str, folds: Folds | None = None, view: View = "all", width: int = 40) -> list[str]:
    lines = lay_out(parse(markdown).blocks, width, view=view, folds=Folds() if folds is None else folds)
    return render_text(lines).splitlines()


def keys(markdown: str) -> dict[str, int]:
    """The first words of a note's headings and containers -> the key of their fold."""
    found: dict[str, int] = {}
    for block in parse(markdown).blocks:
        first = getattr(block, "inlines", ())
        name = first[0].text.split()[0] if first else ""
        key = heading_key(block) if isinstance(block, Heading) else block.inside.number if block.inside else None
        if key is not None:
            found.setdefault(name, key)
    return found


def test_a_callout_that_the_note_folds_is_one_row() -> None:
    assert drawn(FAQ) == ["┃ ▸ ? Are they foldable?", "", "after"]


def test_a_callout_that_may_fold_and_stands_open_says_so_and_any_other_does_not() -> None:
    assert drawn("> [!faq]+ Open\n> a\n\n> [!faq] Plain\n> b") == ["┃ ▾ ? Open", "┃ a", "", "┃ ? Plain", "┃ b"]


def test_without_folds_everything_stands_open_and_nothing_says_that_it_folds() -> None:
    assert render_text(lay_out(parse(FAQ).blocks, 40)) == "┃ ? Are they foldable?\n┃ yes\n\nafter\n"


def test_details_fold_unless_the_note_opens_them() -> None:
    assert drawn("<details><summary>More</summary>\n\nx\n\n</details>") == ["╎ ▸ More"]
    assert drawn("<details open><summary>More</summary>\n\nx\n\n</details>") == ["╎ ▾ More", "╎ x"]


def test_an_opened_callout_shows_what_folds_in_it() -> None:
    note = "> [!a]- A\n> > [!b]- B\n> > b\n>\n> a"
    assert drawn(note, Folds(opened=frozenset({0}))) == ["┃ ▾ ✎ A", "┃ ┃ ▸ ✎ B", "┃", "┃ a"]
    assert drawn(note, Folds(opened=frozenset({1}))) == ["┃ ▸ ✎ A"]


def test_a_folded_heading_stands_for_all_up_to_the_next_of_its_rank() -> None:
    note = "# A\na\n\nb\n## B\nc\n\n---\n# C\nd"
    assert drawn(note, Folds(closed=frozenset({keys(note)["A"]}))) == ["A ▸ 4 lines", "", "C", "━━━", "d"]
    assert drawn(note, Folds(headings=True)) == ["A ▸ 4 lines", "", "C ▸ 1 line"]
    assert drawn(note, Folds(headings=True, opened=frozenset({keys(note)["A"]})))[:6] == [
        *("A", "━━━", "a", "", "b", ""),
    ]


def test_a_heading_inside_a_callout_folds_up_to_its_end() -> None:
    assert drawn("> [!a] T\n> # H\n> x\n\n# Out\ny", Folds(headings=True)) == [
        *("┃ ✎ T", "┃", "┃ H ▸ 1 line", "", "Out ▸ 1 line"),
    ]


def test_an_empty_section_has_nothing_to_fold() -> None:
    assert drawn("# A\n\n---\n# B\nb", Folds(headings=True)) == ["A", "━━━", "", "─" * 40, "B ▸ 1 line"]


def test_a_folded_item_shows_its_own_line_and_how_much_is_below_it() -> None:
    note = "- a\n  - b\n    - c\n- d"
    assert drawn(note, Folds(closed=frozenset({0}))) == ["• a ▸ 2 lines", "• d"]
    assert drawn("- a\n\n  ```\n  x\n  y\n  ```", Folds(closed=frozenset({0}))) == ["• a ▸ 2 lines"]


def test_a_long_item_is_cut_to_its_first_row() -> None:
    note = "- " + "word " * 40 + "==end=="
    assert drawn(note, Folds(closed=frozenset({0}))) == [
        *("• word word word word word word word …", "  high-yield ▸ more"),
    ]


def test_a_short_item_alone_has_nothing_to_fold() -> None:
    assert drawn("- a\n- b", Folds(closed=frozenset({0}))) == ["• a", "• b"]


def test_high_yield_lines_are_not_hidden_silently() -> None:
    assert drawn("> [!a]- T\n> ==x==\n> ==y== ==z==") == ["┃ ▸ ✎ T · 2 high-yield"]
    assert drawn("# A\nx\n- ==y==", Folds(headings=True)) == ["A ▸ 2 lines · 1 high-yield"]


def test_dim_opens_what_the_note_folds_over_a_high_yield_line_and_nothing_else() -> None:
    note = "> [!a]- A\n> > [!b]- B\n> > ==x==\n\n> [!c]- C\n> y"
    assert drawn(note, view="dim") == ["┃ ▾ ✎ A", "┃ ┃ ▾ ✎ B", "┃ ┃ x", "", "┃ ▸ ✎ C"]
    assert drawn(note, Folds(closed=frozenset({0})), "dim") == ["┃ ▸ ✎ A · 1 high-yield", "", "┃ ▸ ✎ C"]


def test_only_high_yield_folds_nothing() -> None:
    assert drawn("> [!a]- A\n> ==x==", Folds(headings=True), "only") == ["┃ ✎ A", "┃ x"]


def test_a_line_that_must_be_seen_opens_the_folds_around_it_alone() -> None:
    note = "# A\n> [!a]- T\n> x\n\n> [!b]- U\n> y\n# B\nz"
    layout = Layout(40, folds=Folds(headings=True).showing(3))
    lines = layout.feed(parse(note).blocks) + layout.finish()
    assert render_text(lines).splitlines() == ["A", "━━━", "┃ ▾ ✎ T", "┃ x", "", "┃ ▸ ✎ U", "", "B ▸ 1 line"]
    assert layout.opened == {keys(note)["A"], 0}


def test_a_header_is_seen_when_it_is_folded_and_opens_only_if_asked() -> None:
    assert drawn(FAQ, Folds().showing(1)) == drawn(FAQ)
    assert drawn(FAQ, Folds().showing(1, whole=True))[:2] == ["┃ ▾ ? Are they foldable?", "┃ yes"]


def test_rows_know_what_folds_around_them() -> None:
    note = "# A\n- a\n  - b\n\n> [!c]+ T\n> x"
    layout = Layout(40, folds=Folds())
    lines = [line for line in layout.feed(parse(note).blocks) + layout.finish() if line.text]
    named = keys(note)
    assert [line.fold for line in lines] == [named[name] for name in ("A", "A", "a", "b", "T", "T")]
    regions = layout.regions
    assert [name for name in named if regions[named[name]].foldable] == ["A", "a", "T", "x"]
    assert regions[named["b"]].parent is regions[named["a"]]


def test_headings_of_embedded_notes_have_keys_of_their_own() -> None:
    note = "# A\n\n> # A"
    first, second = (block for block in parse(note).blocks if isinstance(block, Heading))
    assert len({heading_key(first), heading_key(second), 0, 1}) == 4
    assert is_heading(heading_key(first)) and not is_heading(1) and not is_heading(-2)


def test_folding_many_levels_costs_no_recursion() -> None:
    note = "".join("> " * depth + "[!a]- T\n" for depth in range(1, 90)) + "> " * 89 + "==x=="
    assert drawn(note, width=400) == ["┃ ▸ ✎ T · 1 high-yield"]
    assert len(drawn(note, view="dim", width=400)) == 90


def plain(lines: list[Line]) -> list[str]:
    """What the rows say without the signs of folds."""
    return [line.text.replace("▾ ", "") for line in lines]


NESTED = st.lists(
    st.sampled_from(
        ("# H", "## I", "text", "==y==", "- a", "  - b", "> [!a]- T\n> x\n> # J\n> ==z==", "> [!b]+ U\n> y", "---", "")
    ),
    max_size=14,
).map("\n".join)
FOLDS = st.builds(
    Folds,
    closed=st.frozensets(st.integers(0, 12)),
    headings=st.booleans(),
    unfolded=st.booleans(),
    line=st.integers(0, 14),
    whole=st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(NESTED, FOLDS, st.sampled_from(["all", "dim"]), st.data())
def test_folds_do_not_depend_on_how_a_note_is_cut(note: str, folds: Folds, view: View, data: st.DataObject) -> None:
    blocks = parse(note).blocks
    layout, lines, rest = Layout(40, view=view, folds=folds), list[Line](), list(blocks)
    while rest:
        size = data.draw(st.integers(1, len(rest)))
        lines += layout.feed(rest[:size])
        rest = rest[size:]
    assert lines + layout.finish() == lay_out(blocks, 40, view=view, folds=folds)


@settings(max_examples=150, deadline=None)
@given(NESTED, FOLDS)
def test_a_line_that_must_be_seen_is_seen_whatever_is_folded(note: str, folds: Folds) -> None:
    blocks = parse(note).blocks
    seen = {line.source for line in lay_out(blocks, 40, folds=folds)}
    everything = {line.source for line in lay_out(blocks, 40)}
    assert folds.line in seen or folds.line not in everything


@settings(max_examples=150, deadline=None)
@given(NESTED, FOLDS)
def test_opening_what_is_folded_shows_every_line(note: str, folds: Folds) -> None:
    blocks = parse(note).blocks
    layout = Layout(40, folds=folds)
    layout.feed(blocks)
    layout.finish()
    opened = folds.open(layout.regions)
    assert plain(lay_out(blocks, 40, folds=opened)) == plain(lay_out(blocks, 40))
