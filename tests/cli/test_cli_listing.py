"""The nouns of Obsidian's command line: lists with `--json` and `--total` (behaviour 11.8, 12.7)."""

from __future__ import annotations

import json

import pytest

NOTE = "USMLE/Neurology/Myelopathy.md"
CORD = "USMLE/Neurology/Spinal cord.md"


def test_backlinks_are_those_of_links(run, garden):
    found = json.loads(run("links", "Spinal cord", "--json", vault=garden).out)["backlinks"]
    assert json.loads(run("backlinks", "Spinal cord", "--json").out) == found
    assert run("backlinks", "Spinal cord", "--total").out == "2\n"
    assert run("backlinks", "Spinal cord").out.splitlines() == [
        f"{NOTE}:12: Brisk reflexes below the lesion",
        f"{NOTE}:16: see cord",
    ]


def test_an_outline_is_indented_by_level_with_the_lines(run, garden):
    assert json.loads(run("outline", "Myelopathy", "--json", vault=garden).out) == [
        {"heading": "Causes", "level": 1, "line": 6},
        {"heading": "Signs", "level": 1, "line": 10},
        {"heading": "Late", "level": 2, "line": 15},
    ]
    assert run("outline", "Myelopathy").out.splitlines() == [" 6  Causes", "10  Signs", "15    Late"]


def test_tags_count_the_notes_that_have_them_or_one_below(run, write_files):
    vault = write_files({"a.md": "#heart/valve", "b.md": "#Heart #10", "c.md": "---\ntags: [t2]\n---\n#t10"})
    assert json.loads(run("tags", "--json", vault=vault).out) == [
        {"tag": "Heart", "notes": 2},
        {"tag": "heart/valve", "notes": 1},
        {"tag": "t2", "notes": 1},
        {"tag": "t10", "notes": 1},
    ]
    assert run("tags").out.splitlines()[0] == "#Heart  2 notes"
    assert run("tags", "--total").out == "4\n"


def test_unresolved_are_the_broken_links_and_embeds_of_check(run, write_files):
    vault = write_files({"b.md": "[[a]] [[nope]]\n\n![[gone]] ![[p.png]]", "a.md": "\n[[nope|x]]"})
    assert json.loads(run("unresolved", "--json", vault=vault).out) == [
        {"note": "a.md", "line": 2, "target": "nope", "embed": False},
        {"note": "b.md", "line": 1, "target": "nope", "embed": False},
        {"note": "b.md", "line": 3, "target": "gone", "embed": True},
    ]
    assert run("unresolved").out.splitlines()[0] == "a.md:2: nope"
    assert run("unresolved", "--total").out == "3\n"


def test_orphans_are_the_notes_to_which_no_other_leads(run, write_files):
    vault = write_files({"a.md": "[[b]] [[a]]", "b.md": "![[d]]", "c.md": "", "d.md": ""})
    assert json.loads(run("orphans", "--json", vault=vault).out) == [
        {"note": "a.md", "title": "a"},
        {"note": "c.md", "title": "c"},
    ]
    assert run("orphans").out.splitlines() == ["a.md", "c.md"]
    assert run("orphans", "--total").out == "2\n"


def test_a_random_note_is_one_of_the_vault_s(run, garden):
    assert run("random", vault=garden).out.strip() in (NOTE, CORD, "USMLE/MSK/Gout.md")
    chosen = json.loads(run("random", "--json").out)
    assert chosen["title"] in ("Myelopathy", "Spinal cord", "Gout")
    assert run("random", "--total").out == "3\n"


def test_a_random_high_yield_line_is_one_of_high_yield(run, garden):
    every = json.loads(run("high-yield", "--json", vault=garden).out)
    assert json.loads(run("random", "--high-yield", "--json").out) in every
    assert run("random", "--high-yield", "--total").out == f"{len(every)}\n"
    assert run("random", "--high-yield").out.startswith("USMLE/Neurology/")


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (("backlinks", "Alone"), "nothing links to Alone"),
        (("outline", "Alone"), "Alone has no headings"),
        (("tags",), "no note has a tag"),
        (("unresolved",), "every link leads to a note"),
    ],
)
def test_an_empty_list_says_so_and_is_no_failure(run, write_files, argv, message):
    vault = write_files({"Alone.md": "text"})
    ran = run(*argv, vault=vault)
    assert (ran.status, ran.out, ran.err) == (0, "", f"studytui: {message}\n")
    assert run(*argv, "--total").out == "0\n"
    assert run(*argv, "--json").out == "[]\n"


def test_there_is_no_random_high_yield_line_where_nothing_is_marked(run, write_files):
    ran = run("random", "--high-yield", vault=write_files({"Alone.md": "text"}))
    assert (ran.status, ran.err) == (1, "studytui: no high-yield marks in this vault\n")
