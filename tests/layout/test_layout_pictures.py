"""The room that images are drawn in: below their line, in their item, or in their cell."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studytui.layout import Layout, Line, View
from studytui.layout.protocols import NoDrawings
from studytui.markdown import parse
from studytui.markdown.document import Link


class Drawing(NoDrawings):
    """Every image takes 6 by 2 cells, or as many as it is said to; what is called `bad` is damaged."""

    def __init__(self, size: tuple[int, int] = (6, 2)) -> None:
        self.size = size
        self.asked: list[tuple[str, int | None, int]] = []

    def picture(self, link: Link, wanted: int | None, room: int) -> tuple[int, int] | None:
        self.asked.append((link.target, wanted, room))
        return None if "bad" in link.target or "plain" in link.target else (min(room, self.size[0]), self.size[1])

    def problem(self, link: Link) -> str | None:
        return "damaged" if "bad" in link.target else None


def drawn(markdown: str, width: int = 40, view: View = "all", drawing: Drawing | None = None) -> list[Line]:
    layout = Layout(width, view=view, drawings=drawing or Drawing())
    return layout.feed(parse(dedent(markdown).strip("\n")).blocks) + layout.finish()


def shown(lines: list[Line]) -> list[str]:
    """The rows, with `#` for the cells of pictures."""
    rows = []
    for line in lines:
        text = line.text
        for span in line.spans:
            if span.role == "picture":
                assert text[span.start : span.end].isspace()
                text = text[: span.start] + "#" * (span.end - span.start) + text[span.end :]
        rows.append(text.rstrip())
    return rows


def test_an_image_alone_has_room_and_no_name() -> None:
    assert shown(drawn("before\n\n![[a.png]]\n\nafter")) == ["before", "", "######", "######", "", "after"]


@pytest.mark.parametrize(
    "written", ["![[a b.png]]", "![a b.png](a%20b.png)", "![[f/a b.png|100]]", "![a b](f/a%20b.png)"]
)
def test_the_name_of_a_file_is_no_caption(written: str) -> None:
    assert shown(drawn(written)) == ["######", "######"]


def test_what_somebody_wrote_is_a_caption() -> None:
    assert shown(drawn("![[a.png|Apple core]]\n![Gland](b.png)")) == [
        "[image: Apple core]", "######", "######", "[image: Gland]", "######", "######",
    ]  # fmt: skip


def test_an_image_behind_text_is_drawn_below_its_line() -> None:
    assert shown(drawn("- Granulomas![[a.png]] ![[b.png]]\n  - deeper ![[c.png]]\n- [x] end")) == [
        "• Granulomas", "  ######", "  ######", "  ######", "  ######",
        "  ◦ deeper", "    ######", "    ######",
        "☑ end",
    ]  # fmt: skip


def test_an_image_in_the_midst_of_text_or_with_a_caption_is_named_there_too() -> None:
    assert shown(drawn("see ![[a.png]] there\n\nand ![core](b.png)")) == [
        "see [image: a.png] there", "######", "######", "", "and [image: core]", "######", "######",
    ]  # fmt: skip


def test_beside_one_with_a_caption_an_image_without_stays_unnamed() -> None:
    assert shown(drawn("deeper ![[a.png]] ![[b.png|core]] ![[c.png]]", drawing=Drawing((6, 1)))) == [
        "deeper [image: core]", "######", "######", "######",
    ]  # fmt: skip


def test_an_image_behind_text_is_in_the_logical_line_of_its_text() -> None:
    lines = drawn("text ![[a.png]]")
    assert len({line.logical for line in lines}) == 1
    assert [line.offset for line in lines] == [0, 4, 10]


def test_images_in_a_table_are_drawn_in_their_cells() -> None:
    lines = drawn("| A | B |\n|--|--|\n| text ![[a.png]] | ![[b.png]] |\n| x | y |")
    assert shown(lines) == [
        "A      │ B", "───────┼───────", "text   │ ######", "###### │ ######", "###### │", "┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄", "x      │ y",
    ]  # fmt: skip
    assert [span.link.target for span in lines[3].spans if span.role == "picture" and span.link] == ["a.png", "b.png"]


@pytest.mark.parametrize(("size", "width"), [((6, 13), 40), ((6, 2), 20)])
def test_images_are_named_in_cells_that_have_no_room_for_them(size: tuple[int, int], width: int) -> None:
    rows = shown(drawn("| A | B | C |\n|--|--|--|\n| ![[a.png]] | b | c |", width, drawing=Drawing(size)))
    assert "[image:" in " ".join(rows) and not any("#" in row for row in rows)


def test_rows_of_a_picture_know_their_number_and_the_link_of_the_name() -> None:
    lines = drawn("![[a.png|100]]\n![cap](b.png)")[2:]
    caption, *rows = [line.spans[0] for line in lines]
    assert [(span.role, span.number) for span in rows] == [("picture", 0), ("picture", 1)]
    assert all(span.link == caption.link for span in rows)


def test_the_width_that_a_note_wants_is_asked_for() -> None:
    drawing = Drawing()
    drawn("![[a.png|100]]\n- ![x](b.png)\n\n![c|200x90](c.png)", drawing=drawing)
    assert drawing.asked == [("a.png", 100, 40), ("b.png", None, 38), ("c.png", 200, 40)]


def test_images_on_lines_of_their_own_are_drawn_each() -> None:
    assert shown(drawn("text\n![[a.png]]\n![[b.png]] ![[c.png]]")) == [
        "text", "######", "######", "######", "######", "######", "######",
    ]  # fmt: skip


def test_images_in_items_quotes_and_callouts_stand_inside_them() -> None:
    assert shown(drawn("- ![[a.png]]\n\n> [!note] N\n> ![[b.png]]")) == [
        "• ######", "  ######", "", "┃ ✎ N", "┃ ######", "┃ ######",
    ]  # fmt: skip


def test_images_in_headings_are_names() -> None:
    drawing = Drawing()
    lines = drawn("# ![[b.png]]", drawing=drawing)
    assert drawing.asked == []
    assert lines[0].text == "[image: b.png]"


def test_the_name_says_why_an_image_is_not_drawn() -> None:
    lines = drawn("![[bad.png]]")
    assert [line.text for line in lines] == ["[image: bad.png, not drawn: damaged]"]
    assert [(span.start, span.end, span.role) for span in lines[0].spans] == [(0, len(lines[0].text), "image")]
    assert shown(drawn("![[plain.png]]")) == ["[image: plain.png]"]


def test_high_yield_only_drops_images_without_a_mark_and_dim_says_that_they_stand_back() -> None:
    markdown = "==text==\n\n![[a.png]]"
    assert not any("image" in line.text for line in drawn(markdown, view="only"))
    (row,) = [line for line in drawn(markdown, view="dim") if any(span.number == 1 for span in line.spans)]
    assert {span.role for span in row.spans} == {"picture", "dim"}


def test_a_copy_of_a_picture_is_its_caption() -> None:
    lines = drawn("![what](a.png)")
    assert len({line.logical for line in lines}) == 1
    assert [line.offset for line in lines] == [0, 13, 19]


@pytest.mark.parametrize("view", ["all", "only", "dim"])
@given(
    st.lists(
        st.sampled_from(
            ["![[a.png]]", "![x](b.png)", "![[bad.png]]", "![[plain.png]]", "word", " ", "\n", "- ", "> ", "=="]
        )
    ),
    st.integers(1, 60),
    st.integers(1, 300),
)
@settings(max_examples=60, deadline=None)
def test_no_row_is_wider_than_asked_for(view: View, parts: list[str], width: int, columns: int) -> None:
    for line in drawn("".join(parts), width, view, Drawing((columns, 3))):
        assert len(line.text) <= max(width, 20)
