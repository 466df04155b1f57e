"""How footnotes, inline fields, tasks, tags and templates are drawn."""

from __future__ import annotations

from studytui.layout import Line, View, lay_out, render_text
from studytui.markdown import parse


def lines(markdown: str, width: int = 40, view: View = "all") -> list[Line]:
    return lay_out(parse(markdown).blocks, width, view=view)


def drawn(markdown: str, width: int = 40) -> str:
    return render_text(lines(markdown, width)).rstrip("\n")


def spans(markdown: str, *roles: str, view: View = "all") -> list[tuple[str, str, str | None]]:
    return [
        (span.role, line.text[span.start : span.end], span.target)
        for line in lines(markdown, view=view)
        for span in line.spans
        if span.role in roles
    ]


def test_a_footnote_is_a_number_in_brackets_in_the_text_and_before_its_own() -> None:
    assert drawn("word[^x], more[^y]\n\n[^x]: one\n[^y]: two") == "word[1], more[2]\n\n[1] one\n[2] two"


def test_the_text_of_a_footnote_hangs_behind_its_number() -> None:
    note = "a[^1]\n\n[^1]: Alteplase is a thrombolytic\n\n  second\n  - item\n"
    assert drawn(note, 20) == "a[1]\n\n[1] Alteplase is a\n    thrombolytic\n\n    second\n\n    • item"


def test_a_definition_without_text_is_only_its_number() -> None:
    assert drawn("a[^1]\n\n[^1]:\n") == "a[1]\n\n[1]"


def test_an_inline_footnote_stands_below_its_paragraph_and_close_below_its_item() -> None:
    assert drawn("a ^[b] c\n\nd") == "a [1] c\n\n[1] b\n\nd"
    assert drawn("- a ^[b]\n  - c\n- d") == "• a [1]\n  [1] b\n  ◦ c\n• d"


def test_footnotes_know_their_labels_and_the_number_before_a_text_is_a_marker_too() -> None:
    assert spans("a[^x]\n\n[^x]: b", "footnote", "definition", "marker") == [
        ("footnote", "[1]", "x"),
        ("marker", "[1]", None),
        ("definition", "[1]", "x"),
    ]


def test_every_reference_and_every_definition_is_told_from_the_others() -> None:
    found = [
        (span.role, span.number)
        for line in lines("a[^x] b[^x] c[^y]\n\n[^x]: d\n[^y]: e")
        for span in line.spans
        if span.role in ("footnote", "definition")
    ]
    assert found == [("footnote", 0), ("footnote", 1), ("footnote", 2), ("definition", 0), ("definition", 1)]


def test_a_number_in_a_mark_or_a_link_is_marked_and_leads_to_the_footnote() -> None:
    assert spans("==a[^1]== [b[^1]](c)\n\n[^1]: d", "high-yield", "link", "footnote") == [
        ("high-yield", "a[1]", None),
        ("footnote", "[1]", "1"),
        ("link", "b", "c"),
        ("footnote", "[1]", "1"),
    ]


def test_marks_in_a_footnote_are_kept_with_its_number_by_the_view_only() -> None:
    note = "a[^1] b\n\n[^1]: c\n\n  ==d==\n"
    assert [line.text for line in lines(note, view="only") if line.text] == ["⋯ 1 line", "[1] c", "    d"]


def test_the_key_of_a_field_keeps_one_colon_and_loses_its_brackets() -> None:
    assert drawn("[dose:: 100 mg] (by:: [[NICE]])") == "dose: 100 mg by: NICE"
    assert spans("dose:: 100 [[mg]]", "field", "link") == [("field", "dose:", None), ("link", "mg", "mg")]


def test_the_text_of_a_done_task_stands_back_but_not_its_marks_nor_what_is_below_it() -> None:
    assert spans("- [x] a ==b==\n  - c\n- [ ] d\n- [-] e", "dim", "high-yield") == [
        ("dim", "a b", None),
        ("high-yield", "b", None),
    ]


def test_a_tag_has_the_same_number_in_every_view() -> None:
    def numbers(view: View) -> dict[tuple[int | None, str], int | None]:
        return {
            (line.source, span.target or ""): span.number
            for line in lines("#a #b\n\n==c== #a #d\n", view=view)
            for span in line.spans
            if span.role == "tag"
        }

    everything = numbers("all")
    assert len(set(everything.values())) == len(everything) == 4
    assert numbers("only").items() <= everything.items()


def test_a_template_is_code_that_says_what_it_is() -> None:
    assert drawn("# <% tp.file.title %>").split("\n")[0] == "[template: tp.file.title]"
    assert drawn("<%*\nx = 1\n%>") == "│ template, not run here\n│ <%*\n│ x = 1\n│ %>"
