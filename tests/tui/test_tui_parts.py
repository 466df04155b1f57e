"""The parts of the screen that need no screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.color import Color
from textual.selection import Selection
from textual.theme import BUILTIN_THEMES

from studytui.layout import Line, Span, lay_out
from studytui.markdown import parse
from studytui.markdown.legend import BUCKETS
from studytui.tui.chosen_theme import theme_name
from studytui.tui.external import editor_command
from studytui.tui.page.anchor import Anchor, SourceRows, anchor_at
from studytui.tui.page.find import Finder, FoldedRows
from studytui.tui.page.pages import History, Page, Place
from studytui.tui.page.unwrapped import LogicalText
from studytui.tui.panes.status import shortened
from studytui.tui.reader.hints import labels
from studytui.tui.reader.stops import Stops
from studytui.tui.reader.strips import paint
from studytui.tui.theme.palette import CODE_COLORS, MIN_CONTRAST, Palette, contrast

THEMES = [name for name, theme in BUILTIN_THEMES.items() if not theme.ansi]


def palette(name: str) -> Palette:
    theme = BUILTIN_THEMES[name]
    return Palette(theme.to_color_system().generate(), dark=theme.dark)


@pytest.mark.parametrize("theme", THEMES)
def test_every_role_reads_on_its_background_in_every_theme(theme: str) -> None:
    colors = palette(theme)
    for role in ("heading", "link", "url", "tag", "callout", "math", "link-missing", "dim"):
        style = colors.style([Span(0, 1, role, level=1, target="warning")])
        assert style.color is not None and style.color.triplet is not None
        assert contrast(Color(*style.color.triplet), colors.background) >= MIN_CONTRAST - 0.01, role
    for bucket in BUCKETS:
        for role in ("high-yield", "highlight"):
            style = colors.style([Span(0, 1, role, color=bucket)])
            assert style.color is not None and style.color.triplet is not None
            assert style.bgcolor is not None and style.bgcolor.triplet is not None
            assert contrast(Color(*style.color.triplet), Color(*style.bgcolor.triplet)) >= MIN_CONTRAST, bucket


TEXT_COLORS = (
    "#000000",
    "#ffffff",
    "#ff0000",
    "#00008b",
    "#ffff00",
    "#2dc26b",
    "#d83931",
    "#646a73",
    "#7f7f7f",
    "#fff8dc",
)
GROUNDS = [
    (),
    (Span(0, 1, "code"),),
    (Span(0, 1, "bold"), Span(0, 1, "heading", level=1)),
    *((Span(0, 1, "high-yield", color=bucket),) for bucket in BUCKETS),
    *((Span(0, 1, "highlight", color=bucket), Span(0, 1, "code")) for bucket in BUCKETS),
]


@pytest.mark.parametrize("theme", THEMES)
def test_coloured_text_reads_on_the_page_on_code_and_on_every_highlight(theme: str) -> None:
    colors = palette(theme)
    for ground in GROUNDS:
        for color in TEXT_COLORS:
            style = colors.style([*ground, Span(0, 1, "color", color=color + "ff")])
            assert style.color is not None and style.color.triplet is not None
            assert style.bgcolor is not None and style.bgcolor.triplet is not None
            text, behind = Color(*style.color.triplet), Color(*style.bgcolor.triplet)
            assert contrast(text, behind) >= MIN_CONTRAST, (color, ground)


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light"])
def test_colours_of_text_stay_apart_from_each_other_and_from_plain_text(theme: str) -> None:
    colors = palette(theme)
    for ground in ((), (Span(0, 1, "high-yield", color="yellow"),)):
        plain = colors.style(ground)
        seen = {plain.color}
        for color in ("#ff0000", "#00008b", "#006400", "#8b4513", "#800080"):
            seen.add(colors.style([*ground, Span(0, 1, "color", color=color + "ff")]).color)
        assert len(seen) == 6


def test_a_link_and_what_stands_back_keep_their_colour_in_coloured_text() -> None:
    colors = palette("textual-dark")
    red = Span(0, 1, "color", color="#ff0000ff")
    for role in ("link", "url", "dim"):
        assert colors.style([Span(0, 1, role), red]).color == colors.style([Span(0, 1, role)]).color


@pytest.mark.parametrize("theme", THEMES)
def test_every_word_of_code_reads_on_its_background_in_every_theme(theme: str) -> None:
    colors = palette(theme)
    for role in ("code", *CODE_COLORS, "diagram"):
        style = colors.style([Span(0, 1, "code"), Span(0, 1, role)])
        assert style.color is not None and style.color.triplet is not None
        assert style.bgcolor is not None and style.bgcolor.triplet is not None
        assert contrast(Color(*style.color.triplet), Color(*style.bgcolor.triplet)) >= MIN_CONTRAST - 0.01, role


def test_without_colour_keywords_and_comments_differ_by_weight_and_slant() -> None:
    theme = BUILTIN_THEMES["textual-dark"]
    colors = Palette(theme.to_color_system().generate(), dark=True, no_color=True)
    plain, keyword, comment = (
        colors.style([Span(0, 1, "code"), Span(0, 1, role)]) for role in ("code-text", "code-keyword", "code-comment")
    )
    assert plain.color == keyword.color == comment.color
    assert keyword.bold and comment.italic and not plain.bold and not plain.italic


def test_a_high_yield_row_has_a_bar_that_needs_no_colour() -> None:
    line = Line("marked", (Span(0, 6, "high-yield", color="yellow"),))
    assert paint(line, 20, palette("textual-dark")).text.startswith("▌ marked")
    assert paint(Line("plain"), 20, palette("textual-dark")).text.startswith("  plain")


@given(st.text(max_size=300), st.integers(20, 60))
@settings(max_examples=60, deadline=None)
def test_a_painted_row_is_exactly_as_wide_as_asked(text: str, width: int) -> None:
    colors = palette("textual-dark")
    for line in lay_out(parse(text).blocks, width):
        assert paint(line, width + 2, colors).cell_length == width + 2


@given(st.text(st.sampled_from("ab c\n-*[]=文é "), max_size=200), st.integers(20, 40))
@settings(max_examples=60, deadline=None)
def test_copying_everything_gives_the_text_of_a_wide_layout(text: str, width: int) -> None:
    blocks = parse(text).blocks
    narrow = LogicalText(lay_out(blocks, width)).extract(Selection(None, None))
    wide = LogicalText(lay_out(blocks, 400)).extract(Selection(None, None))
    words = [word for word in narrow.split() if set(word) - set("━─╌")]
    assert words == [word for word in wide.split() if set(word) - set("━─╌")]


def test_an_anchor_finds_its_source_line_again_at_another_width() -> None:
    text = "\n\n".join(f"Paragraph {n} " + "word " * 30 for n in range(40))
    narrow, wide = (lay_out(parse(text).blocks, width) for width in (30, 90))
    row = next(row for row, line in enumerate(narrow) if line.text.startswith("Paragraph 20"))
    anchor = anchor_at(narrow, row)
    found = SourceRows()
    found.add(0, wide)
    assert wide[found.top_for(anchor)].text.startswith("Paragraph 20")


def test_an_anchor_on_a_dropped_line_goes_to_the_next_line_that_is_shown() -> None:
    found = SourceRows()
    found.add(0, [Line("a", source=1), Line("b", source=9)])
    assert found.top_for(Anchor(5)) == 1
    assert found.top_for(Anchor(50)) == 1


def test_stops_go_through_links_and_images_as_they_are_read() -> None:
    lines = lay_out(parse("![[p.png]]\n[[one]] [[two]]\n").blocks, 60)
    stops = Stops()
    stops.add(enumerate(lines))
    order = []
    active = None
    for _ in range(4):
        stop = stops.next_from(active, 0, 10, 1)
        assert stop is not None
        active = stop.key
        order.append(stop.span.target)
    assert order == ["p.png", "one", "two", "p.png"]


def test_history_goes_back_forward_and_forgets_what_was_forward() -> None:
    a, b, c = (Place(Page("note", name)) for name in "abc")
    history = History()
    history.opened_from(a)
    assert history.back(b) == a
    assert history.forward(a) == b
    assert history.back(b) == a
    history.opened_from(a)
    assert history.forward(c) is None


def test_a_history_tells_its_whole_way_and_begins_again_with_it() -> None:
    a, b, c = (Place(Page("note", name)) for name in "abc")
    history = History([a, b, c], 1)
    assert history.places(b) == ([a, b, c], 1)
    assert history.back(b) == a
    assert history.places(a) == ([a, b, c], 0)
    assert history.forward(a) == b
    assert history.forward(b) == c
    assert history.forward(c) is None


@pytest.mark.parametrize("count", [1, 26, 27, 700])
def test_no_hint_begins_another(count: int) -> None:
    found = labels(count)
    assert len(set(found)) == count
    assert len({len(label) for label in found}) == 1


@given(st.text(max_size=80), st.integers(0, 60))
def test_a_shortened_text_fits_and_keeps_both_ends(text: str, width: int) -> None:
    short = shortened(text, width)
    assert cell_len(short) <= width
    if cell_len(text) <= width:
        assert short == text


def test_find_ignores_case_and_accents() -> None:
    finder = Finder("meniere")
    finder.search(FoldedRows(lay_out(parse("Ménière and MENIERE").blocks, 60)))
    assert len(finder.matches) == 2


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("crohn's", "In Crohn’s disease", ["Crohn’s"]),
        ("Crohn’s", "In crohn's disease", ["crohn's"]),
        ('"sandwich" sign', "The “sandwich” sign", ["“sandwich” sign"]),
        ("L4-L5", "At L4–L5 and L4—L5, L4\u2011L5, L4\u2212L5", ["L4–L5", "L4—L5", "L4\u2011L5", "L4\u2212L5"]),
        ("co2", "Too much CO₂", ["CO₂"]),
        ("na+", "Na⁺ and Ca²⁺", ["Na⁺"]),
        ("beta", "A β-blocker, beta", ["β", "beta"]),
        ("β-b", "A beta-blocker", ["beta-b"]),
        ("eta", "A β-blocker", []),
        ("fibrosis", "Cystic ﬁbrosis", ["ﬁbrosis"]),
        ("abg", "The ＡＢＧ", ["ＡＢＧ"]),
        ("pancreatitis", "Acute pan\u200ccreatitis", ["pan\u200ccreatitis"]),
        ("hyperthyroidism", "hyper\u00adthyroidism", ["hyper\u00adthyroidism"]),
        ("nephrolithiasis", "nephro&shy;lithiasis", ["nephro\u00adlithiasis"]),
        ("heart failure", "Heart&nbsp;failure, heart\u202ffailure", ["Heart\u00a0failure", "heart\u202ffailure"]),
        ("meniere", "Me\u0301nie\u0300re", ["Me\u0301nie\u0300re"]),
        ("pan\u200ccreatitis", "pancreatitis", ["pancreatitis"]),
    ],
)
def test_find_folds_as_the_search_box_and_marks_what_stands_there(query: str, text: str, marked: list[str]) -> None:
    lines = lay_out(parse(text).blocks, 80)
    finder = Finder(query)
    finder.search(FoldedRows(lines))
    assert [lines[row].text[start:end] for match in finder.matches for row, start, end in match.pieces] == marked


def test_find_reaches_over_the_end_of_a_row() -> None:
    lines = lay_out(parse("aaaa bbbb cccc dddd eeee ffff").blocks, 20)
    finder = Finder("dddd eeee")
    finder.search(FoldedRows(lines))
    assert [len(match.pieces) for match in finder.matches] == [2]


@pytest.mark.parametrize(
    ("editor", "expected"),
    [
        ("vim", ["vim", "+7", "n.md"]),
        ("code -n", ["code", "-n", "--wait", "--goto", "n.md:7"]),
        ("hx", ["hx", "n.md:7"]),
    ],
)
def test_the_editor_opens_at_the_line(editor: str, expected: list[str]) -> None:
    assert editor_command(Path("n.md"), 7, editor) == expected


def test_visual_goes_before_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "ed")
    monkeypatch.setenv("VISUAL", "vi")
    assert editor_command(Path("n.md"), 1) == ["vi", "+1", "n.md"]


@pytest.mark.parametrize(
    ("wanted", "said", "theme"),
    [
        ("auto", "15;0", "textual-dark"),
        ("auto", "0;15", "textual-light"),
        ("auto", "0;default;15", "textual-light"),
        ("auto", "", "textual-dark"),
        ("light", "15;0", "textual-light"),
        ("nord", "", "nord"),
    ],
)
def test_the_theme_follows_the_terminal_unless_one_is_chosen(wanted: str, said: str, theme: str) -> None:
    assert theme_name(wanted, {"COLORFGBG": said}) == theme
