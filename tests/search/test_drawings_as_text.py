"""Of a drawing that is kept as a note only what can be read is its text: for search, marks and links alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from studytui.markdown import logical_lines, parse

BODY = (
    "==⚠  Switch to EXCALIDRAW VIEW in the MORE OPTIONS menu of this document. ⚠== You can decompress it\n\n\n"
    "my ==own== words\n\n# Excalidraw Data\n\n## Text Elements\nbeep [[Other]] ^SvNLuaih\n\nbebop ^ASLeSCTL\n\n"
    "## Embedded Files\nf5de7e7b: [[travolta.png]]\n\n%%\n## Drawing\n```compressed-json\nN4KAkARALgngDgUwgLgAQQQDwMYEMA2AlgCYBOuA\n```\n%%"
)
BARE = BODY.replace("%%", "")
PLAIN = BARE.replace("compressed-json", "json").replace("## Drawing", "# Drawing")
HEADS = {
    "a drawing": "---\nexcalidraw-plugin: parsed\ntags: [excalidraw]\n---\n",
    "a published one": '---\n{"dg-publish":true,"dg-note-properties":{"excalidraw-plugin":"parsed"}}\n---\n',
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
@pytest.mark.parametrize("body", [BODY, BARE, PLAIN], ids=["in a comment", "compressed", "plain"])
def test_the_text_of_a_drawing_is_what_can_be_read_of_it(head: str, body: str) -> None:
    texts = [line.text for block in parse(head + body).blocks for line in logical_lines(block)]
    assert texts == ["my own words", "beep Other", "bebop", "travolta.png"]


@pytest.mark.parametrize("body", [BARE, PLAIN], ids=["compressed", "plain"])
def test_the_data_of_a_drawing_is_not_searched_and_its_remark_no_mark(searched, body: str) -> None:
    searched.open({"Sketch.excalidraw": HEADS["a drawing"] + body, "Other": "N4K"})
    assert searched.notes("bebop") == ["Sketch.excalidraw"]
    for nothing in ("N4KAkARALgngDgUwgLgAQQQDwMYEMA2AlgCYBOuA", "decompress", "heading:drawing", "f5de7e7b"):
        assert (nothing, searched.hits(nothing)) == (nothing, [])
    marks = [hit.snippet for hit in searched.hits("hy:own")]
    assert marks == ["my own words"]
    assert searched.hits("hy:menu") == []


def test_facts_of_a_drawing_are_those_of_its_text(tmp_path: Path) -> None:
    from studytui.vault import open_vault

    (tmp_path / "Sketch.excalidraw.md").write_text(HEADS["a drawing"] + PLAIN, encoding="utf-8")
    facts = open_vault(tmp_path).facts("Sketch.excalidraw.md")
    assert facts.sections == ()
    assert [each.link.target for each in facts.links] == ["Other", "travolta.png"]


def test_a_note_that_is_no_drawing_keeps_its_code_and_headings() -> None:
    texts = [line.text for block in parse(PLAIN).blocks for line in logical_lines(block)]
    assert "Drawing" in texts
    assert "N4KAkARALgngDgUwgLgAQQQDwMYEMA2AlgCYBOuA" in texts
