"""Links in properties (behaviour 2.5.2)."""

from __future__ import annotations

import pytest

from studytui.markdown import read_frontmatter
from studytui.vault.check import Report, check

NOTES = {"Arthritis.md": "# Signs\n", "Gout.md": "", "Café.md": "", "img/p.png": ""}


def links(block):
    found = read_frontmatter(f"---\n{block}\n---\nbody").links
    return [(each.property, each.link.target, each.link.text, each.link.line) for each in found]


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ('up: "[[Arthritis]]"', [("up", "Arthritis", "Arthritis", 2)]),
        ("up: '[[Arthritis#Signs|the signs]]'", [("up", "Arthritis#Signs", "the signs", 2)]),
        ('a: 1\nup:\n  - "[[Gout]]"\n  - "[[Café]]"', [("up", "Gout", "Gout", 4), ("up", "Café", "Café", 5)]),
        ('a: 1\nup: ["[[Gout]]", "[[Gout|g]]"]', [("up", "Gout", "Gout", 3), ("up", "Gout", "g", 3)]),
        ("up: see [[Gout]] and [[Café]]", [("up", "Gout", "Gout", 2), ("up", "Café", "Café", 2)]),
        ('up: "[[Path/Gout\\|g]]"', [("up", "Path/Gout", "g", 2)]),
        ('up: "[g](Gout.md#x)"', [("up", "Gout.md#x", "g", 2)]),
        ('up: "[g](<my gout.md>)"', [("up", "my gout.md", "g", 2)]),
        ('up: "[w](https://a.org/b_(c))"', [("up", "https://a.org/b_(c)", "w", 2)]),
        ('cover: "![[p.png]]"', [("cover", "p.png", "p.png", 2)]),
        ("up: >\n  one\n  [[Gout]]", [("up", "Gout", "Gout", 4)]),
        ('book:\n  by: x\n  in:\n    - "[[Gout]]"', [("book.in", "Gout", "Gout", 5)]),
        (
            'e: "[[Caf\\u00e9]]"\nb:\n  c: "[[Gout]]"\nd: "[[Café]]"',
            [("e", "Café", "Café", 2), ("b.c", "Gout", "Gout", 4), ("d", "Café", "Café", 5)],
        ),
        (
            '{"dg-publish":true,"dg-note-properties":{"up":"[[Arthritis\\\\|RA]]","list":["[[Caf\\u00e9]]"]}}',
            [("up", "Arthritis", "RA", 2), ("list", "Café", "Café", 2)],
        ),
        (
            '{\n"up": "[[Gout]]",\n"down": ["x",\n"[[Gout]]"]\n}',
            [("up", "Gout", "Gout", 3), ("down", "Gout", "Gout", 5)],
        ),
        (
            'dg-note-properties:\n  up: "[[Gout]]"\nup: "[[Café]]"',
            [("up", "Gout", "Gout", 3), ("up", "Café", "Café", 4)],
        ),
        ('aliases: ["[[Gout]]"]', [("aliases", "Gout", "Gout", 2)]),
        ("up: [[Gout]]", []),
        ('up: "[[ ]] [[|x]] [x]() ![x](y.png)"', []),
        ("up: https://a.org", []),
        ("up: [", []),
    ],
)
def test_links_are_read_from_texts_in_values(block, expected):
    assert links(block) == expected


@pytest.mark.parametrize(
    "beside",
    [
        "title: Gout",
        "title: 007",
        'Title: "x"',
        "tags: [a, b]",
        "aliases: [x, 1.30]",
        "permalink: /x/",
        "dg-home: true",
    ],
)
def test_no_other_property_takes_them_away(beside):
    assert links(f'{beside}\nup: "[[Gout]]"') == [("up", "Gout", "Gout", 3)]
    assert links(f'up: "[[Gout]]"\n{beside}') == [("up", "Gout", "Gout", 2)]


def test_a_second_block_has_links_too():
    found = read_frontmatter('---\na: 1\n---\n---\nup: "[[Gout]]"\ntags: x\n---\n').links
    assert [(each.link.target, each.link.line) for each in found] == [("Gout", 5)]


def test_values_that_repeat_without_end_are_left_alone():
    rows = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 6))
    assert len(read_frontmatter(f'---\na0: &a0 ["[[Gout]]"]\n{rows}\n---\n').links) < 20_000


def test_they_come_first_among_the_links_of_a_note_and_say_of_which_property_they_are(make_vault):
    source = '---\nup: "[[Arthritis]]"\nrelated:\n  - "[[gone]]"\n  - "[[Arthritis#x]]"\nweb: "[s](https://x.org)"\n'
    vault = make_vault({**NOTES, "s.md": source + 'cover: "[[p.png]]"\n---\n[[Gout]]\n'})
    assert [(out.property, out.link.target, out.status, out.link.line) for out in vault.outgoing("s.md")] == [
        ("up", "Arthritis", "ok", 2),
        ("related", "gone", "missing", 4),
        ("related", "Arthritis#x", "missing-heading", 5),
        ("web", "https://x.org", "external", 6),
        (None, "Gout", "ok", 9),
    ]


def test_they_are_backlinks_with_the_name_of_the_property(make_vault):
    vault = make_vault(
        {
            **NOTES,
            "a.md": '---\nup: "see [[Café|the café]] first"\n---\n[[Café]]\n',
            "b.md": '---\n{"dg-note-properties":{"list":["[[Gout]]","[[Caf\\u00e9]]"]}}\n---\n',
            "c.md": '---\nname: "x"\nup: "[c](Caf%C3%A9.md)"\n---\n',
        }
    )
    assert [(link.note, link.line, link.property, link.snippet) for link in vault.backlinks("Café.md")] == [
        ("a.md", 2, "up", "up: see the café first"),
        ("a.md", 4, None, "Café"),
        ("b.md", 2, "list", "list: Café"),
        ("c.md", 3, "up", "up: c"),
    ]


def test_a_check_counts_them_apart(make_vault):
    vault = make_vault(
        {
            **NOTES,
            "s.md": '---\nup: "[[Arthritis]]"\nx:\n  - "[[gone]]"\n  - "[[gone.png]]"\n  - "[[Gout#y]]"\n---\n[[gone]]\n',
        }
    )
    report = Report()
    assert [*check(vault, report)]
    assert (report.links, report.resolved) == (1, 0)
    assert (report.properties.links, report.properties.resolved) == (3, 2)
    assert [(item.line, item.property, item.message) for item in report.broken_properties] == [(4, "x", "gone")]
    assert [(item.line, item.property) for item in report.broken] == [(8, None)]
    assert [(item.line, item.property) for item in report.missing_headings] == [(6, "x")]
    assert [(item.line, item.property) for item in report.missing_images] == [(5, "x")]
    report = Report()
    assert [*check(make_vault({"s.md": '---\nup: "[[gone]]"\n---\n'}, "other"), report)]
    assert not report.clean
