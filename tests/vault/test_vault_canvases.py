"""Canvases are notes: listed, linked, counted, checked (behaviour 1.9b)."""

from __future__ import annotations

import json

import pytest

from studytui.markdown import Legend, marked_lines
from studytui.vault.check import Report, check
from studytui.vault.errors import UnreadableNoteError


def node(kind, x, y, size=10, **values):
    place = {"x": x, "y": y, "width": size, "height": size}
    return {"id": f"{kind}{x}-{y}", "type": kind, **place, **values}


def canvas(*nodes, edges=()):
    return json.dumps({"nodes": [*nodes], "edges": [*edges]})


BOARD = canvas(
    node("text", 0, 300, text="last ==three== [[Café]] #last"),
    node("text", 0, 0, text="# Alpha\nsee [[Gout|the gout]] ==one==\n\n- ==two== ![[gone]]"),
    node("file", 0, 100, file="x/Gout.md", subpath="#Signs"),
    node("file", 0, 110, file="p.png"),
    node("file", 0, 120, file="nowhere.md"),
    node("link", 0, 130, url="https://x.org"),
    node("text", 0, 200, text="\n\nsecond [g](x/Gout.md)"),
)
NOTES = {"Board.canvas": BOARD, "x/Gout.md": "# Signs\n[[Board.canvas]] ![[Board.canvas]] [[board]]\n", "Café.md": ""}


def test_they_are_among_the_notes_with_their_ending_in_the_path_alone(make_vault):
    vault = make_vault({**NOTES, "p.png": b"", "deep/Other.CANVAS": "{}"})
    assert [*vault.notes] == ["Board.canvas", "Café.md", "deep/Other.CANVAS", "x/Gout.md"]
    assert vault.files == ("p.png",)
    assert [vault.title(path) for path in ("Board.canvas", "deep/Other.CANVAS")] == ["Board", "Other"]
    assert [leaf.path for leaf in vault.tree().leaves()] == [
        "deep/Other.CANVAS",
        "x/Gout.md",
        "Board.canvas",
        "Café.md",
    ]
    assert vault.tree().notes == 4


def test_lines_are_those_of_the_texts_of_the_cards_in_order_of_place(make_vault):
    vault = make_vault(NOTES)
    found = marked_lines(vault.document("Board.canvas").blocks, Legend())
    assert [(each.line, each.headings, each.text) for each in found] == [
        (2, ("Alpha",), "see the gout one"),
        (4, ("Alpha",), "two gone"),
        (8, (), "last three Café #last"),
    ]
    assert vault.high_yield("Board.canvas").lines == 3
    assert vault.facts("Board.canvas").tags == ("last",)


def test_links_of_cards_and_the_files_that_they_show_are_links(make_vault):
    vault = make_vault({**NOTES, "p.png": b""})
    found = [
        (out.link.line, out.link.target, out.status, out.resolution.note) for out in vault.outgoing("Board.canvas")
    ]
    assert found == [
        (2, "Gout", "ok", "x/Gout.md"),
        (4, "gone", "missing", None),
        (9, "x/Gout.md#Signs", "ok", "x/Gout.md"),
        (11, "nowhere.md", "missing", None),
        (7, "x/Gout.md", "ok", "x/Gout.md"),
        (8, "Café", "ok", "Café.md"),
    ]
    assert [(link.note, link.line) for link in vault.backlinks("x/Gout.md")] == [
        ("Board.canvas", 2), ("Board.canvas", 7), ("Board.canvas", 9),
    ]  # fmt: skip
    assert [link.note for link in vault.backlinks("Café.md")] == ["Board.canvas"]


def test_links_lead_to_them_by_their_whole_name_alone(make_vault):
    vault = make_vault(NOTES)
    assert [(out.link.target, out.resolution.note) for out in vault.outgoing("x/Gout.md")] == [
        ("Board.canvas", "Board.canvas"), ("Board.canvas", "Board.canvas"), ("board", None),
    ]  # fmt: skip
    assert [(link.note, link.line) for link in vault.backlinks("Board.canvas")] == [("x/Gout.md", 2)] * 2
    assert vault.resolve("x/Gout.md", "../Board.canvas").note == "Board.canvas"
    assert vault.resolve("x/Gout.md", "Board.canvas#Alpha").subpath == "Alpha"


def test_a_reader_calls_them_as_notes_of_which_markdown_goes_first(make_vault):
    vault = make_vault(NOTES)
    assert [vault.find_note(name).note for name in ("board", "Board.canvas", "board.canvas")] == ["Board.canvas"] * 3
    vault = make_vault({"a/Board.md": "", "b/Board.canvas": BOARD, "c/Board.md": ""}, "second")
    assert vault.find_note("board").notes == ("a/Board.md", "c/Board.md")
    assert make_vault({"Index.canvas": "{}", "note.md": ""}, "other").home() == "Index.canvas"
    assert make_vault({"Index.canvas": "{}", "a note.md": "", "home.md": ""}, "third").home() == "home.md"


def test_a_check_counts_their_links_apart(make_vault):
    vault = make_vault(NOTES)
    report = Report()
    assert [*check(vault, report)] == [*vault.notes]
    assert (report.notes, report.links, report.resolved) == (3, 2, 1)
    assert (report.canvases.links, report.canvases.resolved) == (5, 4)
    assert [(item.note, item.line, item.message) for item in report.broken_canvases] == [
        ("Board.canvas", 11, "nowhere.md"),
    ]  # fmt: skip
    assert [(item.note, item.line, item.message) for item in report.broken_embeds] == [("Board.canvas", 4, "gone")]
    assert [(item.line, item.message) for item in report.missing_images] == [(10, "p.png")]
    assert [item.message for item in report.broken] == ["board"]


@pytest.mark.parametrize("text", ["{", "[]", '{"nodes": 1}', "{" * 9])
def test_one_that_is_broken_is_said(make_vault, text):
    vault = make_vault({"Board.canvas": text, "s.md": "[[Board.canvas]]"})
    with pytest.raises(UnreadableNoteError, match="can't be shown"):
        vault.document("Board.canvas")
    report = Report()
    assert [*check(vault, report)]
    assert [item.note for item in report.unreadable] == ["Board.canvas"]
    assert vault.outgoing("s.md")[0].status == "ok"
    assert vault.backlinks("s.md") == []


def test_a_missing_one_is_a_link_that_leads_nowhere(make_vault):
    vault = make_vault({"s.md": "[[gone.canvas]] ![[gone.canvas]]"})
    assert [out.status for out in vault.outgoing("s.md")] == ["missing", "missing"]
