"""What recall masks: all high-yield text of a page, by blanks of one width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studytui.layout import lay_out
from studytui.markdown import Legend, parse
from studytui.study.recall import ALL, BLANK, Mask, Recall

LEGEND = Legend()
ANSWER = "zzanswerzz"
PLANTED = {
    "paragraph": "A ==zzanswerzz== is here.",
    "whole line": "- ==zzanswerzz and zzanswerzz==",
    "span": '- <span style="background:rgba(240, 200, 0, 0.2)">zzanswerzz</span>',
    "heading": "# Of ==zzanswerzz==",
    "task": "- [ ] ==zzanswerzz==",
    "quote": "> ==zzanswerzz==",
    "callout title": "> [!tip] ==zzanswerzz==\n> x",
    "callout": "> [!tip] x\n> ==zzanswerzz==",
    "folded callout": "> [!tip]- x\n> ==zzanswerzz==",
    "table": "| a | b |\n| --- | --- |\n| ==zzanswerzz== | x ==zzanswerzz== |",
    "table head": "| ==zzanswerzz== | b |\n| --- | --- |\n| 1 | 2 |",
    "link": "==see [[zzanswerzz]]==",
    "markdown link": "==see [zzanswerzz](zzanswerzz.md)==",
    "bold": "==**zzanswerzz** _zzanswerzz_==",
    "code": "==`zzanswerzz`==",
    "formula": "==$zzanswerzz_2$==",
    "footnote": "x[^1]\n\n[^1]: ==zzanswerzz==",
    "two lines": "==zzanswerzz\nzzanswerzz==",
    "image": "==![zzanswerzz](x.png)==",
    "tag": "==#zzanswerzz==",
    "details": "<details><summary><mark>zzanswerzz</mark></summary>\n\n==zzanswerzz==\n\n</details>",
    "definition of a field": "==[dose:: zzanswerzz]==",
}


def masked(text: str, recall: Recall | None = None) -> tuple[str, Mask]:
    mask = Mask(recall or Recall(), LEGEND)
    rows = lay_out(mask.blocks(parse(text).blocks), 60, legend=LEGEND)
    spans = [span.target or "" for row in rows for span in row.spans]
    return "\n".join([*(row.text for row in rows), *spans]), mask


@pytest.mark.parametrize("text", PLANTED.values(), ids=PLANTED)
def test_an_answer_is_nowhere_in_the_rows_or_in_what_they_lead_to(text: str) -> None:
    shown, mask = masked(text)
    assert ANSWER not in shown
    assert BLANK in shown or "folded" in text or "]-" in text
    assert mask.items


@pytest.mark.parametrize("text", PLANTED.values(), ids=PLANTED)
def test_what_is_shown_is_as_it_was(text: str) -> None:
    _, mask = masked(text)
    all_shown = Recall(shown=dict.fromkeys(range(len(mask.items)), ALL))
    assert Mask(all_shown, LEGEND).blocks(parse(text).blocks) == list(parse(text).blocks)


@given(st.integers(1, 40), st.integers(1, 40))
def test_a_blank_does_not_tell_how_long_the_text_is(one: int, other: int) -> None:
    def rows(length: int) -> str:
        return masked(f"- the ==a{'b' * length}== of")[0]

    assert rows(one) == rows(other)


def test_words_are_shown_one_by_one() -> None:
    text = "It is ==Campylobacter jejuni infection== before."
    shown = [masked(text, Recall().showing(0, words))[0] for words in (1, 2, 3)]
    assert [row.splitlines()[0] for row in shown] == [
        f"It is Campylobacter {BLANK} before.",
        f"It is Campylobacter jejuni {BLANK} before.",
        "It is Campylobacter jejuni infection before.",
    ]


def test_a_section_is_asked_alone() -> None:
    text = "# A\n==one==\n# B\n==two==\n"
    assert masked(text, Recall(section=(1, 2)))[0].count(BLANK) == 1


def test_other_colours_stay() -> None:
    shown, mask = masked('<mark style="background:#d93025">red</mark> and ==yellow==')
    assert ("red" in shown, "yellow" in shown, len(mask.items)) == (True, False, 1)
