"""The views `only` and `dim` (behaviour 5.3)."""

from __future__ import annotations

from textwrap import dedent

from studytui.layout import Line, View, lay_out, render_text
from studytui.layout.header import header
from studytui.layout.protocols import Gaps, Look
from studytui.markdown import Heading, Legend, logical_lines, marked_lines, parse

ALS = dedent(
    """
    a disease of motor neurons.
    # Epidemiology
    - Mean age of onset is 65 years.

    ---
    # Etiology


    ---
    # Pathophysiology
    - ==Affects the entire motor neuron system==
    \t- Upper motor neurons
    \t- Lower motor neurons
    - Pathology
    \t- ==degeneration== of the tract

    ---
    # Clinical features
    ![[picture.png]]
    ## Early
    - Weight loss
    # Treatment
    - ==Riluzole==
    \t- ==A sodium-channel blocker==
    \t- Prolongs survival
    - Edaravone
    \t- A free radical scavenger
    \t- Slows decline

    ---
    """
).strip("\n")


def laid(
    markdown: str,
    view: View = "only",
    width: int = 60,
    expanded: frozenset[int] = frozenset(),
    gaps: Gaps = "row",
    title: str = "",
) -> list[Line]:
    document = parse(markdown)
    above = header(document.frontmatter, title, document.blocks) if title else ()
    look = Look(gaps, show_empty=True)
    return lay_out((*above, *document.blocks), width, view=view, expanded=expanded, look=look)


def drawn(
    markdown: str,
    view: View = "only",
    expanded: frozenset[int] = frozenset(),
    gaps: Gaps = "row",
    title: str = "",
    width: int = 60,
) -> list[str]:
    lines = laid(markdown, view, width, expanded=expanded, gaps=gaps, title=title)
    return render_text(lines).rstrip("\n").split("\n")


def test_a_gap_stands_at_the_end_of_the_row_above_and_on_a_row_only_where_there_is_none() -> None:
    assert drawn(ALS, gaps="end") == [
        "⋯ 2 lines",
        "",
        "Pathophysiology",
        "━━━━━━━━━━━━━━━",
        "• Affects the entire motor neuron system ⋯ 2",
        "• Pathology",
        "  ◦ degeneration of the tract ⋯ 2",
        "",
        "Treatment",
        "━━━━━━━━━",
        "• Riluzole",
        "  ◦ A sodium-channel blocker ⋯ 4",
    ]
    gaps = [
        line.text[span.start : span.end] for line in laid(ALS, gaps="end") for span in line.spans if span.role == "gap"
    ]
    assert gaps == ["⋯ 2 lines", "⋯ 2", "⋯ 2", "⋯ 4"]


def test_a_gap_below_a_heading_stands_beside_its_words() -> None:
    assert drawn("# A\nb\n\n==c==", gaps="end") == ["A ⋯ 1", "━━━", "c"]


def test_a_gap_has_a_row_of_its_own_where_the_row_above_is_full() -> None:
    assert drawn("==abcdefghijklmnopqrs==\n\nb\n\n==c==", gaps="end", width=20)[:3] == [
        "abcdefghijklmnopqrs",
        "",
        "⋯ 1 line",
    ]


def test_gaps_may_be_hidden() -> None:
    assert drawn("a\n\n==b==\n\nc\n\n==d==\n\ne", gaps="hidden") == ["b", "", "d"]


def test_a_run_is_the_same_wherever_its_gap_stands() -> None:
    for gaps in ("end", "row", "hidden"):
        assert "  ◦ Prolongs survival" in drawn(ALS, expanded=frozenset({25}), gaps=gaps)  # type: ignore[arg-type]


def test_the_title_of_the_note_stays_on_top() -> None:
    note = "---\ntags: [t1]\n---\na\n\n==b=="
    assert drawn(note, gaps="end", title="Gout") == ["Gout  #t1 ⋯ 1", "", "b"]
    assert drawn("a", title="Gout") == ["Gout", "no high-yield marks in this note"]
    assert drawn("# Gout\n\na", title="Gout")[-1] == "no high-yield marks in this note"
    assert drawn("# Gout\n\na", title="Gout")[0] == "Gout"


def test_headings_keep_their_colour_and_what_is_expanded_stands_back_whole() -> None:
    lines = laid("# Signs\nx\n\n==y==\n# Other\nz")
    assert "Signs" not in shaded(lines) and "Signs" in shaded(lines, "heading")
    assert "Other" in shaded(laid("# Signs\nx\n\n==y==\n# Other\nz", expanded=frozenset({6})))


def test_a_section_without_text_says_so_only_where_that_is_wanted() -> None:
    blocks = parse("# A\n# B\nx").blocks
    assert "(empty)" not in render_text(lay_out(blocks, 60))
    assert "(empty)" in render_text(lay_out(blocks, 60, look=Look(show_empty=True)))


def shaded(lines: list[Line], role: str = "dim") -> list[str]:
    return [line.text[span.start : span.end] for line in lines for span in line.spans if span.role == role]


def test_only_keeps_hits_and_what_leads_to_them_and_counts_the_rest() -> None:
    assert drawn(ALS) == [
        "⋯ 2 lines",
        "",
        "Pathophysiology",
        "━━━━━━━━━━━━━━━",
        "• Affects the entire motor neuron system",
        "  ⋯ 2 lines",
        "• Pathology",
        "  ◦ degeneration of the tract",
        "",
        "⋯ 2 lines",
        "",
        "Treatment",
        "━━━━━━━━━",
        "• Riluzole",
        "  ◦ A sodium-channel blocker",
        "  ⋯ 4 lines",
    ]


def test_a_dropped_run_is_known_by_its_first_source_line() -> None:
    gaps = [(span.number, line.source) for line in laid(ALS) for span in line.spans if span.role == "gap"]
    assert gaps == [(1, None), (12, None), (19, None), (25, None)]


def test_an_expanded_run_shows_its_lines_dimmed_in_place() -> None:
    lines = laid(ALS, expanded=frozenset({25}))
    text = [line.text for line in lines]
    at = text.index("  ◦ A sodium-channel blocker")
    assert text[at + 1 :] == [
        "  ◦ Prolongs survival",
        "• Edaravone",
        "  ◦ A free radical scavenger",
        "  ◦ Slows decline",
        "",
        "─" * 60,
    ]
    assert all(span.number == 25 for line in lines[at + 1 :] for span in line.spans if span.role == "dim")
    assert not shaded(lines[at + 1 :], "gap")


def test_ancestors_and_the_rest_of_a_partial_line_are_dimmed() -> None:
    lines = laid("# Signs\n- Pathology\n\t- the ==tract== degenerates")
    assert shaded(lines) == ["━━━━━", "• Pathology", "  ◦ the ", " degenerates"]
    assert shaded(lines, "high-yield") == ["tract"]


def test_lines_of_one_paragraph_count_singly() -> None:
    assert drawn("one\n==two==\nthree\nfour") == ["⋯ 1 line", "two", "⋯ 2 lines"]


def test_a_run_of_headings_and_rules_alone_leaves_no_row() -> None:
    assert drawn("==a==\n\n---\n\n# Empty\n\n---\n\n# B\n==b==") == ["a", "", "B", "━━━", "b"]


def test_images_code_and_rules_are_dropped_and_counted_by_their_lines_of_text() -> None:
    assert drawn("==a==\n\n![[x.png]]\n\n```\n1\n2\n```\n\n---\n\n==b==")[2] == "⋯ 3 lines"


def test_a_table_keeps_its_header_and_the_rows_with_hits() -> None:
    table = "| Drug | Use |\n|--|--|\n| a | b |\n| ==c== | d |\n| e | f |\n\nend"
    assert drawn(table) == ["Drug │ Use", "─────┼────", "⋯ 1 line", "c    │ d", "⋯ 2 lines"]
    assert drawn("| Drug | Use |\n|--|--|\n| a | b |\n\n==x==") == ["⋯ 2 lines", "", "x"]


def test_the_title_of_a_callout_leads_to_its_lines() -> None:
    assert drawn("> [!tip] Pearl\n> no\n> ==yes==") == ["┃ ✦ Pearl", "┃ ⋯ 1 line", "┃ yes"]


def test_the_first_line_of_an_item_leads_to_its_other_lines() -> None:
    assert drawn("- parent\n  middle\n  ==hit==") == ["• parent", "  ⋯ 1 line", "  hit"]


def test_a_heading_inside_a_callout_leads_only_to_the_lines_inside() -> None:
    assert drawn("# Out\n> [!note] N\n> # In\n> a\n\n==b==")[:2] == ["Out", "━━━"]
    assert "In" not in " ".join(drawn("# Out\n> [!note] N\n> # In\n> a\n\n==b=="))


def test_a_heading_that_is_marked_itself_is_kept() -> None:
    assert drawn("# A\ntext\n# ==B==\ntext") == ["⋯ 1 line", "", "B", "━━━", "⋯ 1 line"]


def test_a_note_without_marks_says_so() -> None:
    assert drawn("# A\ntext") == ["A", "━━━", "no high-yield marks in this note"]
    assert drawn("") == ["no high-yield marks in this note"]
    assert laid("", "all") == []


def test_dim_shows_everything_and_dims_what_is_not_high_yield() -> None:
    assert drawn(ALS, "dim") == drawn(ALS, "all")
    lines = laid("a ==b== c\n\n---", "dim", 20)
    assert shaded(lines) == ["a ", " c", "─" * 20]
    assert "(empty)" in shaded(laid(ALS, "dim"))


def test_every_line_of_text_is_kept_or_counted() -> None:
    lines = laid(ALS)
    counted = sum(int(line.text.split()[1]) for line in lines if shaded([line], "gap"))
    kept = {line.source for line in lines if line.source is not None}
    text = {line.line for block in parse(ALS).blocks if not isinstance(block, Heading) for line in logical_lines(block)}
    assert counted + len(kept & text) == len(text)


def test_only_keeps_exactly_the_lines_that_are_high_yield_and_their_ancestors() -> None:
    marked = {line.line for line in marked_lines(parse(ALS).blocks, Legend())}
    kept = {line.source for line in laid(ALS) if shaded([line], "high-yield")}
    assert kept == marked


TUMORS = dedent(
    """
    | Tumor | Kind | Feature |
    | --- | --- | --- |
    | **Adults** | | |
    | Glial | GBM | ==necrosis== |
    | | oligo | fried egg |
    | Other | meningioma | whorls |
    | | | ==psammoma bodies== |
    | | lymphoma | ==EBV== |
    | **Children** | | |
    | Glial | pilocytic | x |
    | | ependymoma | ==perivascular== |
    """
).strip("\n")


def test_a_row_of_a_table_brings_along_what_it_belongs_to() -> None:
    lines = laid(TUMORS)
    assert render_text(lines).splitlines() == [
        "Tumor    │ Kind       │ Feature",
        "─────────┼────────────┼────────────────",
        "Adults   │            │",
        "Glial    │ GBM        │ necrosis",
        "⋯ 2 lines",
        "Other    │ meningioma │ psammoma bodies",
        "Other    │ lymphoma   │ EBV",
        "Children │            │",
        "⋯ 1 line",
        "Glial    │ ependymoma │ perivascular",
    ]
    dimmed = "".join(shaded(lines))
    assert all(label in dimmed for label in ("Adults", "Other    │ meningioma", "Other    │ lymphoma", "Children"))
    assert "EBV" not in dimmed


def test_it_does_so_in_records_as_well() -> None:
    rows = render_text(
        laid("| Tumor | Sign | Feature |\n|-|-|-|\n| Glial | x | y |\n| | mass | ==necrosis== |", width=20)
    )
    assert rows.splitlines() == ["⋯ 1 line", "Tumor: Glial", "Sign: mass", "Feature: necrosis"]


def test_a_label_that_is_shown_is_not_said_again() -> None:
    assert drawn("| a | b |\n|-|-|\n| ==x== | 1 |\n| | ==2== |\n| y | ==3== |\n| | 4 |\n| | ==5== |") == [
        "a │ b", "──┼──", "x │ 1", "  │ 2", "y │ 3", "⋯ 1 line", "  │ 5",
    ]  # fmt: skip


def test_a_blank_cell_means_what_stands_above_it_in_its_group_only() -> None:
    assert drawn("| a | b |\n|-|-|\n| x | 1 |\n| **G** | |\n| | ==2== |\n\n| a | b |\n|-|-|\n| | ==3== |") == [
        "a │ b", "──┼──", "⋯ 1 line", "G │", "  │ 2", "", "a │ b", "──┼──", "  │ 3",
    ]  # fmt: skip
    assert drawn("| a | b | c |\n|-|-|-|\n| x | y | 1 |\n| z | | 2 |\n| | | ==3== |")[2:] == ["⋯ 2 lines", "z │   │ 3"]


def test_a_group_in_a_group_brings_both_along() -> None:
    assert drawn("| a | b |\n|-|-|\n| **G** | |\n| *H* | |\n| x | 1 |\n| y | ==2== |\n| *I* | |\n| z | 3 |") == [
        "a │ b", "──┼──", "G │", "H │", "⋯ 1 line", "y │ 2", "⋯ 2 lines",
    ]  # fmt: skip


def test_merged_cells_of_html_bring_their_label_along() -> None:
    rows = "<tr><td rowspan=2>CNS<td>GBM</tr><tr><td><mark>lymphoma</mark></tr><tr><th colspan=2>G</tr><tr><td>x<td><mark>y</mark></tr>"
    assert drawn(f"<table><tr><th>a<th>b</tr>{rows}</table>") == [
        "a   │ b", "────┼─────────", "⋯ 1 line", "CNS │ lymphoma", "G   │", "x   │ y",
    ]  # fmt: skip


def test_a_run_is_shown_in_place_for_any_line_of_it_and_of_a_note_without_marks_too() -> None:
    text = "# One\n\nfirst\n\nsecond\n\n## Two\n\n==marked== here\n\nlast"
    assert drawn(text, expanded=frozenset({5})) == drawn(text, expanded=frozenset({3}))
    assert "second" in drawn(text, expanded=frozenset({5}))
    assert "last" not in drawn(text, expanded=frozenset({5}))
    bare = text.replace("==", "")
    assert [row for row in drawn(bare, expanded=frozenset({5})) if row.isalpha()] == [
        "One",
        "first",
        "second",
        "Two",
        "last",
    ]
    assert drawn(bare)[-1] == "no high-yield marks in this note"
