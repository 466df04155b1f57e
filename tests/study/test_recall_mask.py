"""What recall masks: all high-yield text of a page, by blanks of one width."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studytui import paths
from studytui.layout import lay_out
from studytui.markdown import Legend, parse
from studytui.markdown.canvas import read_canvas
from studytui.markdown.document import Block, inlines
from studytui.markdown.lines import is_high_yield
from studytui.study.recall import ALL, BLANK, Mask, Recall, carried, section_of
from studytui.vault import open_vault
from studytui.vault.embeds import Embedding

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
    "image without words": "==![](zzanswerzz.png)==",
    "picture": "==![[zzanswerzz.png]]==",
    "embed": "==![[zzanswerzz]]==",
    "inline footnote in a mark": "==x^[zzanswerzz]==",
    "inline footnote": "x^[==zzanswerzz==]",
    "address": "==https://zzanswerzz.org==",
    "title of a link": '==[a](b.md "zzanswerzz")==',
    "comment": "==a <!-- zzanswerzz --> %%zzanswerzz%% b==",
    "HTML": '<mark>H<sub>zzanswerzz</sub> <kbd>zzanswerzz</kbd> <abbr title="zzanswerzz">z</abbr></mark>',
    "HTML table": "<table><tr><th><mark>zzanswerzz</mark></th><td><mark>zzanswerzz</mark></td></tr></table>",
    "row": "| a | b |\n| --- | --- |\n==| zzanswerzz | zzanswerzz |==",
    "number and hint": "- the ==1.zzanswerzz::hint== of",
    "setext heading": "==zzanswerzz==\n====",
    "deep item": "- a\n  - b\n    1. ==zzanswerzz==",
    "definition": "Term\n: ==zzanswerzz==",
    "callouts": "> [!tip]- ==zzanswerzz==\n> > [!note]- ==zzanswerzz==\n> > ==zzanswerzz==",
}


def masked(text: str, recall: Recall | None = None) -> tuple[str, Mask]:
    mask = Mask(recall or Recall(), LEGEND)
    return laid_out(mask.blocks(parse(text).blocks)), mask


def laid_out(blocks: Sequence[Block]) -> str:
    rows = lay_out(blocks, 60, legend=LEGEND)
    spans = [span.target or "" for row in rows for span in row.spans]
    return "\n".join([*(row.text for row in rows), *spans])


@pytest.mark.parametrize("text", PLANTED.values(), ids=PLANTED)
def test_an_answer_is_nowhere_in_the_rows_or_in_what_they_lead_to(text: str) -> None:
    shown, mask = masked(text)
    assert ANSWER not in shown
    assert BLANK in shown or "[hint]" in shown or "]-" in text
    assert mask.items


@pytest.mark.parametrize("text", PLANTED.values(), ids=PLANTED)
def test_what_is_shown_is_as_it_was(text: str) -> None:
    _, mask = masked(text)
    all_shown = Recall(shown=dict.fromkeys((item.number for item in mask.items), ALL))
    assert Mask(all_shown, LEGEND).blocks(parse(text).blocks) == list(parse(text).blocks)


@given(st.integers(1, 40), st.integers(1, 40))
def test_a_blank_does_not_tell_how_long_the_text_is(one: int, other: int) -> None:
    def rows(length: int) -> str:
        return masked(f"- the ==a{'b' * length}== of")[0]

    assert rows(one) == rows(other)


def test_words_are_shown_one_by_one() -> None:
    text = "It is ==Campylobacter jejuni infection== before."
    shown = [masked(text, Recall().showing(masked(text)[1].items[0].number, words))[0] for words in (1, 2, 3)]
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


def test_neither_number_nor_hint_is_a_word_that_is_shown() -> None:
    text = "the ==1.warfarin use::drug== of"
    shown = [
        masked(text, Recall().showing(masked(text)[1].items[0].number, words))[0].splitlines()[0] for words in (0, 1, 2)
    ]
    assert shown == ["the [drug] of", "the warfarin [drug] of", "the warfarin use of"]


def test_what_is_embedded_is_in_the_section_that_embeds_it(tmp_path: Path) -> None:
    (tmp_path / "Other.md").write_text("==first==\n\n# H ==zzanswerzz==\n\n==zzanswerzz==\n")
    text = "# A\n\n==one==\n\n# B\n\n![[Other#H zzanswerzz]]\n"
    (tmp_path / "Asked.md").write_text(text)
    vault = open_vault(tmp_path)
    page = Embedding(vault, "Asked.md", vault.frontmatter("Asked.md"))
    mask = Mask(Recall(section=(5, 99)), LEGEND)
    blocks = [block for part in page.expand(parse(text).blocks) for block in mask.blocks(part)]
    shown = laid_out(blocks)
    assert len(mask.items) == 2
    assert ANSWER not in shown, "nor in the title of the frame"
    assert "one" in shown


def test_the_connections_of_a_canvas_do_not_name_a_masked_card() -> None:
    cards = [
        {"id": "a", "type": "text", "text": "==zzanswerzz== here", "x": 0, "y": 0, "width": 9, "height": 9},
        {"id": "b", "type": "text", "text": "plain", "x": 0, "y": 20, "width": 9, "height": 9},
    ]
    edges = [{"id": "e", "fromNode": "a", "toNode": "b", "label": "causes"}]
    document = read_canvas(json.dumps({"nodes": cards, "edges": edges}).encode())
    assert f"{ANSWER} here → plain: causes" in laid_out(document.blocks)
    mask = Mask(Recall(), LEGEND)
    shown = laid_out(mask.blocks(document.blocks))
    assert f"{BLANK} → plain: causes" in shown
    assert ANSWER not in shown
    every = Recall(shown={mask.items[0].number: ALL})
    assert Mask(every, LEGEND).blocks(document.blocks) == list(document.blocks)


PHRASES = st.sampled_from(
    [
        "=={}==",
        "==**{}** of _{}_==",
        "<mark>{}</mark>",
        '<span style="background:rgba(240, 200, 0, 0.2)">{} [[{}]]</span>',
        "==1.{}::hint==",
        "==`{}`==",
        "==${}$==",
        "==![{}](p.png)==",
        "~~=={}==~~",
        "==[{}]({}.md)==",
    ]
)
BLOCKS = st.sampled_from(
    [
        "{}",
        "# of {}",
        "- {}\n  - below {} {}",
        "- [x] {}",
        "> {}\n> and {}",
        "> [!tip]- {}\n> {}",
        "| {} | b |\n| --- | --- |\n| a {} | {} |",
        "<details><summary>t</summary>\n\n{}\n\n</details>",
        "x[^{n}]\n\n[^{n}]: {}",
        "1. {}\n\n   {}",
        "key:: {}",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(BLOCKS, st.lists(PHRASES, min_size=3, max_size=3)), min_size=1, max_size=5))
def test_in_notes_of_any_constructs_no_answer_is_shown(parts: list[tuple[str, list[str]]]) -> None:
    written = []
    for number, (block, phrases) in enumerate(parts):
        for phrase in phrases:
            block = block.replace("{}", phrase.replace("{}", ANSWER), 1)
        written.append(block.replace("{}", phrases[0].replace("{}", ANSWER)).replace("{n}", str(number)))
    text = "\n\n".join(written)
    shown, mask = masked(text)
    assert mask.items
    assert ANSWER not in shown


def test_in_the_bundled_notes_no_answer_is_shown() -> None:
    """Each word in a high-yield mark is made one that stands nowhere else; words in links and formulas stay."""
    root = paths.bundled_notes()
    asked = 0
    for file in sorted(root.rglob("*.md")):
        number = count()

        def planted(found: re.Match[str], number: count[int] = number) -> str:
            return (
                found[1]
                + re.sub(r"(?<![\w\\&#$/])[a-z]{3,}(?![\w;])", lambda _: f"zq{next(number)}x", found[2])
                + found[3]
            )

        text = re.sub(
            r"(<span style=\"background:rgba\(240, 200, 0, 0\.2\)\">|<mark>|==)(.*?)(</span>|</mark>|==)",
            planted,
            file.read_text(encoding="utf-8"),
        )
        blocks = parse(text).blocks
        marked = "".join(run.text for block in blocks for run in inlines(block) if is_high_yield(run, LEGEND))
        answers = set(re.findall(r"zq\d+x", marked))
        mask = Mask(Recall(), LEGEND)
        shown = laid_out(mask.blocks(blocks))
        assert not answers & set(re.findall(r"zq\d+x", shown)), file
        asked += len(answers)
    assert asked > 1000


def test_an_item_stays_the_same_where_other_text_comes_and_goes() -> None:
    before, after = (masked(text)[1].items for text in ("==one==\n\n==two==\n", "==new==\n\n==one==\n\n==two== x\n"))
    assert [item.number for item in before] == [item.number for item in after[1:]]


def test_two_items_alike_are_two() -> None:
    one, other = masked("==one==\n\n==one==\n")[1].items
    assert one.number != other.number


@pytest.mark.parametrize(
    ("after", "section"),
    [
        ("new\n\n# A\n\nx\n\n# B\n\ny\n", (7, 10**9 - 1)),
        ("# A\n\nx\n\n# Renamed\n\ny\n", (5, 10**9 - 1)),
        ("# B\n\ny\n\n# A\n\nx\n", (1, 4)),
        ("no heading\n", (5, 10**9 - 1)),
    ],
)
def test_the_section_that_is_asked_is_found_again_in_another_text(after: str, section: tuple[int, int]) -> None:
    before = parse("# A\n\nx\n\n# B\n\ny\n").blocks
    recall = Recall(section=section_of(before, 6))
    assert carried(recall, before, parse(after).blocks).section == section
