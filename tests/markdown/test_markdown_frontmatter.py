"""The block at the top of a note (behaviour 1)."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studytui.markdown import Frontmatter, Paragraph, Rule, parse, plain, read_frontmatter


def block(text: str, rest: str = "body") -> Frontmatter:
    return read_frontmatter(f"---\n{text}\n---\n{rest}")


def first_line(note: str) -> tuple[int, str]:
    shown = parse(note).blocks[0]
    assert isinstance(shown, Paragraph)
    return shown.line, plain(shown.inlines)


def test_a_json_block_is_read_as_json() -> None:
    found = block('{"dg-publish":true,"permalink":"/a b/","tags":["t1","x/y"],"dg-pinned":1}')
    assert found.values["dg-publish"] is True
    assert (found.permalinks, found.tags, found.pinned, found.end) == (("/a b/",), ("t1", "x/y"), True, 3)


def test_a_json_block_may_have_many_lines() -> None:
    found = block('{\n  "title": "x",\n  "tags": "a, b"\n}')
    assert (found.title, found.tags, found.end, found.error) == ("x", ("a", "b"), 6, None)


def test_a_block_that_begins_with_a_brace_but_is_not_json_is_yaml() -> None:
    assert block("{title: x, tags: [a]}").title == "x"


def test_escaped_pipes_of_links_are_pipes() -> None:
    assert block('up: "[[A\\|B]]"').values == {"up": "[[A|B]]"}


@pytest.mark.parametrize("word", ["yes", "no", "on", "off", "Yes", "NO", "y", "n"])
def test_words_of_yaml_1_1_are_strings(word: str) -> None:
    assert block(f"a: {word}").values == {"a": word}


def test_values_of_yaml_1_2() -> None:
    found = block(
        "a: true\nb: False\nc: 12\nd: 1.5\ne: null\nf: ~\ng: 2025-11-21\nh: 12:30\ni: 0o17\nj: 1e3\nk:\nl: 017"
    )
    assert found.values == {
        "a": True, "b": False, "c": 12, "d": 1.5, "e": None, "f": None, "g": "2025-11-21", "h": "12:30", "i": 15,
        "j": 1000.0, "k": None, "l": 17,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("tags: [a, b/c]", ("a", "b/c")),
        ("tags: a", ("a",)),
        ("tags: a, b,c", ("a", "b", "c")),
        ("tags:\n  - '#a'\n  - b c\n  - 1984\n  - y1984\n  - a\n  -", ("a", "y1984")),
        ("tag: a\ntags: b", ("b", "a")),
        ("tags:", ()),
        ("tags: {a: b}", ()),
        ("dg-note-properties: {tags: [x]}\ntags: [y]", ("y", "x")),
    ],
)
def test_tags_are_read_from_lists_and_strings(text: str, tags: tuple[str, ...]) -> None:
    assert block(text).tags == tags


@pytest.mark.parametrize(
    ("text", "aliases"),
    [
        ("aliases: [' A ', B, 3]", ("A", "B", "3")),
        ("aliases: A, B", ("A, B",)),
        ("alias: A", ("A",)),
        ('dg-note-properties: {"aliases": ["X", "Y"]}\naliases: [Y]', ("Y", "X")),
        ("aliases:", ()),
        ("aliases: [[a, b]]", ()),
    ],
)
def test_aliases_are_read_from_both_places(text: str, aliases: tuple[str, ...]) -> None:
    assert block(text).aliases == aliases


@pytest.mark.parametrize(
    ("text", "title"),
    [("title: ' x '", "x"), ("title: 12", "12"), ("title: true", None), ("title: [a]", None), ("title:", None),
     ("title: ''", None), ("title: '[/b] [link=x]y[/]'", "[/b] [link=x]y[/]")],
)  # fmt: skip
def test_only_a_string_or_a_number_is_a_title(text: str, title: str | None) -> None:
    assert block(text).title == title


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("title: 007", ("007",)),
        ("title: 1.30", ("1.30",)),
        ("aliases: [1.30, 1e5, 007]", ("1.30", "1e5", "007")),
        ("aliases: [.5, 5., +3, -0, 0x1F, 0o17]", (".5", "5.", "+3", "-0", "0x1F", "0o17")),
        ("alias: 1e400", ("1e400",)),
        ('{"title": 1.30, "aliases": [1e5, 10.0]}', ("1.30", "1e5", "10.0")),
        ("dg-note-properties: {aliases: [1.50, 2]}", ("1.50", "2")),
        ("title: " + "9" * 5_000, ("9" * 5_000,)),
    ],
)
def test_numbers_are_names_as_they_are_written(text: str, names: tuple[str, ...]) -> None:
    found = block(text)
    assert tuple(filter(None, (found.title, *found.aliases))) == names


def test_numbers_are_numbers_all_the_same() -> None:
    values = block("a: 007\nb: 1.30\nc: 1e5\nd: 0x1F\ne: 12").values
    assert values == {"a": 7, "b": 1.3, "c": 100_000.0, "d": 31, "e": 12}
    assert {key: f"{value}" for key, value in values.items()} == {
        "a": "007", "b": "1.30", "c": "1e5", "d": "0x1F", "e": "12",
    }  # fmt: skip


def test_keys_are_as_they_are_written() -> None:
    assert [*block("007: a\n7: b\ntrue: c\nnull: d\n1.50: {2.0: e}").values.items()] == [
        ("007", "a"), ("7", "b"), ("true", "c"), ("null", "d"), ("1.50", {"2.0": "e"}),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Title: T\nTags: [a]\nALIASES: [A]",
        "TITLE: T\ntAG: a\nAlias: A",
        '{"Title": "T", "TAGS": "a", "Aliases": "A"}',
        "dg-note-properties: {Title: T, Tags: a, Aliases: A}",
        "DG-Note-Properties: {title: T, TAG: [a], ALIAS: [A]}",
        "dg-publish: true\n---\n---\nTitle: T\nTags: a\nAliases: A",
    ],
)
def test_keys_are_read_in_any_case(text: str) -> None:
    found = block(text)
    assert (found.title, found.tags, found.aliases) == ("T", ("a",), ("A",))


def test_keys_in_several_cases_all_count_the_usual_one_first() -> None:
    found = block("Tags: [a]\ntags: [b]\nTITLE: x\ntitle: y\nAliases: X\nALIASES: Y")
    assert (found.title, found.tags, found.aliases) == ("y", ("b", "a"), ("X", "Y"))


def test_switches_and_permalinks_are_read_in_any_case() -> None:
    found = block("Permalink: /a/\nHide: true\nPINNED: 1\nDG-home: true")
    assert (found.permalinks, found.hidden, found.pinned, found.home) == (("/a/",), True, True, True)


def test_a_second_block_gives_no_key_again_in_another_case() -> None:
    found = read_frontmatter("---\nTitle: x\n---\n---\ntitle: y\ntags: a\n---\n")
    assert (found.title, found.tags) == ("x", ("a",))


def test_both_permalinks_count() -> None:
    assert block("permalink: /a/\ndg-permalink: b").permalinks == ("/a/", "b")


@pytest.mark.parametrize("key", ["hide", "hideInFiletree", "dg-hide", "dg-hide-in-filetree"])
def test_a_note_can_be_hidden(key: str) -> None:
    assert block(f"{key}: true").hidden
    assert not block(f"{key}: 'false'").hidden
    assert not block(f"{key}: false").hidden


def test_the_home_note_says_so() -> None:
    assert block("dg-home: true").home
    assert block("tags: [gardenEntry]").home
    assert not block("tags: [garden]").home


def test_a_rule_at_the_top_is_no_frontmatter() -> None:
    note = "---\n\ntext"
    assert read_frontmatter(note) == Frontmatter()
    assert isinstance(parse(note).blocks[0], Rule)


def test_text_between_two_rules_at_the_top_stays() -> None:
    note = "---\n\nJust a sentence\n\n---\nmore"
    assert read_frontmatter(note) == Frontmatter()
    assert any("Just a sentence" in plain(b.inlines) for b in parse(note).blocks if not isinstance(b, Rule))


@pytest.mark.parametrize(
    "text", ["a: [", "a: b: c", "- a\n- b", "a\tb: 'x", "{[", "? [a]: b", "a: !!python/none x", "&a *a"]
)
def test_bad_frontmatter_is_said_in_one_line_and_the_note_is_shown(text: str) -> None:
    note = f"---\n{text}\n---\nbody"
    found = read_frontmatter(note)
    assert found.error
    assert "\n" not in found.error
    assert found.values == {}
    assert first_line(note) == (found.end + 1, "body")


def test_depth_is_no_crash() -> None:
    assert block("a: " + "[" * 100_000).error
    assert block('{"a": ' + "[" * 100_000).error


def test_an_empty_block_is_frontmatter() -> None:
    assert read_frontmatter("---\n---\nbody") == Frontmatter(end=2)
    assert first_line("---\n\n---\nbody") == (4, "body")


def test_a_truncated_head_has_none() -> None:
    assert read_frontmatter("---\ntitle: x\n") == Frontmatter()


def test_the_block_may_end_the_file() -> None:
    found = read_frontmatter("---\ntitle: x\n---")
    assert (found.title, found.end) == ("x", 3)
    assert parse("---\ntitle: x\n---").blocks == ()


def test_a_byte_order_mark_does_not_matter() -> None:
    assert read_frontmatter("\ufeff---\ntitle: x\n---\n").title == "x"


@pytest.mark.parametrize("gap", ["", "\n", "\n\n"])
def test_a_second_block_is_hidden_and_the_first_wins(gap: str) -> None:
    note = f'---\n{{"title": "first"}}\n---\n{gap}---\ntitle: second\ndg-home: true\ntags: [a]\n---\nbody'
    found = read_frontmatter(note)
    assert (found.title, found.home, found.tags) == ("first", True, ("a",))
    assert first_line(note) == (9 + len(gap), "body")


@pytest.mark.parametrize(
    "second", ["---\n\ntext: a\n\n---", "---\ntext\n---", "\n---\nDefinition: a disease\n---", "---\n- a\n---"]
)
def test_text_between_rules_below_the_block_is_no_second_block(second: str) -> None:
    note = f"---\ntitle: x\n---\n{second}\nbody"
    assert read_frontmatter(note).end == 3


def test_yaml_is_loaded_only_for_notes_that_have_it() -> None:
    code = (
        "import sys, studytui.markdown as m\n"
        "assert 'markdown_it' not in sys.modules\n"
        "m.parse('---\\n{\"a\": 1}\\n---\\nb')\n"
        "assert 'yaml' not in sys.modules\n"
        "assert m.read_frontmatter('---\\na: 1\\n---\\n').values == {'a': 1}\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@given(st.text(alphabet=st.sampled_from("ab:-[]{}\"'\\|#&*!%@,?> \n\t0"), max_size=60))
def test_any_block_gives_a_value_or_an_error(text: str) -> None:
    found = block(text)
    assert found.error is None or found.values == {}


LETTERS = "abcdefghijkl"
BOMBS = {
    "lists": "a: &a [x, x, x, x, x, x, x, x, x]\n"
    + "\n".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in pairwise(LETTERS)),
    "maps": "a: &a {x: 1, y: 2}\n"
    + "\n".join(f"{b}: &{b} {{{', '.join(f'k{n}: *{a}' for n in range(9))}}}" for a, b in pairwise(LETTERS)),
    "merges": "a: &a {x: 1, y: 2}\n"
    + "\n".join(f"{b}: &{b}\n  <<: [{', '.join([f'*{a}'] * 9)}]" for a, b in pairwise(LETTERS)),
    "a long text": f"a: &a {'x' * 50_000}\nb: [{', '.join(['*a'] * 3_000)}]",
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_aliases_that_would_fill_the_memory_are_not_followed(bomb: str) -> None:
    assert block(bomb).error == "aliases that repeat too much"
    second = read_frontmatter(f"---\ntitle: t\n---\n---\n{bomb}\n---\nbody")
    assert (second.title, second.values) == ("t", {"title": "t"})


@pytest.mark.parametrize("circle", ["a: &a [x, *a]", "a: &a\n  b: &b [*a]\n  c: *b"])
def test_a_value_that_holds_itself_is_none(circle: str) -> None:
    assert block(circle).error == "a value that holds itself"


def test_values_that_aliases_nest_too_deeply_are_none() -> None:
    deep = "a0: &a0 [x]\n" + "\n".join(f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 3_000))
    assert block(deep).error == "nested too deeply"
    assert block("{" + '"a":' + "[" * 100_000 + "]" * 100_000 + "}").error == "nested too deeply"


@given(st.recursive(st.text("abc", max_size=3), lambda inner: st.lists(inner, max_size=4), max_leaves=12))
def test_aliases_that_repeat_little_stand_for_their_values(value: object) -> None:
    text = json.dumps(value)
    assert block(f"a: &a {text}\nb: *a\nc: [*a, *a]").values == {"a": value, "b": value, "c": [value, value]}
