"""Embedded notes, canvases and drawings become frames in the blocks of the page (behaviour 3, 4.8, 9.7)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from studytui.layout import lay_out
from studytui.layout.protocols import Look
from studytui.markdown import Code, Container, Title, parse, plain
from studytui.markdown.document import Block, Inline, Paragraph
from studytui.vault import open_vault
from studytui.vault.embeds import Embedding
from studytui.vault.embeds import expand as embedding

Expand = Callable[..., tuple[Embedding, list[Block]]]


@pytest.fixture
def expand(tmp_path: Path) -> Expand:
    """The blocks of `host.md` with what it embeds."""

    def expanded(
        host: str, files: Mapping[str, str] | None = None, note: str = "host.md"
    ) -> tuple[Embedding, list[Block]]:
        for name, text in {note: host, **(files or {})}.items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        vault = open_vault(tmp_path)
        document = parse(vault.text(note))
        page = Embedding(vault, note, document.frontmatter)
        return page, [block for part in (*page.expand(document.blocks), *page.finish()) for block in part]

    return expanded


def shown(page: Embedding, blocks: list[Block]) -> list[str]:
    """The rows, without blank ones."""
    return [line.text for line in lay_out(blocks, 100, links=page) if line.text.strip("║ ")]


def inlines(blocks: list[Block]) -> Iterator[Inline]:
    for block in blocks:
        yield from getattr(block, "inlines", ())


NOTE = "---\ntitle: The note\n---\nintro\n\n# One\na\n\n## Deep\nb\n\n# Two\nc\n\n- item ^it\n  - child\n- other\n\n| x |\n|---|\n| y |\n\n^tab\n\npara ^p\n"


def test_a_note_is_shown_in_a_frame_with_its_title_and_without_its_frontmatter(expand: Expand) -> None:
    page, blocks = expand("before\n\n![[n]]\n\nafter", {"n.md": "---\ntitle: The note\ntags: [x]\n---\nbody\n"})
    assert shown(page, blocks) == ["before", "║ ↳ The note", "║ body", "after"]


@pytest.mark.parametrize(
    ("subpath", "rows"),
    [
        ("#One", ["║ ↳ The note › One", "║ One", "║ a", "║ Deep", "║ b"]),
        ("#one#deep", ["║ ↳ The note › one › deep", "║ Deep", "║ b"]),
        ("#Deep", ["║ ↳ The note › Deep", "║ Deep", "║ b"]),
        ("#^it", ["║ ↳ The note", "║ • item", "║   ◦ child"]),
        ("#^p", ["║ ↳ The note", "║ para"]),
        ("#^TAB", ["║ ↳ The note", "║ x", "║ y"]),
        ("#Nowhere", ["[embed: n › Nowhere] (no such heading there)"]),
        ("#^no", ["[embed: n › ^no] (no such block there)"]),
    ],
)
def test_a_subpath_shows_the_section_or_block_that_it_names(expand: Expand, subpath: str, rows: list[str]) -> None:
    page, blocks = expand(f"![[n{subpath}]]", {"n.md": NOTE})
    assert [row for row in shown(page, blocks) if set(row) - set("║ ━─┄")] == rows


def test_a_lone_id_below_a_list_names_all_of_it(expand: Expand) -> None:
    page, blocks = expand("![[n#^all]]", {"n.md": "- a\n  - b\n- c\n\n^all\n\nnot this"})
    assert shown(page, blocks) == ["║ ↳ n", "║ • a", "║   ◦ b", "║ • c"]


def test_a_block_in_a_quote_or_callout_leaves_what_stands_around_it_behind(expand: Expand) -> None:
    page, blocks = expand("![[n#^q]]\n\n![[n#H]]", {"n.md": "> [!tip] T\n> - a\n> - b ^q\n\n> # H\n> text\n\nafter"})
    assert shown(page, blocks) == ["║ ↳ n", "║ • b", "║ ↳ n › H", "║ H", "║ ━━━", "║ text"]


def test_a_markdown_embed_of_a_note_is_a_frame_and_words_given_are_its_title(expand: Expand) -> None:
    page, blocks = expand("![mine](n%20m.md#One)\n\n![[n m|yours]]\n\n![[n m|200]]", {"n m.md": "# One\na"})
    assert [row for row in shown(page, blocks) if "↳" in row] == ["║ ↳ mine", "║ ↳ yours", "║ ↳ n m"]


def test_an_embed_splits_its_paragraph_and_one_in_a_table_or_heading_stays_a_link(expand: Expand) -> None:
    host = "one\n![[n]]\ntwo\nsee ![[n]] here\n\n| a |\n|---|\n| ![[n]] |\n\n# H ![[n]]\n- ![[n]]\n- text\n  ![[n]]\n"
    page, blocks = expand(host, {"n.md": "body"})
    rows = shown(page, blocks)
    assert rows[:8] == ["one", "║ ↳ n", "║ body", "two", "see", "║ ↳ n", "║ body", "here"]
    assert {"[embed: n]", "H [embed: n]"} < set(rows)
    assert rows[-5:] == ["• ║ ↳ n", "  ║ body", "• text", "  ║ ↳ n", "  ║ body"]


def test_embeds_on_one_line_are_frames_below_each_other_without_blank_paragraphs_between(expand: Expand) -> None:
    page, blocks = expand("![[n]] ![[n]],\n![[gone]] and ![[n]]", {"n.md": "body"})
    assert shown(page, blocks) == [
        *("║ ↳ n", "║ body", "║ ↳ n", "║ body", ","),
        *("[embed: gone, not in this vault] and", "║ ↳ n", "║ body"),
    ]


def test_a_high_yield_line_around_an_embed_keeps_its_marks(expand: Expand) -> None:
    _page, blocks = expand("==a ![[n]] b==", {"n.md": "body"})
    assert [[run.mark is not None for run in block.inlines] for block in blocks if isinstance(block, Paragraph)] == [
        [True],
        [False],
        [True],
    ]


def test_what_is_no_note_leaves_the_paragraph_whole(expand: Expand) -> None:
    page, blocks = expand("one\n![[x.pdf#page=3]]\n![[gone]]\ntwo")
    assert len(blocks) == 1
    assert shown(page, blocks) == [
        "one",
        "[pdf: x.pdf, page 3, not in this vault]",
        "[embed: gone, not in this vault]",
        "two",
    ]


def test_four_frames_stand_in_each_other_and_the_fifth_is_a_link(expand: Expand) -> None:
    page, blocks = expand("![[n1]]", {f"n{n}.md": f"text {n}\n\n![[n{n + 1}]]" for n in range(1, 7)})
    rows = shown(page, blocks)
    assert "║ ║ ║ ║ text 4" in rows
    assert rows[-1] == "║ ║ ║ ║ [embed: n5]"


def test_frames_of_the_garden_count_as_frames(expand: Expand) -> None:
    frame = '<div class="transclusion internal-embed is-loaded"><div class="markdown-embed">\n\n{}\n\n</div></div>\n'
    host = "![[n]]"
    for _ in range(4):
        host = frame.format(host)
    page, blocks = expand(host, {"n.md": "body"})
    assert shown(page, blocks) == ["║ ║ ║ ║ [embed: n]"]


@pytest.mark.parametrize(
    "files",
    [
        {"host.md": "own ![[host]]\n\n![[host]]"},
        {"host.md": "x\n\n![[b]]", "b.md": "![[c]]", "c.md": "![[host]]"},
        {"host.md": "# H\n![[#H]]"},
        {"host.md": "# A\n![[b#B]]", "b.md": "# B\n![[host#A]]"},
    ],
)
def test_an_embed_that_leads_back_into_itself_is_a_link_that_says_so(expand: Expand, files: dict[str, str]) -> None:
    page, blocks = expand(files["host.md"], files)
    rows = shown(page, blocks)
    assert rows[-1].endswith("(embeds itself)")
    assert len(rows) < 8


def test_another_section_of_the_same_note_may_be_embedded(expand: Expand) -> None:
    page, blocks = expand("# A\n![[#B]]\n\n# B\ntext")
    assert shown(page, blocks)[2:6] == ["║ ↳ host › B", "║ B", "║ ━━━", "║ text"]


def test_numbers_of_containers_links_and_marks_are_those_of_nothing_else(expand: Expand) -> None:
    text = "==m== [[a]] [[b]]\n- ==m== [[a]]\n\n| ==m== |\n|---|\n| [[a]] |\n"
    _, blocks = expand(text + "\n![[n]]\n\n![[n]]\n\n![[n]]", {"n.md": text})
    runs = [run for block in blocks if not isinstance(block, Title) for run in inlines([block])]
    links = [run.link.number for run in runs if run.link is not None]
    marks = [run.mark.number for run in runs if run.mark is not None]
    assert len(links) == len(set(links)) == 12
    assert len(marks) == len(set(marks)) == 8
    items = {block.inside.number for block in blocks if block.inside is not None and block.inside.kind == "item"}
    assert len(items) == 4


def test_embedded_blocks_know_their_note_and_the_line_that_embeds_them(expand: Expand) -> None:
    _, blocks = expand("a\n\n![[n]]", {"n.md": "- x\n\n![[m]]", "m.md": "\n\ndeep"})
    deep = blocks[-1]
    assert deep.line == 3
    assert isinstance(deep.inside, Container)
    assert (deep.inside.origin, deep.inside.host) == ("m.md", 3)
    item = next(block.inside for block in blocks if block.inside is not None and block.inside.kind == "item")
    assert (item.origin, item.host) == ("n.md", 3)


def test_a_link_in_an_embed_is_judged_from_the_note_that_it_stands_in(expand: Expand) -> None:
    page, blocks = expand(
        "[[./x]]\n\n![[far/n]]",
        {"far/n.md": "[[./x]] ![[./p.png]]", "far/x.md": "x", "near/x.md": "x", "far/p.png": ""},
    )
    links = [run.link for run in inlines(blocks) if run.link is not None]
    own, title, embedded, image = links
    assert page.link_status(own) == "ambiguous"
    assert page.link_status(title) == page.link_status(embedded) == "ok"
    assert not page.image_missing(image)
    assert page.origin_of(own) is page.origin_of(title) is None
    origin = page.origin_of(embedded)
    assert origin is not None and (origin.note, origin.line) == ("far/n.md", None)


def test_the_marks_of_an_embed_are_kept_in_only_under_the_title_of_its_frame(expand: Expand) -> None:
    page, blocks = expand("plain\n\n![[n]]\n\n![[m]]\n\nlast", {"n.md": "drop\n\n==keep==\n\ndrop", "m.md": "none"})
    lines = lay_out(blocks, 80, view="only", links=page, look=Look("row"))
    assert [line.text for line in lines if line.text.strip("║ ")] == [
        "⋯ 1 line",
        "║ ↳ n",
        "║ ⋯ 1 line",
        "║ keep",
        "║ ⋯ 1 line",
        "⋯ 3 lines",
    ]
    gaps = [span.number for line in lines for span in line.spans if span.role == "gap"]
    assert len(set(gaps)) == len(gaps) == 4
    opened = lay_out(blocks, 80, view="only", links=page, expanded=frozenset([gaps[1] or 0]))
    assert sum(line.text == "║ drop" for line in opened) == 1


def test_footnotes_that_a_section_refers_to_come_with_it_and_are_called_by_their_note(expand: Expand) -> None:
    _, blocks = expand("[^1]\n\n![[n#A]]\n\n[^1]: host", {"n.md": "# A\nx[^1]\n\n# B\ny\n\n[^1]: theirs"})
    labels = {run.footnote.label for run in inlines(blocks) if run.footnote is not None}
    assert len(labels) in (0, 2)  # none while the parser knows no definitions
    assert all("n.md#" in label or label == "1" for label in labels)


# Bounds


def test_a_note_with_hundreds_of_embeds_shows_so_many_frames_and_then_links(expand: Expand) -> None:
    page, blocks = expand("\n\n".join(f"![[n{n}]]" for n in range(500)), {f"n{n}.md": "x" for n in range(500)})
    assert sum(isinstance(block, Title) for block in blocks) == embedding.MOST_EMBEDS
    assert shown(page, blocks)[-1] == "[embed: n499] (too much is embedded on this page)"


def test_notes_that_each_embed_ten_others_are_not_shown_ten_thousandfold(expand: Expand) -> None:
    files = {f"n{n}.md": "\n\n".join(f"![[n{(n * 10 + more) % 200}]]" for more in range(1, 11)) for n in range(200)}
    _, blocks = expand("![[n1]]\n\n![[n2]]", files)
    assert len(blocks) < 20 * embedding.MOST_EMBEDS


def test_each_note_is_parsed_once_for_a_page(expand: Expand, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    real = Embedding._parse
    monkeypatch.setattr(Embedding, "_parse", lambda self, path, data: parsed.append(path) or real(self, path, data))
    expand("\n\n".join(f"![[n#H{n}]]" for n in range(60)), {"n.md": "".join(f"# H{n}\nx\n" for n in range(60))})
    assert parsed == ["n.md"]


def test_a_long_note_is_cut_and_says_where_the_rest_is(expand: Expand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "MOST_BLOCKS", 10)
    page, blocks = expand("![[n]]\n\n![[n]]", {"n.md": "\n\n".join(map(str, range(30)))})
    rows = shown(page, blocks)
    assert rows[10:] == ["║ 9", "║ … the rest is in the note itself", "[embed: n] (too much is embedded on this page)"]


def test_a_huge_file_is_not_read_for_an_embed(expand: Expand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "MOST_BYTES", 100)
    page, blocks = expand("![[n]]\n\n![[m]]", {"n.md": "x" * 200, "m.md": "small"})
    assert shown(page, blocks) == ["[embed: n] (too much is embedded on this page)", "║ ↳ m", "║ small"]


def test_the_pieces_end_where_frames_begin_so_that_the_first_screen_can_be_shown(tmp_path: Path) -> None:
    (tmp_path / "n.md").write_text("x")
    (tmp_path / "host.md").write_text("a\n\n![[n]]\n\nb\n\n![[n]]")
    vault = open_vault(tmp_path)
    page = Embedding(vault, "host.md")
    parts = page.expand(parse(vault.text("host.md")).blocks)
    assert [plain(block.inlines) for block in next(parts)] == ["a"]  # type: ignore[union-attr]


# Other files


def canvas(*nodes: Mapping[str, object], edges: object = ()) -> str:
    return json.dumps({"nodes": nodes, "edges": edges})


def node(kind: str, x: int, y: int, size: int = 10, **values: object) -> dict[str, object]:
    return {"id": f"{x},{y}", "type": kind, "x": x, "y": y, "width": size, "height": size, **values}


def test_a_canvas_shows_its_cards_in_reading_order_its_groups_and_its_connections(expand: Expand) -> None:
    text = canvas(
        node("file", 0, 200, file="a/Note.md", subpath="#H"),
        node("text", 20, 0, text="# Head\n- ==x== [[Note]]"),
        node("text", 0, 0, text="first"),
        node("group", 0, 100, 50, label="Group"),
        node("link", 10, 110, url="https://example.org/x"),
        node("strange", 0, 300),
        edges=[{"fromNode": "0,0", "toNode": "0,200", "label": "leads to"}, {"fromNode": "0,0", "toNode": "20,0"}],
    )
    page, blocks = expand("![[c.canvas]]", {"c.canvas": text, "a/Note.md": "n"})
    assert [row for row in shown(page, blocks) if set(row) - set("║ ━─")] == [
        "║ ↳ canvas: c",
        "║ • first",
        "║ • Head",
        "║   ◦ x Note",
        "║ Group",
        "║ • https://example.org/x",
        "║ Other cards",
        "║ • Note › H",
        "║ • [card: strange]",
        "║ 2 connections",
        "║ • first → Note: leads to",
    ]
    links = [run.link for run in inlines(blocks) if run.link is not None and not run.link.embed]
    assert [page.link_status(link) for link in links] == ["ok", "external", "ok"]
    assert len({block.line for block in blocks if not isinstance(block, Title)}) == len(blocks) - 1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("**Low flow** starts it\n\nmore", "Low flow starts it"),
        ("# Head\nbody", "Head"),
        ("- [ ] ==do== this", "do this"),
        ("[[Note\\|a note]], `code` and $\\alpha$", "a note, code and α"),
        ("%%hidden%%\nseen", "seen"),
        ("> [!tip] Ask\n> first", "Ask"),
        ("![[n]]", "n"),
    ],
)
def test_connections_call_a_text_card_by_its_first_line_as_it_is_read(expand: Expand, text: str, name: str) -> None:
    edge = {"fromNode": "0,0", "toNode": "0,1", "label": "so"}
    written = canvas(node("text", 0, 0, text=text), node("text", 0, 1, text="end"), edges=[edge])
    page, blocks = expand("![[c.canvas]]", {"c.canvas": written})
    assert shown(page, blocks)[-1] == f"║ • {name} → end: so"


@pytest.mark.parametrize("text", ["{", "[]", '{"nodes": 3}', "[" * 100_000, "\x00", '{"nodes": [1e999]'])
def test_a_broken_canvas_says_so(expand: Expand, text: str) -> None:
    page, blocks = expand("![[c.canvas]]", {"c.canvas": text})
    assert shown(page, blocks) == ["║ ↳ canvas: c", "║ this canvas can't be shown: it is broken"]


@pytest.mark.parametrize("text", ["", "{}", '{"nodes": [], "edges": []}'])
def test_an_empty_canvas_says_so(expand: Expand, text: str) -> None:
    page, blocks = expand("![[c.canvas]]", {"c.canvas": text})
    assert shown(page, blocks) == ["║ ↳ canvas: c", "║ an empty canvas"]


def test_odd_values_on_a_canvas_do_no_harm(expand: Expand) -> None:
    text = '{"nodes": [{}, 3, {"type": "text", "text": 5, "x": "a", "y": NaN, "width": Infinity}, '
    text += '{"type": "text", "text": "---\\na: b\\n---\\n%%open"}, {"type": "text", "text": "last", "y": 9}], "edges": [1, {}]}'
    page, blocks = expand("![[c.canvas]]", {"c.canvas": text})
    rows = shown(page, blocks)
    assert any("a: b" in row for row in rows)
    assert "║ • last" in rows


def test_a_note_on_a_canvas_may_embed_and_the_canvas_does_not_loop(expand: Expand) -> None:
    page, blocks = expand(
        "![[c.canvas]]", {"c.canvas": canvas(node("text", 0, 0, text="![[n]]")), "n.md": "![[c.canvas]]"}
    )
    assert shown(page, blocks)[-1].endswith("[canvas: c.canvas] (embeds itself)")


def test_a_base_says_that_its_queries_are_not_run(expand: Expand) -> None:
    page, blocks = expand("![[b.base]]\n\n```base\nviews: 1\n```", {"b.base": "views:"})
    rows = shown(page, blocks)
    assert rows[:2] == ["[base: b.base] (queries are not run here)", "[base] (queries are not run here)"]
    assert isinstance(blocks[-1], Code)


DRAWING = (
    "---\n\nexcalidraw-plugin: parsed\ntags: [excalidraw]\n\n---\n"
    "==⚠  Switch to EXCALIDRAW VIEW in the MORE OPTIONS menu of this document. ⚠== You can decompress it\n\n\n"
    "my own words\n\n# Excalidraw Data\n\n## Text Elements\nbeep\nboop ^SvNLuaih\n\nbebop ^ASLeSCTL\n\n"
    "## Embedded Files\nf5de7e7b: [[travolta.png]]\n\n%%\n## Drawing\n```compressed-json\nN4KAkARALgngDgUwgLgAQQQDwMYEMA2AlgCYBOuA\n```\n%%"
)


def test_a_drawing_shows_its_texts_and_never_its_data(expand: Expand) -> None:
    files = {"Sketch.excalidraw.md": DRAWING}
    page, blocks = expand(DRAWING, note="Sketch.excalidraw.md")
    own = shown(page, blocks)
    assert own == ["[drawing: Sketch]", "my own words", "beep", "boop", "bebop", "travolta.png"]
    page, blocks = expand("![[Sketch.excalidraw]]", files)
    assert shown(page, blocks) == ["║ ↳ Sketch", *("║ " + row for row in own)]


def test_the_data_of_a_drawing_may_stand_outside_a_comment(expand: Expand) -> None:
    text = DRAWING.replace("%%", "").replace("## Drawing", "# Drawing").replace("compressed-json", "json")
    page, blocks = expand(text, note="s.md")
    assert not any("N4KAk" in row or "Drawing" in row for row in shown(page, blocks))


def test_the_file_of_a_drawing_shows_its_texts(expand: Expand) -> None:
    elements = [
        {"type": "text", "text": "one\ntwo"},
        {"type": "text", "text": "gone", "isDeleted": True},
        {"type": "line"},
    ]
    files = {"d.excalidraw": json.dumps({"type": "excalidraw", "elements": elements}), "e.excalidraw": "{"}
    page, blocks = expand("![[d.excalidraw]]\n\n![[e.excalidraw]]", files)
    assert shown(page, blocks) == [
        "║ ↳ drawing: d",
        "║ [drawing: d]",
        "║ one",
        "║ two",
        "║ ↳ drawing: e",
        "║ [drawing: e]",
        "║ this drawing can't be shown: broken",
    ]


@pytest.mark.parametrize(
    ("files", "rows"),
    [
        ({"host.md": "see ![[#^p]] ^p"}, ["see [embed: ^p]"]),
        ({"host.md": "- see ![[#^i]] ^i\n  - child"}, ["• see [embed: ^i]", "  ◦ child"]),
        (
            {"host.md": "x\n\n![[b#^p]]", "b.md": "one ![[b#^p]]\ntwo ^p"},
            ["x", "║ ↳ b", "║ one [embed: b › ^p]", "║ two"],
        ),
    ],
)
def test_a_block_that_embeds_itself_on_its_first_line_holds_a_link(
    expand: Expand, files: dict[str, str], rows: list[str]
) -> None:
    page, blocks = expand(files["host.md"], files)
    assert shown(page, blocks) == rows
