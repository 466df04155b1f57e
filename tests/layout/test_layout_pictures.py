"""The room that images are drawn in, below their names."""

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


def test_an_image_alone_has_its_name_and_below_it_room() -> None:
    assert shown(drawn("before\n\n![[a.png]]\n\nafter")) == [
        "before", "", "[image: a.png]", "######", "######", "", "after",
    ]  # fmt: skip


def test_rows_of_a_picture_know_their_number_and_the_link_of_the_name() -> None:
    lines = drawn("![[a.png|100]]")
    caption, *rows = [line.spans[0] for line in lines]
    assert [(span.role, span.number) for span in rows] == [("picture", 0), ("picture", 1)]
    assert all(span.link == caption.link for span in rows)


def test_the_width_that_a_note_wants_is_asked_for() -> None:
    drawing = Drawing()
    drawn("![[a.png|100]]\n- ![x](b.png)\n\n![c|200x90](c.png)", drawing=drawing)
    assert drawing.asked == [("a.png", 100, 40), ("b.png", None, 38), ("c.png", 200, 40)]


def test_images_on_lines_of_their_own_are_drawn_each() -> None:
    assert shown(drawn("text\n![[a.png]]\n![[b.png]] ![[c.png]]")) == [
        "text",
        "[image: a.png]", "######", "######",
        "[image: b.png]", "######", "######",
        "[image: c.png]", "######", "######",
    ]  # fmt: skip


def test_images_in_items_quotes_and_callouts_stand_inside_them() -> None:
    assert shown(drawn("- ![[a.png]]\n\n> [!note] N\n> ![[b.png]]")) == [
        "• [image: a.png]", "  ######", "  ######",
        "",
        "┃ ✎ N", "┃ [image: b.png]", "┃ ######", "┃ ######",
    ]  # fmt: skip


def test_images_in_running_text_headings_and_tables_are_names() -> None:
    drawing = Drawing()
    lines = drawn("see ![[a.png]]\n# ![[b.png]]\n| ![[c.png\\|9]] |\n| --- |\n| ![[d.png]] |", drawing=drawing)
    assert drawing.asked == []
    assert [name for name in "abcd" if any(f"[image: {name}.png]" in line.text for line in lines)] == list("abcd")


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


def test_a_copy_of_a_picture_is_its_name() -> None:
    lines = drawn("![[a.png]]")
    assert len({line.logical for line in lines}) == 1
    assert [line.offset for line in lines] == [0, 14, 20]


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
