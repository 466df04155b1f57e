"""Code blocks: labels, colours, wide rows, and diagrams drawn in their place."""

from __future__ import annotations

import re
import time
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from studytui.layout import Layout, Line, lay_out, render_text
from studytui.layout.code.code import code_label
from studytui.layout.code.coloring import LONGEST_COLORED, MOST, code_roles, language
from studytui.layout.protocols import Drawings, NoDrawings
from studytui.layout.sanitise import clean_code
from studytui.markdown import parse
from studytui.markdown.document import Code

FLOW = "```mermaid\ngraph LR\n  A --> B\n  B --> C\n```"
ROWS = ("┌───┐    ┌───┐", "│ A ├───►│ B │", "└───┘    └───┘")


class Drawn(NoDrawings):
    """Draws the same rows for every source, and remembers what it was asked."""

    def __init__(self, *rows: str) -> None:
        self.rows = rows
        self.asked: list[tuple[str, str, int]] = []

    def diagram(self, language: str, source: str, room: int) -> tuple[str, ...] | None:
        self.asked.append((language, source, room))
        return self.rows or None


def sideways(markdown: str, width: int = 40, drawings: Drawings | None = None, *, written: bool = False) -> list[Line]:
    layout = Layout(width, sideways=True, written=written, drawings=drawings or NoDrawings())
    return layout.feed(parse(markdown).blocks) + layout.finish()


def words(lines: list[Line], role: str) -> list[str]:
    return [line.text[span.start : span.end] for line in lines for span in line.spans if span.role == role]


def test_code_of_a_known_language_has_roles_by_kind_of_word() -> None:
    lines = lay_out(parse('```python\ndef dose(mg):\n    return mg * 2.5 or "none"  # per day\n```').blocks, 80)
    assert words(lines, "code-keyword") == ["def", "return", "or"]
    assert words(lines, "code-name") == ["dose"]
    assert words(lines, "code-number") == ["2.5"]
    assert words(lines, "code-string") == ['"none"']
    assert words(lines, "code-comment") == ["# per day"]
    assert words(lines, "code") == [line.text[2:] for line in lines]


def test_a_string_or_comment_goes_on_from_line_to_line() -> None:
    lines = lay_out(parse("```js\n/* one\nfor two */ x\n```").blocks, 80)
    assert words(lines, "code-comment") == ["/* one", "for two */"]
    assert words(lines, "code-keyword") == []


@pytest.mark.parametrize("info", ["", "no-such-language", "dataview", "\x1b[31m"])
def test_code_of_no_known_language_is_plain(info: str) -> None:
    lines = lay_out(parse(f"```{info}\ndef f(): pass\n```").blocks, 80)
    assert {span.role for line in lines[-1:] for span in line.spans} == {"code", "marker"}


@pytest.mark.parametrize(
    ("info", "name"),
    [
        ("python", "python"),
        ("{.Python}", "python"),
        ('js title="x"', "js"),
        ("py:main.py", "py"),
        ("{r, echo=FALSE}", "r"),
        ("c++", "c++"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_the_language_is_the_first_word_of_the_fence(info: str, name: str) -> None:
    assert language(info) == name


def test_a_very_long_block_or_line_is_plain() -> None:
    assert code_roles("python", ["pass"]) is not None
    assert code_roles("python", ["pass"] * (MOST // 4 + 1)) is None
    assert code_roles("python", ["x" * (LONGEST_COLORED + 1)]) is None


LANGUAGES = st.sampled_from(
    ["python", "js", "html", "bash", "sql", "yaml", "diff", "c", "php", "markdown", "json", "tex"]
)
PIECES = st.sampled_from(
    [*"ab01 \n\t\"'`#/*-+(){}[]<>=;:$@\\é漢", "def ", "/*", "*/", '"""', "<b>", "```", "--", "\x1b["]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=80).map("".join), st.text(max_size=80))


@settings(max_examples=200, deadline=None)
@given(LANGUAGES, TEXTS, st.integers(20, 60), st.booleans())
def test_colours_never_change_the_text_of_code(info: str, text: str, width: int, wide: bool) -> None:
    block = Code(1, 9, None, text, info, 2)
    layout = Layout(width, sideways=wide)
    lines = [*layout.feed([block]), *layout.finish()]
    plain = Layout(width, sideways=wide).feed([Code(1, 9, None, text, "no-such-language", 2)])
    assert [line.text for line in lines][1:] == [line.text for line in plain][1:]
    joined: dict[int, str] = {}
    for line in lines[1:]:
        joined[line.logical] = joined.get(line.logical, "") + line.text[line.indent :]
    assert list(joined.values()) == [clean_code(row) for row in re.split("[\n\x85\u2028\u2029]", text)]
    for line in lines:
        assert line.wide or cell_len(line.text) <= width
        assert all(0 <= span.start < span.end <= len(line.text) for span in line.spans)


@pytest.mark.parametrize(
    ("info", "line"), [("js", "/*"), ("c", ""), ("python", "  "), ("java", "\t"), ("js", '"open'), ("go", "{")]
)
def test_code_that_a_lexer_takes_long_over_is_given_up(info: str, line: str) -> None:
    lines = [line] * min(33_000, MOST // (len(line) + 1))
    start = time.thread_time()
    found = code_roles(info, lines)
    assert time.thread_time() - start < 4
    assert found is None or len(found) == len(lines)


def test_blank_lines_leave_every_line_its_own_roles() -> None:
    lines = ["def f():", "", "", "", "    \t", "", '    """a', "", "", "", 'b"""', "    return 1"]
    found = code_roles("python", lines)
    assert found is not None
    assert [[role.role for role in row if role.role != "code-text"] for row in found] == [
        ["code-keyword", "code-name"],
        *[[]] * 5,
        ["code-string"],
        *[[]] * 3,
        ["code-string"],
        ["code-keyword", "code-number"],
    ]


# Sideways

LONG = "```python\nshort = 1\nlong = " + "'x' + " * 20 + "''\n```"


def test_wide_code_is_one_row_a_line_where_the_screen_scrolls_sideways() -> None:
    lines = sideways(LONG)
    assert [line.text.rstrip() for line in lines[:2]] == ["│ python", "│ short = 1"]
    assert [line.wide for line in lines] == [False, True, True]
    assert lines[2].text == "│ long = " + "'x' + " * 20 + "''"
    assert lines[2].indent == 2


def test_code_that_fits_stays_where_it_is() -> None:
    assert not any(line.wide for line in sideways("```\na\nb\n```"))


def test_without_a_screen_wide_code_wraps_and_no_row_is_too_wide() -> None:
    lines = lay_out(parse(LONG).blocks, 40)
    assert max(len(line.text) for line in lines) <= 40
    assert not any(line.wide for line in lines)


def test_a_line_without_end_wraps_even_where_the_screen_scrolls_sideways() -> None:
    lines = sideways("```\n" + "x" * 5000 + "\n```")
    assert max(len(line.text) for line in lines) <= 40


def test_the_source_of_a_formula_is_not_wrapped_where_the_screen_scrolls_sideways() -> None:
    source = "\\unknownmacro{" + "x + " * 30 + "y}"
    (line,) = sideways(f"$$\n{source}\n$$")
    assert (line.text, line.wide) == ("  " + source, True)
    assert len(lay_out(parse(f"$$\n{source}\n$$").blocks, 40)) > 1


# Diagrams


def test_a_diagram_is_drawn_in_place_of_its_source() -> None:
    drawings = Drawn(*ROWS)
    lines = lay_out(parse(f"before\n\n{FLOW}\n\nafter").blocks, 40, drawings=drawings)
    assert render_text(lines) == "before\n\n" + "\n".join(ROWS) + "\n\nafter\n"
    assert drawings.asked == [("mermaid", "graph LR\n  A --> B\n  B --> C", 40)]


def test_rows_of_a_drawing_have_their_role_and_count_as_code() -> None:
    lines = lay_out(parse(FLOW).blocks, 40, drawings=Drawn(*ROWS))
    assert words(lines, "diagram") == words(lines, "code") == list(ROWS)


@pytest.mark.parametrize("height", [1, 2, 3, 7])
def test_every_row_of_a_drawing_comes_from_a_line_of_the_fence_in_order(height: int) -> None:
    lines = lay_out(parse(f"before\n\n{FLOW}").blocks, 40, drawings=Drawn(*map(str, range(height))))
    sources = [line.source for line in lines[2:]]
    assert sources[0] == 4
    assert sources == sorted(sources)  # type: ignore[type-var]
    assert {4, 5, 6} >= set(sources)


def test_a_drawing_in_an_item_has_its_bullet_once_and_its_room_is_what_is_left() -> None:
    drawings = Drawn("a", "b")
    text = "\n".join("  " + line for line in FLOW.split("\n"))[2:]
    assert render_text(lay_out(parse(f"- {text}").blocks, 40, drawings=drawings)) == "• a\n  b\n"
    assert drawings.asked[0][2] == 38


def test_a_drawing_that_is_too_wide_is_scrolled_sideways_or_shown_as_its_source() -> None:
    wide = "x" * 41
    assert [(line.text, line.wide) for line in sideways(FLOW, 40, Drawn(wide, "y"))] == [(wide, True), ("y", True)]
    assert render_text(lay_out(parse(FLOW).blocks, 40, drawings=Drawn(wide))).startswith("│ mermaid\n│ graph LR\n")


@pytest.mark.parametrize("language", ["plantuml", "dot", "graphviz", "python"])
def test_other_languages_are_not_drawn_but_shown_with_their_label(language: str) -> None:
    lines = lay_out(parse(f"```{language}\na -> b\n```").blocks, 40, drawings=Drawn(*ROWS))
    assert render_text(lines) == f"│ {language}\n│ a -> b\n"


def test_a_diagram_is_its_source_when_that_is_asked_for_or_nothing_can_be_drawn() -> None:
    source = "│ mermaid\n│ graph LR\n│   A --> B\n│   B --> C\n"
    assert render_text(sideways(FLOW, drawings=Drawn(*ROWS), written=True)) == source
    assert render_text(lay_out(parse(FLOW).blocks, 40, drawings=Drawn())) == source
    assert render_text(lay_out(parse(FLOW).blocks, 40)) == source


def test_a_drawing_holds_no_control_characters() -> None:
    assert render_text(lay_out(parse(FLOW).blocks, 40, drawings=Drawn("\x1b[31m\u202e"))) == "␛[31m\ufffd\n"


def test_the_view_only_drops_a_diagram_and_counts_its_lines_as_it_does_with_code() -> None:
    blocks = parse(f"==a==\n\n{FLOW}\n\n==b==").blocks
    lines = lay_out(blocks, 40, view="only", drawings=Drawn(*ROWS))
    assert [line.text for line in lines] == ["a ⋯ 3", "", "b"]
    number = next(span.number for line in lines for span in line.spans if span.role == "gap")
    shown = lay_out(blocks, 40, view="only", drawings=Drawn(*ROWS), expanded=frozenset({number or 0}))
    assert [line.text for line in shown if line.text in ROWS] == list(ROWS)


def test_two_diagrams_are_each_drawn_once() -> None:
    numbers = count(1)

    class Numbered(Drawn):
        def diagram(self, language: str, source: str, room: int) -> tuple[str, ...]:
            return (f"drawing {next(numbers)}",)

    assert render_text(lay_out(parse(f"{FLOW}\n{FLOW}").blocks, 40, drawings=Numbered())) == "drawing 1\n\ndrawing 2\n"


@pytest.mark.parametrize(
    ("info", "label"),
    [
        ("dataview", "dataview query, not run here"),
        ("DataviewJS", "DataviewJS script, not run here"),
        ("tasks", "tasks query, not run here"),
        ("base", "base view, not run here"),
        ("button id", "button, not run here · id"),
        ("tracker", "tracker chart, not drawn here"),
        ("chart", "chart, not drawn here"),
        ("gist", "gist, not fetched here"),
        ("gist id", "gist, not fetched here · id"),
        ("query", "query search, not run here"),
        ("python", "python"),
        ("python title=x", "python title=x"),
        ("", ""),
    ],
)
def test_the_label_of_code_says_when_obsidian_shows_something_else(info: str, label: str) -> None:
    assert code_label(info) == label
