from __future__ import annotations

import json
import re

import pytest

NOTE = "USMLE/Neurology/Myelopathy.md"


def test_high_yield_lists_each_marked_line_with_its_headings(run, garden):
    entries = json.loads(run("high-yield", "Myelopathy", "--json", vault=garden).out)
    assert entries == [
        {
            "note": NOTE,
            "title": "Myelopathy",
            "headings": ["Signs"],
            "line": 12,
            "text": "Brisk reflexes below the lesion",
            "marks": [{"start": 0, "end": 14, "color": "yellow"}],
        },
        {
            "note": NOTE,
            "title": "Myelopathy",
            "headings": ["Signs"],
            "line": 13,
            "text": "sensory level and urgency",
            "marks": [{"start": 0, "end": 13, "color": "yellow"}, {"start": 18, "end": 25, "color": "yellow"}],
        },
    ]


@pytest.mark.parametrize(
    ("name", "notes"),
    [
        (None, ["Myelopathy", "Spinal cord"]),
        ("USMLE", ["Myelopathy", "Spinal cord"]),
        ("neurology/", ["Myelopathy", "Spinal cord"]),
        ("#t1", ["Myelopathy"]),
        ("Medulla", ["Spinal cord"]),
        ("MSK", []),
    ],
)
def test_high_yield_takes_a_note_a_folder_a_tag_or_everything(run, garden, name, notes):
    ran = run("high-yield", *([name] if name else []), "--json", vault=garden)
    assert (ran.status, list(dict.fromkeys(entry["title"] for entry in json.loads(ran.out)))) == (0, notes)


def test_high_yield_as_text_stands_under_title_and_headings(run, garden):
    assert run("high-yield", NOTE, vault=garden).out.splitlines() == [
        f"Myelopathy  ({NOTE})",
        "  Signs",
        "    • Brisk reflexes below the lesion",
        "    • sensory level and urgency",
    ]


def test_high_yield_of_a_note_without_marks_says_so(run, garden):
    ran = run("high-yield", "Gout", vault=garden)
    assert (ran.status, ran.out, ran.err) == (0, "", "studytui: no high-yield marks in Gout\n")


def test_a_note_wins_over_a_folder_of_its_name_and_a_slash_means_the_folder(run, write_files):
    vault = write_files({"Heart.md": "==note==", "Heart/a.md": "==folder=="})
    assert [entry["text"] for entry in json.loads(run("high-yield", "Heart", "--json", vault=vault).out)] == ["note"]
    assert [entry["text"] for entry in json.loads(run("high-yield", "Heart/", "--json").out)] == ["folder"]


def test_links_have_the_shape_of_the_contract(run, garden):
    found = json.loads(run("links", "Spinal cord", "--json", vault=garden).out)
    assert found == {
        "outgoing": [
            {
                "text": "Myelopathy › Signs",
                "target": "Myelopathy#Signs",
                "note": NOTE,
                "heading": "Signs",
                "line": 5,
                "embed": False,
                "status": "ok",
            }
        ],
        "backlinks": [
            {"note": NOTE, "line": 12, "snippet": "Brisk reflexes below the lesion"},
            {"note": NOTE, "line": 16, "snippet": "see cord"},
        ],
    }


def test_links_name_what_became_of_each(run, write_files):
    vault = write_files(
        {
            "s.md": "[[twin]] [[nope]] [[t#no]] [[Alias]] [x](https://x.org)",
            "a/twin.md": "",
            "b/twin.md": "",
            "t.md": "---\naliases: [Alias]\n---\n",
        }
    )
    outgoing = json.loads(run("links", "s", "--json", vault=vault).out)["outgoing"]
    assert [item["status"] for item in outgoing] == ["ambiguous", "missing", "missing-heading", "ok", "external"]
    assert outgoing[0]["candidates"] == ["a/twin.md", "b/twin.md"]
    assert (outgoing[0]["note"], outgoing[3]["note"], outgoing[3]["via"]) == ("a/twin.md", "t.md", "alias")
    text = run("links", "s").out
    for words in (
        "2 candidates: a/twin.md, b/twin.md",
        "not in this vault",
        "heading not found",
        "via alias",
        "external",
    ):
        assert words in text


def test_tree_counts_notes_and_marks(run, garden):
    tree = json.loads(run("tree", "--json", vault=garden).out)
    assert (tree["path"], tree["notes"], tree["high_yield"]) == ("", 3, 4)
    (usmle,) = tree["children"]
    msk, neurology = usmle["children"]
    assert (msk["path"], msk["high_yield"]) == ("USMLE/MSK", 0)
    assert neurology["children"][0] == {
        "name": "Myelopathy",
        "path": NOTE,
        "notes": 1,
        "high_yield": 3,
        "children": None,
    }


def test_tree_of_a_topic_is_that_part_alone(run, garden):
    assert json.loads(run("tree", "neurology", "--json", vault=garden).out)["path"] == "USMLE/Neurology"
    assert run("tree", "#T2").out.splitlines() == ["#T2  1 note", "└─ Gout"]


def test_tree_as_text_shows_folders_and_counts(run, garden):
    assert run("tree", vault=garden).out.splitlines() == [
        "vault/  3 notes · HY 4",
        "└─ USMLE/  3 notes · HY 4",
        "   ├─ MSK/  1 note",
        "   │  └─ Gout",
        "   └─ Neurology/  2 notes · HY 4",
        "      ├─ Myelopathy  HY 3",
        "      └─ Spinal cord  HY 1",
    ]


def test_check_counts_and_names_what_is_wrong(run, garden):
    report = json.loads(run("check", "--json", vault=garden).out)
    assert report == {
        "notes": 3,
        "links": 3,
        "resolved": 3,
        "property_links": {"links": 0, "resolved": 0},
        "canvas_links": {"links": 0, "resolved": 0},
        "broken": [],
        "broken_embeds": [],
        "broken_properties": [],
        "broken_canvases": [],
        "ambiguous": [],
        "missing_headings": [],
        "missing_images": [{"note": NOTE, "line": 11, "target": "/img/user/appendix/scan%201.png"}],
        "frontmatter": [],
        "unreadable": [],
    }


def test_links_in_properties_are_named_with_their_property(run, write_files):
    vault = write_files({"s.md": '---\nup: "[[t]]"\nx: ["[[gone]]"]\n---\n[[t]]', "t.md": ""})
    outgoing = json.loads(run("links", "s", "--json", vault=vault).out)["outgoing"]
    assert [(item["target"], item["line"], item.get("property")) for item in outgoing] == [
        ("t", 2, "up"), ("gone", 3, "x"), ("t", 5, None),
    ]  # fmt: skip
    backlinks = json.loads(run("links", "t", "--json").out)["backlinks"]
    assert backlinks == [
        {"note": "s.md", "line": 2, "snippet": "up: t", "property": "up"},
        {"note": "s.md", "line": 5, "snippet": "t"},
    ]
    report = json.loads(run("check", "--json").out)
    assert (report["links"], report["resolved"], report["broken"]) == (1, 1, [])
    assert report["property_links"] == {"links": 2, "resolved": 1}
    assert report["broken_properties"] == [{"note": "s.md", "line": 3, "property": "x", "target": "gone"}]
    assert "  3: x: broken link: gone" in run("check").out.splitlines()
    assert run("check").out.splitlines()[-1] == (
        "2 notes, 1 link, 1 resolved, 2 links in properties, 1 resolved; 1 broken in properties"
    )
    assert run("check", "--strict").status == 1
    assert "  2  up: t → t.md" in run("links", "s").out.splitlines()


def test_a_strict_check_fails_when_anything_is_wrong(run, garden):
    assert run("check", vault=garden).status == 0
    assert run("check", "--strict").status == 1
    (garden / "appendix").mkdir()
    (garden / "appendix/scan 1.png").write_bytes(b"")
    ran = run("check", "--strict")
    assert (ran.status, ran.out) == (0, "3 notes, 3 links, 3 resolved; nothing wrong\n")


def test_check_as_text_goes_by_note_and_line(run, write_files):
    vault = write_files({"b.md": "ok [[x]]\n\n![[p.png]]", "a.md": "---\nx: [\n---\n[[b#no]]"})
    lines = run("check", vault=vault).out.splitlines()
    assert lines[0] == "a.md"
    assert lines[1].startswith("  1: frontmatter not understood: ")
    assert lines[2:7] == [
        "  4: missing heading: b#no",
        "",
        "b.md",
        "  1: broken link: x",
        "  3: missing image or file: p.png",
    ]
    assert lines[-1].startswith("2 notes, 2 links, 1 resolved; 1 broken, 1 heading missing, 1 image or file missing")


COMMANDS = [
    ("cards", "--json"),
    ("cards", "--sections"),
    ("backlinks", "Plain"),
    ("backlinks", "Plain", "--json"),
    ("outline", "Plain.md", "--total"),
    ("outline", "[b] $HOME;\"'"),
    ("tags", "--total"),
    ("unresolved", "--total"),
    ("orphans", "--total"),
    ("random",),
    ("random", "--json"),
    ("random", "--high-yield"),
    ("stats",),
    ("stats", "--json"),
    ("tree",),
    ("tree", "--json"),
    ("check",),
    ("check", "--json"),
    ("high-yield",),
    ("high-yield", "--json"),
    ("show", "--all"),
    ("show", "--all", "--format", "json"),
    ("show", "--all", "--view", "only"),
    ("links", "[/b] [link=x]y[/]"),
    ("links", "[red]/[b] $HOME;\"'", "--json"),
    ("show", "[b] $HOME;\"'"),
]
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]")


@pytest.mark.parametrize("argv", COMMANDS, ids=" ".join)
def test_an_odd_note_is_shown_as_it_is_and_steers_nothing(run, odd, argv):
    ran = run(*argv, vault=odd)
    assert (ran.status, ran.err) == (0, "")
    assert STEERING.search(ran.out) is None
    if argv[0] in ("tree", "high-yield"):
        assert "[/b] [link=x]y[/]" in ran.out
    if argv[0] == "show":
        assert "[red]x[/]" in ran.out


def test_colours_are_ours_and_the_note_s_escapes_are_not_among_them(run, odd):
    out = run("show", "--all", "--format", "ansi", vault=odd).out
    assert "\x1b[31mred" not in out
    assert (
        re.sub(r"\x1b\[[0-9;]*m", "", out).isprintable() or STEERING.search(re.sub(r"\x1b\[[0-9;]*m", "", out)) is None
    )


def test_an_odd_note_links_like_any_other(run, odd):
    found = json.loads(run("links", "Plain", "--json", vault=odd).out)
    assert [item["note"] for item in found["outgoing"]] == ["[red]/[b] $HOME;\"'.md"]
    assert [item["note"] for item in found["backlinks"]] == ["[red]/[b] $HOME;\"'.md"]
