from __future__ import annotations

import json
import re

import pytest

NOTE = "USMLE/Neurology/Myelopathy.md"


def test_text_has_no_escapes_and_no_trailing_blanks(run, garden):
    out = run("show", NOTE, vault=garden).out
    assert "\x1b" not in out
    assert all(line == line.rstrip() for line in out.splitlines())
    for hidden in ("\\", "<span", "dg-publish"):
        assert hidden not in out


def test_json_is_one_object_a_note(run, garden):
    note, *others = map(json.loads, run("show", NOTE, "Gout", "--format", "json", vault=garden).out.splitlines())
    assert (note["note"], note["title"], note["tags"], note["aliases"]) == (NOTE, "Myelopathy", ["t1"], [])
    assert [other["title"] for other in others] == ["Gout"]
    spans = [(line["text"][span["start"] : span["end"]], span) for line in note["lines"] for span in line["spans"]]
    assert [text for text, span in spans if span["role"] == "high-yield"] == [
        "Brisk reflexes",
        "sensory level",
        "urgency",
    ]
    links = [(text, span["target"]) for text, span in spans if span["role"] == "link"]
    assert links == [("lesion", "USMLE/Neurology/Spinal cord"), ("cord", "Spinal cord")]
    assert [(text, span["level"]) for text, span in spans if span["role"] == "heading"] == [
        ("Causes", 1),
        ("Signs", 1),
        ("Late", 2),
    ]
    lines = {line["line"] for line in note["lines"]}
    assert {5, 6, 9, 11, 12, 13, 16} <= lines


def test_text_and_json_have_the_same_rows(run, garden):
    text = run("show", NOTE, "--width", "30", vault=garden).out.splitlines()
    rows = json.loads(run("show", NOTE, "--width", "30", "--format", "json").out)["lines"]
    assert [row["text"] for row in rows] == text
    assert all(span["end"] <= len(row["text"]) for row in rows for span in row["spans"])


def test_spans_end_where_the_text_of_their_row_ends(run, write_files):
    vault = write_files({"Code.md": "> [!note]\n> ```python\n> def f(): return 1\n> ```\n"})
    for view in ("all", "dim"):
        out = run("show", "Code", "--format", "json", "--width", "20", "--view", view, vault=vault).out
        for line in json.loads(out)["lines"]:
            assert all(0 <= span["start"] < span["end"] <= len(line["text"]) for span in line["spans"])


def test_a_permalink_is_shown_with_its_setting_alone(run, write_files):
    vault = write_files({"ALS.md": "---\npermalink: /neuro/als-disease/\n---\nText.\n"})
    assert "als-disease" not in run("show", "ALS", vault=vault).out
    assert "/neuro/als-disease/" in run("--set", "show_permalink=true", "show", "ALS", vault=vault).out


def test_all_is_every_note(run, garden):
    out = run("show", "--all", "--format", "json", vault=garden).out
    assert [json.loads(line)["title"] for line in out.splitlines()] == ["Gout", "Myelopathy", "Spinal cord"]
    assert run("show", "--all").out.count("USMLE/") == 3


def test_only_the_view_of_high_yield_keeps_marks_and_their_parents(run, garden):
    out = run("show", NOTE, "--view", "only", vault=garden).out
    assert "Brisk reflexes" in out
    assert "Signs" in out
    assert "no mark" not in out
    assert "Causes" not in out
    assert "⋯" in out


def test_a_heading_shows_its_section_alone(run, garden):
    out = run("show", NOTE, "--heading", "signs", vault=garden).out
    assert out.startswith("Signs\n")
    assert "Late" in out
    assert "Causes" not in out
    assert run("show", NOTE, "--heading", "Signs#Late").out.startswith("Late\n")


def test_a_heading_that_is_not_there_names_the_nearest(run, garden):
    ran = run("show", NOTE, "--heading", "Cuases", vault=garden)
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == f"studytui: {NOTE} has no heading Cuases; did you mean Causes?\n"


@pytest.mark.parametrize("width", ["20", "21", "200"])
def test_no_row_is_wider_than_asked(run, garden, width):
    assert max(map(len, run("show", "--all", "--width", width, vault=garden).out.splitlines())) <= int(width)


@pytest.mark.parametrize("width", ["19", "0", "-5", "x", "1e3", "²", "9" * 40])
def test_a_width_that_is_none_is_wrong_usage(run, garden, width):
    ran = run("show", NOTE, f"--width={width}", vault=garden)
    assert ran.status == 2
    assert ran.err == f"studytui: argument --width: {width} is not a number of columns from 20 up\n"


def test_piped_output_is_eighty_columns_of_text(run, garden):
    assert run("show", NOTE, vault=garden).out == run("show", NOTE, "--width", "80", "--format", "text").out


def test_ansi_paints_roles_and_keeps_the_text(run, garden):
    painted = run("show", NOTE, "--format", "ansi", vault=garden).out
    assert "\x1b[1;30;103mBrisk reflexes\x1b[0m" in painted
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == run("show", NOTE).out


def test_without_colour_weight_still_tells_marks_apart(run, garden, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    painted = run("show", NOTE, "--format", "ansi", vault=garden).out
    assert "\x1b[1mBrisk reflexes\x1b[0m" in painted
    assert not re.search(r"\x1b\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9;]*)?m", painted)


def test_a_terminal_gets_colours_and_no_color_takes_them_away(run, garden, monkeypatch):
    monkeypatch.setattr("studytui.cli.output.on_terminal", lambda: True)
    assert "\x1b[" in run("show", NOTE, vault=garden).out
    assert "\x1b[" in run("high-yield").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in run("show", NOTE).out
    assert "\x1b[" not in run("high-yield").out


def test_one_note_that_is_not_there_does_not_hide_the_others(run, garden):
    ran = run("show", "Nowhere to be found", "Gout", vault=garden)
    assert ran.status == 1
    assert "Nothing marked." in ran.out
    assert ran.err == "studytui: no note is called Nowhere to be found\n"


def test_an_unreadable_note_is_named_and_the_others_are_shown(run, garden, monkeypatch):
    from studytui.vault import UnreadableNoteError
    from studytui.vault.disk import Disk

    real = Disk.read

    def read(self: Disk, path: str, *rest: int) -> bytes:
        if path.endswith("Gout.md"):
            raise UnreadableNoteError(path, "permission denied")
        return real(self, path, *rest)

    monkeypatch.setattr(Disk, "read", read)
    ran = run("show", "--all", vault=garden)
    assert ran.status == 1
    assert ran.err == "studytui: cannot read USMLE/MSK/Gout.md: permission denied\n"
    assert "Brisk reflexes" in ran.out
    assert json.loads(run("check", "--json").out)["unreadable"] == [
        {"note": "USMLE/MSK/Gout.md", "error": "permission denied"}
    ]


def test_a_name_that_is_no_text_prints_as_json_that_can_be_read_back(run, write_files):
    import os
    import sys

    if sys.platform != "linux":
        pytest.skip("only Linux has such names")
    name = os.fsdecode(b"caf\xe9.md")
    vault = write_files({name: "==x=="})
    assert json.loads(run("show", "--all", "--format", "json", vault=vault).out)["note"] == name
    assert json.loads(run("tree", "--json").out)["children"][0]["path"] == name
    assert "caf\ufffd" in run("tree").out


def test_a_diagram_is_drawn_if_it_fits_and_is_an_outline_if_not(run, write_files):
    message = "long" * 10
    vault = write_files({"n.md": f"```mermaid\nsequenceDiagram\n  A->>B: {message}\n```\n"})
    out = run("show", "n", "--width", "80", vault=vault).out
    assert "►" in out and message in out and "A->>B" not in out
    narrow = run("show", "n", "--width", "40").out
    assert "A → B:" in narrow and "A->>B" not in narrow
    assert max(map(len, narrow.splitlines())) <= 40


def test_code_is_coloured_on_a_terminal_alone(run, write_files):
    vault = write_files({"n.md": "```python\ndef f(): return 1\n```\n"})
    assert run("show", "n", vault=vault).out == "n\n\n│ python\n│ def f(): return 1\n"
    assert "\x1b[1;35mdef" in run("show", "n", "--format", "ansi").out


def test_rows_of_embedded_text_say_which_note_and_line_they_are_from(run, write_files):
    vault = write_files({"host.md": "a\n\n![[n#H]]\n", "n.md": "intro\n\n# H\n==x==\n"})
    rows = json.loads(run("show", "host", "--format", "json", vault=vault).out)["lines"]
    told = {row["text"]: (row["line"], row.get("embedded")) for row in rows}
    assert told["a"] == (1, None)
    assert told["║ ↳ n › H"] == (3, None)
    assert told["║ H"] == (None, {"note": "n.md", "line": 3})
    assert told["║ x"] == (None, {"note": "n.md", "line": 4})
    assert told["║ ━━━"] == (None, {"note": "n.md", "line": None})
    marks = [span for row in rows for span in row["spans"] if span["role"] == "high-yield"]
    assert len(marks) == 1
    assert run("show", "host", "--heading", "H").status == 1


def test_embedded_text_counts_for_its_own_note_alone(run, write_files):
    vault = write_files({"host.md": "![[n]]\n", "n.md": "# H\n==x== [[host]]\n"})
    assert [line["note"] for line in json.loads(run("high-yield", "--json", vault=vault).out)] == ["n.md"]
    links = json.loads(run("links", "host", "--json").out)
    assert [link["target"] for link in links["outgoing"]] == ["n"]
    assert len(links["backlinks"]) == 1


def test_a_section_brings_its_footnotes_along(run, write_files):
    note = "# One\na[^1] b^[inline]\n# Two\nc[^2]\n# Three\nd\n\n[^1]: first, see [^2]\n[^2]: second\n\n    more\n[^3]: none\n"
    vault = write_files({"n.md": note})
    assert run("show", "n", "--heading", "One", vault=vault).out.splitlines() == [
        "One", "━━━", "a[1] b[2]", "", "[1] first, see [3]", "[2] inline", "[3] second", "", "    more",
    ]  # fmt: skip
    assert run("show", "n", "--heading", "Two").out.splitlines()[2:] == ["c[3]", "", "[3] second", "", "    more"]
    rows = json.loads(run("show", "n", "--heading", "Two", "--format", "json").out)["lines"]
    assert [row["line"] for row in rows if row["text"].startswith("[3]")] == [9]
    assert "none" not in run("show", "n", "--heading", "One", "--view", "dim").out
