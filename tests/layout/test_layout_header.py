"""What stands above the body of a note."""

from __future__ import annotations

from studytui.layout import Line, lay_out, render_text
from studytui.layout.folds import Folds
from studytui.layout.header import header, with_backlinks
from studytui.layout.properties import flat
from studytui.markdown import parse


def lines(frontmatter: str, *, width: int = 70, folds: Folds | None = None, note: str = "Neuro/ALS.md") -> list[Line]:
    document = parse(f"---\n{frontmatter}\n---\ntext")
    above = header(document.frontmatter, "ALS", document.blocks, note)
    return lay_out((*above, *document.blocks), width, folds=folds)


def drawn(frontmatter: str, **options: object) -> list[str]:
    return render_text(lines(frontmatter, **options)).splitlines()[:-2]  # type: ignore[arg-type]


def test_title_and_tags_share_a_row_that_stands_alone_where_there_is_nothing_else() -> None:
    assert drawn("tags: [t1, a/b]") == ["ALS  #t1 #a/b"]
    assert drawn('{"dg-publish":true,"permalink":"/Neuro/ALS/","tags":["t1"]}') == ["ALS  #t1"]


def test_aliases_dates_and_permalink_are_one_row() -> None:
    assert drawn("aliases: [MND, Lou]\ncreated: 2024-05-01\nupdated: 2025-01-02\npermalink: /als/") == [
        *("ALS", "aliases: MND, Lou · created 2024-05-01 · updated 2025-01-02 · /als/"),
    ]


def test_a_permalink_that_is_the_path_says_nothing() -> None:
    assert drawn("permalink: /USMLE/Neuro/ALS/") == ["ALS"]
    assert drawn("permalink: /USMLE/Neuro/ALS/", note="Other.md") == ["ALS", "/USMLE/Neuro/ALS/"]


def test_keys_of_the_garden_and_of_obsidian_itself_are_not_shown() -> None:
    hidden = ("dg-publish: true", "dgShowToc: true", "cssclasses: x", "noteIcon: 1", "hide: true", "metatags: {a: b}")
    assert drawn("\n".join(hidden)) == ["ALS"]


def test_properties_of_the_writer_are_open_in_show_and_folded_on_the_screen() -> None:
    written = "aliases: MND\nstatus: reading\ndone: true\nopen: false\nempty:\nlist: [a, 2]"
    below = ["  status: reading", "  done: ☑", "  open: ☐", "  list: a, 2"]
    assert drawn(written) == ["ALS", "aliases: MND", *below]
    assert drawn(written, folds=Folds()) == ["ALS", "▸ aliases: MND · 4 properties"]
    assert drawn(written, folds=Folds(unfolded=True)) == ["ALS", "▾ aliases: MND", *below]


def test_properties_alone_have_a_row_of_their_own() -> None:
    assert drawn("status: reading") == ["ALS", "properties", "  status: reading"]
    assert drawn("status: reading", folds=Folds()) == ["ALS", "▸ 1 property"]


def test_properties_that_the_garden_gathers_are_the_writers_own() -> None:
    gathered = '{"dg-publish":true,"dg-note-properties":{"aliases":["MND"],"status":"reading","created":"2024"}}'
    assert drawn(gathered) == ["ALS", "aliases: MND · created 2024", "  status: reading"]


def test_many_aliases_fold_with_the_rest() -> None:
    many = ", ".join(f"another name {number}" for number in range(20))
    assert drawn(f"aliases: [{many}]\ncreated: 2024", folds=Folds()) == ["ALS", "▸ created 2024 · 1 property"]


def test_links_in_properties_are_links_numbered_apart_from_those_of_the_body() -> None:
    (row,) = [line for line in lines('related: ["[[A/B|b]]", "[[C#D]]", "https://e.org/x."]') if "related" in line.text]
    links = [(row.text[span.start : span.end], span.role, span.target) for span in row.spans if span.link is not None]
    assert links == [("b", "link", "A/B"), ("C › D", "link", "C#D"), ("https://e.org/x", "url", "https://e.org/x")]
    assert [span.link.number for span in row.spans if span.link is not None] == [-1, -2, -3]


def test_a_value_is_one_line_whatever_it_holds() -> None:
    assert flat({"a": 1, "b": ["x", {"c": None}]}) == "{a: 1, b: [x, {c: }]}"
    assert flat("two\n lines\t of text") == "two lines of text"
    deep: object = "x"
    for _ in range(5_000):
        deep = [deep]
    assert flat(deep).startswith("[[[")
    endless: list[object] = []
    endless += [endless, endless]
    assert len(flat(endless)) < 100_000


def test_backlinks_are_counted_on_the_last_row_of_the_compact_header() -> None:
    for written, row in (("tags: [t1]", 0), ("aliases: MND", 1), ("aliases: MND\nstatus: x", 1)):
        rows = lines(written)
        found = with_backlinks(rows, 2, 70)
        assert found is not None and found[0] == row
        assert found[1].text == rows[row].text + "  · 2 backlinks"
        rows[row] = found[1]
        again = with_backlinks(rows, 1, 70)
        assert again is not None and again[1].text.endswith("  · 1 backlink") and again[1].text.count("·") == 1
        none = with_backlinks(rows, 0, 70)
        assert none is not None and none[1] == lines(written)[row]


def test_backlinks_are_not_counted_without_room_or_without_a_header() -> None:
    assert with_backlinks(lines("tags: [t1]"), 2, 20) is None
    assert with_backlinks(lay_out(parse("# ALS\ntext").blocks, 70), 2, 70) is None


def test_a_frontmatter_that_is_not_understood_is_said_below_the_title() -> None:
    assert drawn("a: [")[:3] == ["ALS", "", "┃ ⚠ frontmatter not understood"]
