"""How each kind of block is drawn."""

from __future__ import annotations

from textwrap import dedent
from typing import Literal

import pytest

from studytui.layout import Line, NoVault, lay_out, render_text
from studytui.layout.protocols import PLAIN_LOOK, Look
from studytui.markdown import parse
from studytui.markdown.document import Container, Inline, Link, Paragraph
from studytui.markdown.legend import Legend


def drawn(markdown: str, width: int = 40, look: Look = PLAIN_LOOK) -> str:
    return render_text(lay_out(parse(dedent(markdown).strip("\n")).blocks, width, look=look)).rstrip("\n")


def roles(markdown: str, width: int = 60, **options: object) -> list[tuple[str, str]]:
    """Role and covered text of every span, rows in order."""
    lines: list[Line] = lay_out(parse(dedent(markdown).strip("\n")).blocks, width, **options)  # type: ignore[arg-type]
    return [(span.role, line.text[span.start : span.end]) for line in lines for span in line.spans]


def test_blocks_are_parted_by_one_blank_row_and_none_stands_at_the_ends() -> None:
    assert drawn("a\n\n\n\nb\n\n- c\n\nd") == "a\n\nb\n\n• c\n\nd"


def test_a_newline_in_a_paragraph_is_a_new_row() -> None:
    assert drawn("one\ntwo") == "one\ntwo"


def test_headings_are_told_apart_without_colour() -> None:
    assert drawn("# Stroke\ntext\n## Signs\ntext\n### Early\ntext\n###### Deep\ntext").split("\n") == [
        "Stroke", "━━━━━━", "text", "",
        "Signs", "─────", "text", "",
        "Early", "╌╌╌╌╌", "text", "",
        "Deep", "text",
    ]  # fmt: skip


def test_the_mark_of_a_deep_heading_is_no_part_of_its_text() -> None:
    line = lay_out(parse("### Early signs").blocks, 40)[0]
    assert line.text[line.indent :] == "Early signs"
    assert [(span.level, line.text[span.start : span.end]) for span in line.spans if span.role == "heading"] == [
        (3, "Early signs")
    ]


def test_a_rule_above_a_heading_leaves_no_gap_between_them() -> None:
    assert drawn("a\n\n---\n# B\nc", 20) == f"a\n\n{'─' * 20}\nB\n━━━\nc"


def test_items_hang_and_nested_bullets_differ() -> None:
    assert drawn(
        """
        - Classically affects the entire motor neuron system
          - Upper motor neurons
            - third
        - Pathology
        """,
        30,
    ).split("\n") == [
        "• Classically affects the",
        "  entire motor neuron system",
        "  ◦ Upper motor neurons",
        "    ▪ third",
        "• Pathology",
    ]


def test_numbers_of_a_list_are_right_aligned() -> None:
    assert drawn("9. nine\n10. ten\n11. eleven") == " 9. nine\n10. ten\n11. eleven"


def test_a_loose_list_keeps_its_blank_rows_and_a_tight_one_has_none() -> None:
    assert drawn("- a\n\n- b\n\n  more") == "• a\n\n• b\n\n  more"
    assert drawn("- a\n- b\n  - c") == "• a\n• b\n  ◦ c"


def test_tasks_show_boxes_and_keep_unusual_characters() -> None:
    assert drawn("- [ ] a\n- [x] b\n- [-] c\n- [?] d") == "☐ a\n☑ b\n[-] c\n[?] d"


def nested(kind: Literal["item", "quote"], depth: int) -> list[Container]:
    """A chain of containers, outermost first."""
    chain: list[Container] = []
    for number in range(depth):
        chain.append(Container(number, kind, 1, chain[-1] if chain else None, number, marker="-"))
    return chain


@pytest.mark.parametrize("width", [20, 40, 80])
def test_items_nested_deeper_than_the_width_allows_keep_room_for_text(width: int) -> None:
    chain = nested("item", 400)
    blocks = [Paragraph(1, 1, item, (Inline(f"item {item.number}", 1),)) for item in chain]
    lines = [line.text for line in lay_out(blocks, width)]
    assert [line.split(maxsplit=1)[1] for line in lines] == [f"item {number}" for number in range(400)]
    assert max(len(line) - len(line.lstrip()) for line in lines) <= width - 12
    assert lines[2] == "    ▪ item 2"


def test_the_text_inside_500_quotes_is_there() -> None:
    (line,) = lay_out([Paragraph(1, 1, nested("quote", 500)[-1], (Inline("deep inside", 1),))], 30)
    assert line.text.endswith("▎ deep inside")


def test_quotes_have_a_bar_on_every_row_and_on_the_blank_ones_between() -> None:
    assert drawn("> one two three four five\n>\n> > six", 20).split("\n") == [
        "▎ one two three four",
        "▎ five",
        "▎",
        "▎ ▎ six",
    ]


def test_a_callout_has_a_bar_an_icon_and_its_title() -> None:
    assert drawn("> [!warning] Mind the cord\n> text") == "┃ ⚠ Mind the cord\n┃ text"
    assert drawn("> [!faq]-\n> text") == "┃ ? Faq\n┃ text"


def test_the_parts_of_a_callout_name_its_type_and_an_unknown_type_is_a_note() -> None:
    lines = lay_out(parse("> [!caution] A\n> b\n\n> [!odd] C\n> d").blocks, 40)
    targets = [{span.target for span in line.spans if span.role == "callout"} for line in lines]
    assert targets == [{"warning"}, {"warning"}, set(), {"note"}, {"note"}]
    assert "Odd" in drawn("> [!odd]\n> d")


def test_an_item_that_begins_with_a_quote_shows_bullet_and_bar() -> None:
    assert drawn("- > said\n  > so\n- next") == "• ▎ said\n  ▎ so\n• next"


def test_code_has_a_gutter_and_its_language_and_long_lines_go_on_below() -> None:
    assert drawn("```python\ndef f():\n\treturn 1234567890\n```", 20).split("\n") == [
        "│ python",
        "│ def f():",
        "│     return 1234567",
        "│ ↪ 890",
    ]


def test_rows_of_code_know_their_source_lines() -> None:
    lines = lay_out(parse("text\n\n```\na\n\nb\n```").blocks, 40)
    assert [line.source for line in lines] == [1, None, 4, 5, 6]


def test_a_formula_is_shown_in_unicode_where_that_is_sure_else_as_its_source() -> None:
    assert ("math", "a/(bc)") in roles("$$\n\\frac{a}{bc}\n$$")
    assert ("math", "x²") in roles("see $x^2$")
    assert ("math", "\\unknown{a}") in roles("$$\n\\unknown{a}\n$$")
    assert ("math", "\\unknown{a}") in roles("see $\\unknown{a}$")


@pytest.mark.parametrize("rank", ["# Next", "---\n\n# Next", ""])
def test_a_section_without_text_says_that_it_is_empty_if_that_is_wanted(rank: str) -> None:
    assert "(empty)" not in drawn(f"# Etiology\n\n\n{rank}", 20)
    assert drawn(f"# Etiology\n\n\n{rank}", 20, Look(show_empty=True)).split("\n")[:3] == [
        "Etiology",
        "━━━━━━━━",
        "(empty)",
    ]


@pytest.mark.parametrize("below", ["## Deeper\ntext", "text", "---\n\ntext", "- item", "![[a.png]]"])
def test_a_section_with_text_or_a_section_inside_is_not_called_empty(below: str) -> None:
    assert "(empty)" not in drawn(f"# Etiology\n{below}", look=Look(show_empty=True))


def test_headings_that_follow_each_other_deeper_stack_without_blank_rows() -> None:
    assert drawn("# A\n## B\n### C\ntext\n## D\n# E").split("\n") == [
        *("A", "━━━", "B", "───", "C", "╌╌╌", "text", "", "D", "───", "", "E", "━━━"),
    ]


def test_a_title_with_its_rule_directly_above_the_text_keeps_the_rule() -> None:
    assert drawn("# T\n\n---\n\ntext", 20) == f"T\n━━━\n\n{'─' * 20}\n\ntext"


def test_links_say_where_they_lead_and_whether_it_is_there() -> None:
    class Vault(NoVault):
        def link_status(self, link: Link):  # type: ignore[no-untyped-def]
            return "missing" if link.target == "Gone" else super().link_status(link)

    markdown = "[[a/Bulbar palsy#Signs|palsy]], [[Gone]], [site](https://x.org), https://y.org"
    lines = lay_out(parse(markdown).blocks, 80, links=Vault())
    spans = [(span.role, lines[0].text[span.start : span.end], span.target) for span in lines[0].spans]
    assert spans == [
        ("link", "palsy", "a/Bulbar palsy#Signs"),
        ("link-missing", "Gone", "Gone"),
        ("url", "site", "https://x.org"),
        ("url", "https://y.org", "https://y.org"),
    ]
    assert all(span.link is not None for span in lines[0].spans)


def test_a_link_that_wraps_is_one_link_on_both_rows() -> None:
    lines = lay_out(parse("see [[Upper motor neuron injury]] here").blocks, 20)
    assert [line.text for line in lines] == ["see Upper motor", "neuron injury here"]
    assert lines[0].spans[0].link == lines[1].spans[0].link
    assert [(span.start, span.end) for line in lines for span in line.spans] == [(4, 15), (0, 13)]


def test_images_and_embeds_leave_a_line_that_can_be_followed() -> None:
    class Vault(NoVault):
        def image_missing(self, link: Link) -> bool:
            return "lost" in link.target

    markdown = "![](/img/user/a%20b.png)\n![[lost.png]]\n![[Stroke#Signs]]\n![[talk.mp3]]\n![[book.pdf#page=3]]"
    lines = lay_out(parse(markdown).blocks, 80, links=Vault())
    assert [line.text for line in lines] == [
        "[image: a b.png]",
        "[image: lost.png, not in this vault]",
        "[embed: Stroke › Signs]",
        "[audio: talk.mp3]",
        "[pdf: book.pdf, page 3]",
    ]
    assert [(span.role, span.target) for line in lines for span in line.spans] == [
        ("image", "/img/user/a%20b.png"),
        ("image", "lost.png"),
        ("embed", "Stroke#Signs"),
        ("embed", "talk.mp3"),
        ("embed", "book.pdf#page=3"),
    ]


def test_marks_are_high_yield_or_labels_by_the_legend_and_ignored_ones_leave_no_span() -> None:
    markdown = 'a ==b== <mark style="background: #FF5582A6;">c</mark>'
    assert roles(markdown) == [("high-yield", "b"), ("highlight", "c")]
    legend = Legend({"red": "high-yield", "yellow": "ignore"})
    assert roles(markdown, legend=legend) == [("high-yield", "c")]


def test_a_mark_over_several_styles_is_one_span() -> None:
    assert roles("==one **two** [[three]]==") == [
        ("high-yield", "one two three"),
        ("bold", "two"),
        ("link", "three"),
    ]


def test_small_letters_are_used_only_where_every_character_has_one() -> None:
    assert drawn("H<sub>2</sub>O HCO<sub>3</sub><sup>-</sup> x<sup>Ω</sup>") == "H₂O HCO₃⁻ xΩ"


def test_styles_tags_and_code_have_their_roles() -> None:
    assert roles("**a** *b* ~~c~~ `d` #t1 <kbd>e</kbd> <u>f</u> [^1]\n\n[^1]: g")[:8] == [
        ("bold", "a"),
        ("italic", "b"),
        ("strike", "c"),
        ("code", "d"),
        ("tag", "#t1"),
        ("kbd", "e"),
        ("underline", "f"),
        ("footnote", "[1]"),
    ]


def test_escape_sequences_and_markup_in_a_note_come_out_as_they_are() -> None:
    assert drawn("a \x1b[31m [red]x[/] [/b]") == "a ␛[31m [red]x[/] [/b]"


def test_less_than_20_columns_is_laid_out_as_20() -> None:
    blocks = parse("Amyotrophic lateral sclerosis").blocks
    assert lay_out(blocks, 3) == lay_out(blocks, 20)


def test_rows_of_one_line_share_their_ordinal_and_know_their_place_in_it() -> None:
    lines = lay_out(parse("- Amyotrophic lateral sclerosis\n- b").blocks, 22)
    assert [(line.logical, line.offset, line.indent, line.source) for line in lines] == [
        (0, 0, 2, 1),
        (0, 20, 2, 1),
        (1, 0, 2, 2),
    ]


def test_numbers_and_hints_of_marks_are_not_shown() -> None:
    assert drawn("the ==1.warfarin **use**::a drug== of ==2.x==") == "the warfarin use of x"
    assert roles("the ==1.warfarin **use**::a drug==") == [("high-yield", "warfarin use"), ("bold", "use")]
    assert drawn("==0.1 mg==, ==1.96 SD==, ==1. first==, ==x::y==, 1.plain::text", 70) == (
        "0.1 mg, 1.96 SD, 1. first, x::y, 1.plain::text"
    )
