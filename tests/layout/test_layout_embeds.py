"""Rows of embedded text: which line of the page they count as, and where they are from."""

from __future__ import annotations

from studytui.layout import Line, View, lay_out
from studytui.markdown import Container, Paragraph, Title, parse
from studytui.markdown.document import Block, Inline
from studytui.markdown.renumber import Grafts


def frame(host: int, text: str, *, below: Container | None = None, note: str = "n.md") -> list[Block]:
    grafts = Grafts(1000 * host)
    container = grafts.container("embed", host, below, origin=note, host=host)
    title = Title(host, host, container, (Inline(note, host),))
    return [title, *grafts.graft(parse(text).blocks, container)]


def laid(blocks: list[Block], view: View = "all", expanded: frozenset[int] = frozenset()) -> list[Line]:
    return lay_out(blocks, 40, view=view, expanded=expanded)


def test_every_row_of_a_frame_has_the_embedding_line_as_its_source() -> None:
    own = list(parse("a\n\nb").blocks)
    lines = laid([own[0], *frame(2, "# H\n\n- x\n\n| t |\n|---|\n| c |\n\nlast"), own[1]])
    framed = [line for line in lines if line.text.startswith("║")]
    assert {line.source for line in framed} == {2}
    title, *rest = framed
    assert title.origin is None
    assert all(line.origin is not None and line.origin[0] == "n.md" for line in rest)
    places = {line.text: line.origin[1] for line in rest if line.origin is not None}
    assert (places["║ H"], places["║ • x"], places["║ t"], places["║ last"], places["║"]) == (1, 3, 5, 9, 0)
    assert [(line.source, line.origin) for line in lines if line.text in ("a", "b")] == [(1, None), (3, None)]


def test_a_frame_in_a_frame_counts_as_the_line_of_the_page_and_its_title_as_the_outer_note() -> None:
    outer = frame(2, "x")
    grafts = Grafts(9000)
    inner = grafts.container("embed", 7, outer[0].inside, origin="m.md", host=2)
    blocks = [*outer, Title(7, 7, inner, (Inline("m", 7),)), Paragraph(4, 4, inner, (Inline("deep", 4),))]
    rows = {line.text: (line.source, line.origin) for line in laid(blocks)}
    assert rows["║ ║ ↳ m"] == (2, ("n.md", 7))
    assert rows["║ ║ deep"] == (2, ("m.md", 4))


def test_dropped_runs_of_a_frame_have_numbers_that_are_no_source_lines() -> None:
    blocks = [*parse("own").blocks, *frame(2, "x\n\n==y==\n\nz"), *parse("\n\n\nlater").blocks]
    lines = laid(blocks, "only")
    gaps = [span.number or 0 for line in lines for span in line.spans if span.role == "gap"]
    assert [gap > 0 for gap in gaps] == [True, False, False, True]
    assert "║ x" in [line.text for line in laid(blocks, "only", frozenset([gaps[1]]))]
    assert "║ x" not in [line.text for line in laid(blocks, "only", frozenset([gaps[0]]))]


def test_a_heading_stands_right_below_the_title_of_its_frame() -> None:
    assert [line.text for line in laid(frame(1, "# H"))] == ["║ ↳ n.md", "║ H", "║ ━━━"]
