"""The texts of footnotes stand below their note in the order of their numbers; each frame has its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from studytui.layout import lay_out
from studytui.markdown import parse
from studytui.markdown.document import Block, Footnote
from studytui.vault import open_vault
from studytui.vault.embeds import Embedding

Page = tuple[Embedding, list[Block]]
Whole = Callable[..., Page]

THEIRS = "Theirs[^1].\n\n[^1]: their text\n\n# Part\n\npart[^P] ^[inline]\n\nblock[^1] ^blk\n\n[^p]: first[^q]\n\n    second\n\n[^q]: deep\n"


@pytest.fixture
def whole(tmp_path: Path) -> Whole:
    """A page with all that it embeds, and its blocks."""

    def made(host: str, files: Mapping[str, str] | None = None) -> Page:
        for name, text in {"host.md": host, **(files or {})}.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        page = Embedding(open_vault(tmp_path), "host.md")
        parts = [*page.expand(parse(host).blocks), *page.finish()]
        return page, [block for part in parts for block in part]

    return made


def shown(page: Page) -> list[str]:
    lines = lay_out(page[1], 80, links=page[0])
    return [line.text for line in lines if line.text.strip("║ ")]


def references(blocks: list[Block]) -> Iterator[Footnote]:
    for block in blocks:
        yield from (run.footnote for run in getattr(block, "inlines", ()) if run.footnote is not None)


def test_texts_come_last_in_the_order_of_their_numbers(whole: Whole) -> None:
    page = whole("[^z]: zed\n\na[^y] ^[in line] b[^z]\n\n[^y]: why\n\nlast ^[more]\n")
    assert shown(page) == [
        "a[1] [2] b[3]",
        "last [4]",
        "[1] why",
        "[2] in line",
        "[3] zed",
        "[4] more",
    ]


def test_texts_leave_the_list_the_quote_and_the_callout_that_they_were_written_in(whole: Whole) -> None:
    page = whole(
        "- a[^1] b[^2] c[^3]\n\n  [^1]: one\n\n> q\n>\n> [^2]: two\n>   - item\n\n> [!note] T\n> [^3]: three\n"
    )
    assert shown(page) == ["• a[1] b[2] c[3]", "▎ q", "┃ ✎ T", "[1] one", "[2] two", "    • item", "[3] three"]


def test_the_body_is_numbered_first_then_what_its_texts_refer_to(whole: Whole) -> None:
    page = whole("[^a]: see[^c] ^[d]\n\nb[^b] a[^a]\n\n[^b]: bee\n[^c]: sea\n[^never]: alone, see[^e]\n[^e]: eh\n")
    assert shown(page) == [
        "b[1] a[2]",
        "[1] bee",
        "[2] see[3] [4]",
        "[3] sea",
        "[4] d",
        "[5] alone, see[6]",
        "[6] eh",
    ]


def test_a_footnote_that_is_referred_to_twice_has_one_text_and_one_without_text_stays_as_written(whole: Whole) -> None:
    assert shown(whole("a[^1] b[^1] c[^2]\n\n[^1]: one\n")) == ["a[1] b[1] c[^2]", "[1] one"]


def test_frames_have_their_own_numbers_and_texts(whole: Whole) -> None:
    page = whole("host[^1]\n\n![[in]]\n\nmore[^2]\n\n[^1]: mine\n[^2]: too\n", {"in.md": THEIRS})
    assert shown(page) == [
        "host[1]",
        "║ ↳ in",
        "║ Theirs[1].",
        "║ Part",
        "║ ━━━━",
        "║ part[2] [3]",
        "║ block[1]",
        "║ [1] their text",
        "║ [2] first[4]",
        "║     second",
        "║ [3] inline",
        "║ [4] deep",
        "more[2]",
        "[1] mine",
        "[2] too",
    ]


def test_a_section_or_block_brings_the_texts_that_it_needs_each_once(whole: Whole) -> None:
    page = whole("![[in#Part]]\n\n![[in#^blk]]\n", {"in.md": THEIRS})
    assert shown(page)[4:] == [
        "║ block[1]",
        "║ [1] their text",
        "║ [2] first[4]",
        "║     second",
        "║ [3] inline",
        "║ [4] deep",
        "║ ↳ in",
        "║ block[1]",
        "║ [1] their text",
    ]


def test_frames_inside_each_other_keep_their_texts_four_deep(whole: Whole) -> None:
    files = {f"n{n}.md": f"level {n}[^1]\n\n[^1]: text {n}\n\n![[n{n + 1}]]\n" for n in range(1, 5)}
    page = whole("top[^1]\n\n[^1]: text 0\n\n![[n1]]\n", files)
    texts = [row for row in shown(page) if "[1] text" in row]
    assert texts == [f"{'║ ' * n}[1] text {n}" for n in (4, 3, 2, 1, 0)]


def test_an_embed_in_a_text_is_a_frame_below_it(whole: Whole) -> None:
    page = whole("a[^1]\n\n[^1]: see\n\n    ![[in#^blk]]\n\nb\n", {"in.md": THEIRS})
    assert shown(page) == ["a[1]", "b", "[1] see", "    ║ ↳ in", "    ║ block[1]", "    ║ [1] their text"]


def test_the_same_note_in_two_frames_has_labels_of_its_own_in_each(whole: Whole) -> None:
    embedding, blocks = whole("![[in]]\n\n![[in]]\n", {"in.md": "a[^1]\n\n[^1]: b\n"})
    labels = [found.label for found in references(blocks)]
    assert labels == ["in.md#[^1]", "in.md#[^1] 2"]
    texts = [embedding.footnote(label) for label in labels]
    assert all(len(text) == 1 and text[0].inside is not None and text[0].inside.depth == 0 for text in texts)
    assert texts[0][0].inside != texts[1][0].inside
    assert embedding.footnote("nothing") == ()


def test_the_cards_of_a_canvas_have_each_their_own_texts(whole: Whole) -> None:
    cards = [
        {"id": str(n), "type": "text", "text": f"card {n}[^1]\n\n[^1]: text {n}\n\nend", "y": n * 100} for n in range(2)
    ]
    page = whole("![[c.canvas]]\n", {"c.canvas": json.dumps({"nodes": cards, "edges": []})})
    assert shown(page)[1:] == [
        "║ • card 0[1]",
        "║   end",
        "║   [1] text 0",
        "║ • card 1[1]",
        "║   end",
        "║   [1] text 1",
    ]
    assert len({found.label for found in references(page[1])}) == 2


def test_pieces_are_handed_on_before_the_end_and_texts_after_it(tmp_path: Path) -> None:
    (tmp_path / "host.md").write_text("", encoding="utf-8")
    page = Embedding(open_vault(tmp_path), "host.md")
    first = [block for part in page.expand(parse("a ^[b]\n\nc\n").blocks) for block in part]
    assert len(first) == 2
    assert page.footnote("inline 1")
    assert [block.line for part in page.finish() for block in part] == [1]


def test_a_footnote_is_embedded_without_its_number_and_with_those_that_it_refers_to(whole: Whole) -> None:
    page = whole("a\n\n![[in#[^P]]]\n\n![[in#[^1]|words]]\n\n![[in#[^9]]]\n", {"in.md": THEIRS})
    assert shown(page) == [
        "a", "║ ↳ in › [^P]", "║ first[4]", "║ second", "║ [4] deep", "║ ↳ words", "║ their text",
        "[embed: in › [^9]] (no such footnote there)",
    ]  # fmt: skip
