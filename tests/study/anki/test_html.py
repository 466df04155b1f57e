from __future__ import annotations

import pytest

from studytui.markdown import Legend, parse
from studytui.study.anki.html import APART, Cloze, line_html, text_html


def html(text: str, *clozes: Cloze) -> str:
    (block,) = parse(text).blocks
    return line_html(block.inlines, Legend(), lambda inline: f"{inline.text}.png", clozes=clozes)


def test_text_is_escaped_and_what_anki_would_take_for_its_own_is_kept_apart() -> None:
    assert text_html('a < b & c > d "e"') == 'a &lt; b &amp; c &gt; d "e"'
    assert text_html("{{c1::x}}") == f"{{{APART}{{c1:{APART}:x}}{APART}}}"
    assert text_html(r"\(x\) \[y\]") == rf"\{APART}(x\{APART}) \{APART}[y\{APART}]"
    assert text_html("[sound:a.mp3] [latex]x[/latex] [$]y[/$] [x]").count(APART) == 5
    assert text_html("a\nb\x1fc\ud800") == "a<br>b␟c\N{REPLACEMENT CHARACTER}"


def test_clozes_are_set_with_their_hints_and_around_styles() -> None:
    assert html("a **b** c", Cloze(2, 5, 3, "h::i")) == f"a {{{{c3::<b>b</b> c::h:{APART}:i}}}}"


@pytest.mark.parametrize(
    ("text", "cloze", "expected"),
    [
        ("{a}", Cloze(0, 3, 1), f"{{{{c1::{{a}}{APART}}}}}"),
        ("{ab", Cloze(1, 3, 1), f"{{{APART}{{{{c1::ab}}}}"),
        (":a:", Cloze(0, 3, 1, "x"), f"{{{{c1::{APART}:a:{APART}::x}}}}"),
        ("a{}}", Cloze(0, 2, 1), f"{{{{c1::a{{}}}}{APART}}}{APART}}}"),
    ],
)
def test_signs_beside_those_of_a_cloze_are_no_part_of_these(text: str, cloze: Cloze, expected: str) -> None:
    assert html(text, cloze) == expected


def test_formulas_are_latex_that_ends_no_cloze() -> None:
    assert html(r"$\frac{a}{b^{2}}$ and $x<y$") == r"\(\frac{a}{b^{2} }\) and \(x&lt;y\)"
    assert html("$a_1$", Cloze(0, 2, 1)) == r"{{c1::\(a_1\)}}"


def test_marks_have_the_class_of_their_colour_and_links_of_the_web_lead_there() -> None:
    assert html("==a== [b](https://c.d/?e&f) [[g|h]]") == (
        '<span class="mark yellow">a</span> <a href="https://c.d/?e&amp;f">b</a> h'
    )


def test_pictures_are_named_and_sized() -> None:
    assert html("![[x.png|120]]") == '<img src="x.png.png" width="120">'


def test_nothing_of_a_hidden_mark_shows_but_its_text() -> None:
    legend = Legend({"red": "ignore"})
    (block,) = parse('<mark style="background:#f00">a</mark>').blocks
    assert line_html(block.inlines, legend, lambda _: None) == "a"


def test_a_line_of_many_runs_takes_no_longer_than_its_length() -> None:
    text = "a ==b== c " * 4_000
    (block,) = parse(text).blocks
    clozes = [Cloze(6 * number + 2, 6 * number + 3, number + 1) for number in range(4_000)]
    assert line_html(block.inlines, Legend(), lambda _: None, clozes=clozes).count("{{c") == 4_000
